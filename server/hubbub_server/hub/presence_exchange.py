"""What hubs tell each other of who is present: postings on the board, differences as whispers.

A difference that does not follow on what is known, a doubt of the broker, and a hub that appears
on the board all mean: read the room from the board. Beside that every room is read now and then,
a few at a beat, so that nothing stays wrong for ever.
"""

from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Final

import msgspec

from hubbub_protocol.presence import PresenceState
from hubbub_server.broker.interface import Broker
from hubbub_server.broker.presence import BoardAwayError, Posted, PresenceBoard, PresenceChange
from hubbub_server.broker.publication import Whisper
from hubbub_server.clock import Clock
from hubbub_server.hub.presence_room import RoomPicture, differing
from hubbub_server.hub.seldom import Seldom
from hubbub_server.logs import logger

MISSING_S: Final = 4.0
"""A hub that is off the board for so long is gone. Not at once: a Redis that was started anew is
empty until every hub has posted again, which takes them a beat."""
_ROUND_ROOMS: Final = 16
"""So many rooms are read at a beat though nothing speaks against them."""
_ROUND_S: Final = 30.0
"""Such a round through all rooms takes at least that long."""
_NOTICED_S: Final = 5.0
"""By then the broker has noticed that Redis is away, whatever way it went, and says so itself."""
_MOST_CHANGES: Final = 500
"""A longer difference is not whispered: the other hubs read the board."""


