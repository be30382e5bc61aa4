"""PostgreSQL fails over to a standby that lacks commits: hubs go on, and nobody is fooled."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from hubbub import Session, SessionOptions, StreamReset
from hubbub_load.chaos.accounts import Account, share_a_room, sign_up
from hubbub_load.history.database import read_heads, read_log
from hubbub_load.history.received import check_client
from hubbub_load.history.record import Answer, Client, Log, Sent
from hubbub_load.history.written import check_log, check_sends
from hubbub_load.programs.cluster import ServedCluster
from hubbub_load.programs.postgres_server import PostgresServer
from hubbub_load.programs.postgres_standby import PostgresStandby
from hubbub_load.programs.redis_server import RedisServer
from hubbub_protocol.codec import read_frame
from hubbub_protocol.frames import Reset, Welcome
from hubbub_protocol.messages import Written
from hubbub_protocol.streams import inbox_stream

pytestmark = pytest.mark.slow

AT_ONCE = 5
"""So many messages of each member are under way at the same time."""


@dataclass
class Place:
    """Two hubs whose database is wherever the leading one of two servers is."""

    cluster: ServedCluster
    leader: PostgresServer
    standby: PostgresStandby
    database: str
    """On the standby."""


@pytest.fixture
def place(tmp_path: Path, redis: RedisServer) -> Iterator[Place]:
    with ExitStack() as open_things:
        leader = open_things.enter_context(PostgresServer())
        name = leader.new_database().rpartition("/")[2]
        standby = open_things.enter_context(PostgresStandby(leader))
        url = f"postgresql://hubbub@127.0.0.1:{leader.port},127.0.0.1:{standby.port}/{name}"
        cluster = open_things.enter_context(ServedCluster(tmp_path, url, redis.url))
        yield Place(cluster, leader, standby, standby.url(name))


@dataclass
class Resident:
    """A member who writes, notes all that comes, and begins anew where the hub says so."""

    account: Account
    room: str
    frames: list[bytes] = field(default_factory=list)
    resets: set[str] = field(default_factory=set)
    """The streams that were reset."""
    arrival: asyncio.Event = field(default_factory=asyncio.Event)

    @asynccontextmanager
    async def at(self, hub: str) -> AsyncIterator[Session]:
        """Follow the room and the inbox through a hub for the time of a block."""
        options = SessionOptions(encoding="json", on_frame=self._note)
        async with Session(hub, token=self.account.token, options=options) as session:
            reading = asyncio.create_task(self._read(session))
            for stream in self.streams:
                await session.subscribe(stream, after=0)
            yield session
            reading.cancel()

    @property
    def streams(self) -> tuple[str, str]:
        """What the member follows."""
        return self.room, inbox_stream(self.account.id)

    async def write(self, session: Session, *bodies: str) -> list[Sent]:
        """Send messages at once, and return them with their answers."""
        written = await asyncio.gather(*(session.send(self.room, body) for body in bodies))
        return [
            Sent(self.account.id, self.room, body, answer_of(each))
            for body, each in zip(bodies, written, strict=True)
        ]

    def client_of(self, epoch: str) -> Client:
        """Return what has come in an epoch, for the history checker."""
        frames = [read_frame(data, "json") for data in self.frames]
        begin = next(
            place
            for place, frame in enumerate(frames)
            if isinstance(frame, Welcome) and frame.epoch == epoch
        )
        came = [
            data
            for data, frame in zip(self.frames[begin:], frames[begin:], strict=True)
            if not isinstance(frame, Reset)
        ]
        return Client(self.account.name, "json", came, frozenset(self.streams))

    def _note(self, data: bytes) -> None:
        self.frames.append(data)
        self.arrival.set()

    async def _read(self, session: Session) -> None:
        async for news in session:
            if isinstance(news, StreamReset):
                self.resets.add(news.stream)
                await session.subscribe(news.stream, after=0)
            self.arrival.set()


def answer_of(written: Written) -> Answer:
    return Answer(written.seq, written.at, written.id)


async def until(resident: Resident, holds: Callable[[], bool]) -> None:
    """Wait until something holds, which is looked at whenever something has come."""
    async with asyncio.timeout(60):
        while not holds():
            resident.arrival.clear()
            await resident.arrival.wait()


async def all_has_come(residents: Sequence[Resident], sessions: Sequence[Session], url: str) -> Log:
    """Wait until everybody has all that the database holds, and return that."""
    heads = await asyncio.to_thread(read_heads, url)
    for resident, session in zip(residents, sessions, strict=True):
        await until(
            resident,
            lambda resident=resident, session=session: all(  # type: ignore[misc]
                session.cursors().get(stream, 0) >= heads.get(stream, 0)
                for stream in resident.streams
            ),
        )
    return await asyncio.to_thread(read_log, url)


async def test_after_a_failover_that_lost_commits_hubs_go_on_and_every_client_is_reset(
    place: Place,
) -> None:
    hubs = [hub.address for hub in place.cluster.hubs]
    names = ["ada", "bo", "cleo", "dan"]
    accounts = await sign_up(hubs[0], place.cluster.set_up_token, names)
    room = await share_a_room(hubs[0], accounts)
    people = [Resident(account, room) for account in accounts]
    async with AsyncExitStack() as open_things:
        sessions = [
            await open_things.enter_async_context(one.at(hubs[number % 2]))
            for number, one in enumerate(people)
        ]

        async def all_write(when: str) -> list[Sent]:
            writing = [
                one.write(session, *(f"{one.account.name} {when} {n}" for n in range(AT_ONCE)))
                for one, session in zip(people, sessions, strict=True)
            ]
            return [sent for each in await asyncio.gather(*writing) for sent in each]

        kept = await all_write("before")
        await asyncio.to_thread(place.standby.catch_up)
        await asyncio.to_thread(place.standby.cut_off)
        lost = await all_write("in vain")
        former = sessions[0].epoch
        # What is acknowledged from its death on can only be by the one that comes to lead.
        await asyncio.to_thread(place.leader.crash)
        going = asyncio.create_task(asyncio.to_thread(place.standby.promote))
        kept += await all_write("meanwhile")
        await going
        kept += await all_write("after")
        log = await all_has_come(people, sessions, place.database)
        (epoch,) = {session.epoch for session in sessions}
    assert epoch != former
    for one in people:
        assert one.resets == set(one.streams)
        assert list(check_client(log, one.client_of(epoch))) == []
    assert [*check_log(log), *check_sends(log, kept)] == []
    assert len(lost) == len(names) * AT_ONCE
    for hub in place.cluster.hubs:
        hub.stop()
        assert "Traceback" not in hub.output
