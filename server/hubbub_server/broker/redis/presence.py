"""The board of many hubs: one hash in Redis for each hub, which expires with it.

A hash holds a field for each stream, and one that is always there, so that a hub without members
is on the board too. A set names the hubs whose hashes are to be looked at.
"""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

import msgspec
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from hubbub_protocol.presence import PresenceState
from hubbub_server.broker.presence import EXPIRES_S, BoardAwayError, Posted
from hubbub_server.broker.redis.channels import checked_namespace, key
from hubbub_server.broker.redis.link import without_words
from hubbub_server.logs import logger

ANSWER_S: Final = 1.0
"""Redis counts as away when it has not answered for so long."""
_MARK: Final = "hub"
_POST: Final = """
local mark, hub, expires_ms, whole = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
if whole == '1' then
    redis.call('DEL', KEYS[1])
elseif redis.call('EXISTS', KEYS[1]) == 0 then
    return 0
end
redis.call('HSET', KEYS[1], mark, '')
for place = 5, #ARGV, 2 do
    if ARGV[place + 1] == '' then
        redis.call('HDEL', KEYS[1], ARGV[place])
    else
        redis.call('HSET', KEYS[1], ARGV[place], ARGV[place + 1])
    end
end
redis.call('PEXPIRE', KEYS[1], expires_ms)
redis.call('SADD', KEYS[2], hub)
return 1
"""


class _Posting(msgspec.Struct):
    """What stands in a field."""

    turn: int
    active: list[str] = []
    away: list[str] = []


@dataclass(frozen=True, slots=True)
class _Keys:
    """The names of a namespace's keys."""

    namespace: str

    @property
    def hubs(self) -> str:
        """The set of hubs."""
        return key(self.namespace, "{presence}:hubs")

    def hub(self, hub: str) -> str:
        """The hash of a hub."""
        return key(self.namespace, f"{{presence}}:{hub}")


class RedisPresenceBoard:
    """The board of all hubs with the same namespace on the same Redis."""

    def __init__(self, url: str, *, namespace: str) -> None:
        self._keys = _Keys(checked_namespace(namespace))
        self._redis: Redis = Redis.from_url(
            url,
            socket_timeout=ANSWER_S,
            socket_connect_timeout=ANSWER_S,
            retry=Retry(NoBackoff(), 0),  # the next beat tries again
        )
        self._post = self._redis.register_script(_POST)
        self._complained = False  # whether it was said that something cannot be read

    async def close(self) -> None:
        """Close what is open to Redis."""
        await self._redis.aclose()

    async def post(self, hub: str, changed: Mapping[str, Posted]) -> bool:
        """Replace postings of a hub; False: it must post everything."""
        return await self._run_post(hub, changed, whole=False)

    async def post_all(self, hub: str, everything: Mapping[str, Posted]) -> None:
        """Post for every stream, in place of all before."""
        await self._run_post(hub, everything, whole=True)

    async def read(self, streams: Collection[str]) -> dict[str, dict[str, Posted]]:
        """Return, by hub, what stands there for these streams."""
        wanted, keys = list(streams), self._keys
        async with _answering():
            hubs = sorted(map(_text, await self._redis.smembers(keys.hubs)))
            asked = self._redis.pipeline(transaction=False)
            for hub in hubs:
                asked.hmget(keys.hub(hub), [_MARK, *wanted])
            found = dict(zip(hubs, await asked.execute(), strict=True))
            expired = [hub for hub, (mark, *_) in found.items() if mark is None]
            if expired:  # one that is back meanwhile names itself again with its next posting
                await self._redis.srem(keys.hubs, *expired)
        return {
            hub: dict(self._postings(wanted, values))
            for hub, (mark, *values) in found.items()
            if mark is not None
        }

    def begin_anew(self, epoch: str) -> None:
        """Be the board of another epoch, which is the namespace from now on."""
        self._keys = _Keys(checked_namespace(epoch))

    async def withdraw(self, hub: str) -> None:
        """Take a hub off the board at once."""
        keys = self._keys
        async with _answering():
            await self._redis.delete(keys.hub(hub))
            await self._redis.srem(keys.hubs, hub)

    def _postings(
        self, streams: Iterable[str], values: Iterable[bytes | None]
    ) -> Iterator[tuple[str, Posted]]:
        """Read the postings that are there; one that cannot be read is none."""
        for stream, value in zip(streams, values, strict=True):
            if value is None:
                continue
            try:
                yield stream, _read(value)
            except ValueError as error:  # a hub of another version may write what we do not know
                if not self._complained:
                    self._complained = True
                    logger.warning("presence cannot be read", stream=stream, reason=str(error))

    async def _run_post(self, hub: str, posted: Mapping[str, Posted], *, whole: bool) -> bool:
        words: list[str | bytes | int] = [_MARK, hub, int(EXPIRES_S * 1000), int(whole)]
        for stream, posting in posted.items():
            words += (stream, _written(posting))
        async with _answering():
            return bool(await self._post(keys=[self._keys.hub(hub), self._keys.hubs], args=words))


@asynccontextmanager
async def _answering() -> AsyncIterator[None]:
    """Raise :class:`BoardAwayError` for whatever Redis does but answer in time."""
    try:
        async with asyncio.timeout(ANSWER_S):
            yield
    except TimeoutError:
        raise BoardAwayError(f"no answer within {ANSWER_S:g} s") from None
    except Exception as error:  # redis-py lets out more than errors of its own
        raise BoardAwayError(without_words(str(error)) or type(error).__name__) from error


def _text(value: bytes | str) -> str:
    return value if isinstance(value, str) else value.decode()


def _written(posting: Posted) -> bytes:
    by_state: dict[PresenceState, list[str]] = {"active": [], "away": []}
    for member, state in posting.members.items():
        by_state[state].append(member)
    return msgspec.json.encode(_Posting(posting.turn, **by_state)) if posting.members else b""


def _read(value: bytes) -> Posted:
    found = msgspec.json.decode(value, type=_Posting)
    members: dict[str, PresenceState] = dict.fromkeys(found.active, "active")
    members.update(dict.fromkeys(found.away, "away"))
    return Posted(found.turn, members)