class PresenceExchange:
    """This hub's postings, and what it knows of the other hubs."""

    def __init__(
        self,
        hub: str,
        board: PresenceBoard,
        broker: Broker,
        clock: Clock,
        rooms: Mapping[str, RoomPicture],
    ) -> None:
        self._hub = hub
        self._board = board
        self._broker = broker
        self._clock = clock
        self._rooms = rooms
        self._turn = 0
        self._posted: dict[str, Posted] = {}  # what of this hub stands on the board
        self._unposted: set[str] = set()  # rooms that have changed since
        self._uncertain: set[str] = set()  # rooms whose posting was not answered: it may stand
        self._doubted: set[str] = set()  # rooms to be read
        self._reading: frozenset[str] = frozenset()  # rooms that are being read
        self._round: list[str] = []  # rooms still to be read though nothing speaks against them
        self._round_at = 0.0  # when the next round may begin, monotonic seconds
        self._on_board: set[str] = set()  # the other hubs, as of the latest look
        self._missing_since: dict[str, float] = {}  # hubs that were there before, monotonic s
        self._away = False  # whether the board did not answer the last time
        self._alone_since: float | None = None  # that it does not though the broker is there
        self._complaint = Seldom()
        self._complained = False  # whether that was said

    def change(self, stream: str) -> None:
        """Note that a room is to be posted."""
        self._unposted.add(stream)

    def doubt(self, streams: Iterable[str]) -> None:
        """Note that differences may have been lost."""
        self._doubted.update(streams)

    def overhear(self, stream: str, change: PresenceChange) -> bool:
        """Take another hub's difference; True if it shows."""
        room = self._rooms.get(stream)
        if room is None or change.hub == self._hub:
            return False
        if change.hub not in self._on_board:
            # Unless the next look finds it there: a hub that only whispers is not remembered.
            self._missing_since.setdefault(change.hub, self._clock.monotonic_s())
        if stream in self._reading:
            self._doubted.add(stream)  # what is being read may be older
        known = room.posted_by(change.hub)
        if change.turn <= known.turn:
            return False
        if change.since != known.turn:
            self._doubted.add(stream)
            return False
        return room.learn_change(change.hub, change.turn, change.members)

    async def beat(self, stir: Callable[[str], None]) -> None:
        """Post what has changed and read what is in doubt; ``stir`` is told of rooms that changed.

        While the board is away nothing is forgotten: what could not be posted is posted later,
        and what is known of other hubs is believed until the board says otherwise.
        """
        try:
            await self._post()
            if await self._read(stir):
                await self._read(stir)  # from hubs that were not there before
        except BoardAwayError as error:
            self._away = True
            self._complain(error)
        else:
            if self._complained:
                logger.info("presence goes between hubs again")
            self._away = self._complained = False
            self._alone_since = None

    def _complain(self, error: BoardAwayError) -> None:
        """Say that the board does not answer, but where the broker says that Redis is away."""
        now = self._clock.monotonic_s()
        if self._broker.away:
            self._alone_since = None
        elif self._alone_since is None:
            self._alone_since = now
        elif (
            now - self._alone_since >= _NOTICED_S
            and not self._complained
            and self._complaint.allows(now)
        ):
            logger.warning("presence stays within this hub for now", reason=str(error))
            self._complained = True

    async def withdraw(self) -> None:
        """Post what has changed, which is that all are gone, and take this hub off the board."""
        try:
            await self._post()
            await self._board.withdraw(self._hub)
        except BoardAwayError as error:
            logger.warning("presence expires instead of being withdrawn", reason=str(error))

    async def _post(self) -> None:
        names = self._unposted
        self._unposted = set()
        before = {name: self._posted.get(name, Posted(0, {})) for name in names}
        self._turn += 1
        changed = {
            name: Posted(self._turn, members)
            for name in names
            if (members := self._local(name)) != before[name].members or name in self._uncertain
        }
        try:
            if not await self._board.post(self._hub, changed):
                await self._board.post_all(self._hub, {**self._posted, **changed})
        except BoardAwayError:
            self._unposted |= names
            self._uncertain |= changed.keys()
            raise
        self._uncertain.clear()
        for name, posted in changed.items():
            if posted.members:
                self._posted[name] = posted
            else:
                self._posted.pop(name, None)
            self._whisper(name, before[name], posted)

    def _local(self, name: str) -> dict[str, PresenceState]:
        room = self._rooms.get(name)
        return {} if room is None else dict(room.local)

    def _whisper(self, stream: str, before: Posted, after: Posted) -> None:
        changed = differing(before.members, after.members)
        if len(changed) > _MOST_CHANGES:
            change = PresenceChange(self._hub, after.turn, None)
        else:
            members = {member: after.members.get(member) for member in changed}
            change = PresenceChange(self._hub, after.turn, before.turn, members)
        self._broker.whisper(Whisper(stream, self._hub, msgspec.json.encode(change)))

    async def _read(self, stir: Callable[[str], None]) -> bool:
        """Read what is in doubt; True if there are hubs now that were not there before."""
        names = frozenset(self._doubted & self._rooms.keys())
        self._doubted.clear()
        self._reading = names | frozenset(self._next_in_round())
        try:
            postings = await self._board.read(self._reading)
        except BoardAwayError:
            self._doubted |= names
            raise
        finally:
            read, self._reading = self._reading, frozenset()
        postings.pop(self._hub, None)
        for name in read - self._doubted:
            room = self._rooms.get(name)
            if room is not None and [
                hub for hub, found in postings.items() if _believe(room, hub, found.get(name))
            ]:
                stir(name)
        return self._look_at_hubs(postings.keys(), stir)

    def _next_in_round(self) -> list[str]:
        now = self._clock.monotonic_s()
        if not self._round and now >= self._round_at:
            self._round = list(self._rooms)
            self._round_at = now + _ROUND_S
        taken = list(islice(self._round, _ROUND_ROOMS))
        del self._round[:_ROUND_ROOMS]
        return [name for name in taken if name in self._rooms]

    def _look_at_hubs(self, on_board: Iterable[str], stir: Callable[[str], None]) -> bool:
        now = self._clock.monotonic_s()
        hubs = set(on_board)
        if self._away:  # nobody was looked for meanwhile, and the board may have begun anew
            self._missing_since = dict.fromkeys(self._missing_since, now)
        came = bool(hubs - self._on_board)
        if came:  # new, or back with something that was not followed
            self._doubted.update(self._rooms)
        for hub in self._on_board - hubs:
            self._missing_since.setdefault(hub, now)
        self._on_board = hubs
        for hub, since in list(self._missing_since.items()):
            if hub in hubs:
                del self._missing_since[hub]
            elif now - since >= MISSING_S:
                del self._missing_since[hub]
                for name, room in self._rooms.items():
                    if room.forget(hub):
                        stir(name)
        return came


def _believe(room: RoomPicture, hub: str, found: Posted | None) -> bool:
    """Believe what was read; True if that shows."""
    known = room.posted_by(hub)
    if found is None:
        return bool(known.members) and room.learn(hub, Posted(known.turn, {}))
    return found.turn != known.turn and room.learn(hub, found)
