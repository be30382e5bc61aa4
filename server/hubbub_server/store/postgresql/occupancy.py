"""Which hubs run on a database: an advisory lock of a link that each hub keeps for it alone."""

import asyncio
import contextlib
from typing import Final

from hubbub_protocol.errors import Refusal
from hubbub_server.logs import logger
from hubbub_server.store.interface import StoreUnavailable, occupied
from hubbub_server.store.postgresql.link import Link
from hubbub_server.store.postgresql.links import OpenLink

LOCKS: Final = 0x48554242
"""The first number of all of Hubbub's advisory locks; the second tells them apart."""

_OCCUPIED: Final = 2
_LOOK_S: Final = 10.0
"""How often the link is asked for a sign of life: an idle one may break without a word."""
_AGAIN_S: Final = 1.0


class Occupancy:
    """The lock that says that a hub runs.

    It ends with its link, so a hub that dies lets go of it. Where the link alone breaks (the
    server was started anew) the hub takes the lock again as soon as it can; another hub that may
    not run beside it would have to be started in just that moment.
    """

    def __init__(self, open_link: OpenLink) -> None:
        self._open_link = open_link
        self._link: Link | None = None  # on which the lock is held
        self._broken = asyncio.Event()  # set when that has broken
        self._keeping: asyncio.Task[None] | None = None

    async def take(self, *, alone: bool) -> None:
        """Hold the lock: shared with other hubs, or alone. Raises :class:`StoreUnavailable`."""
        try:
            taken = await self._try(alone=alone)
        except Refusal as refusal:
            raise StoreUnavailable(f"The database cannot be used: {refusal.__cause__}") from refusal
        if not taken:
            raise occupied(alone=alone)
        self._keeping = asyncio.create_task(self._keep(alone=alone), name="occupancy")

    def cut(self) -> None:
        """Break the link: the lock is to be taken again, maybe in another database."""
        if self._link is not None:
            self._link.cut()

    async def give_up(self) -> None:
        """Let go of the lock, if it is held."""
        if self._keeping is not None:
            self._keeping.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._keeping
            self._keeping = None
        if self._link is not None:
            await self._link.close()
            self._link = None

    async def _try(self, *, alone: bool) -> bool:
        link = await self._open_link()
        shared = "" if alone else "_shared"
        try:
            query = f"SELECT pg_try_advisory_lock{shared}($1, $2)"
            taken = bool((await link.fetch(query, LOCKS, _OCCUPIED))[0][0])
        except BaseException:
            await link.close()
            raise
        if not taken:
            await link.close()
            return False
        self._link = link
        self._broken.clear()
        link.when_broken(self._broken.set)
        return True

    async def _keep(self, *, alone: bool) -> None:
        """Take the lock again whenever its link has broken, until cancelled."""
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._broken.wait(), _LOOK_S)
            if await self._is_held():
                continue
            await self._take_again(alone=alone)

    async def _is_held(self) -> bool:
        if self._link is None or self._link.is_broken:
            return False
        try:
            await self._link.fetch("SELECT 1")
        except Refusal:  # it is in the log
            return False
        return True

    async def _take_again(self, *, alone: bool) -> None:
        if self._link is not None:
            link, self._link = self._link, None
            await link.close()
        said = False
        while True:
            with contextlib.suppress(Refusal):  # it is in the log
                if await self._try(alone=alone):
                    return
                if not said:
                    said = True
                    logger.error("not alone any more", reason=str(occupied(alone=alone)))
            await asyncio.sleep(_AGAIN_S)
