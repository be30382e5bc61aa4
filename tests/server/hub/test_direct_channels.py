"""A direct channel is followed by its two, also after the end; but then they see no presence."""

from collections.abc import AsyncIterator

import msgspec
import pytest

from hubbub_protocol.errors import Refusal
from hubbub_protocol.frames import Ephemeral, Present
from hubbub_server.broker.presence_memory import MemoryPresenceBoard
from hubbub_server.broker.publication import Whisper
from hubbub_server.hub.hub import Hub
from hubbub_server.hub.presence import PresenceTerms
from hubbub_server.hub.subscribing import Wish
from hubbub_server.store.interface import Store
from tests.server.broker.ether import Ether
from tests.server.hub.company import Company
from tests.server.hub.ear import Ear
from tests.server.hub.onlooker import seen, told
from tests.server.store.hand_clock import HandClock
from tests.server.store.village import Village

BOTH = {"ada": "active", "bo": "active"}


class Pair:
    """Ada and Bo, each at a hub of their own, with a direct channel; Cy is at both."""

    def __init__(self, store: Store, clock: HandClock) -> None:
        self.village = Village(store, clock)
        self.ether = Ether()
        self.stream = ""
        board = MemoryPresenceBoard(clock)
        self.here, self.there = [self._company(store, clock, board) for _ in range(2)]

    def _company(self, store: Store, clock: HandClock, board: MemoryPresenceBoard) -> Company:
        broker = self.ether.broker()
        terms = PresenceTerms(board)
        hub = Hub(store, broker, clock, sockets_per_member=10, presence=terms)
        return Company(self.village, hub, broker)

    async def gather(self) -> None:
        """Make the members; the direct channel's head is 1."""
        await self.here.gather("ada", "bo", "cy")
        self.there.ids = self.here.ids
        self.stream = await self.village.connect(self.here.ids["ada"], self.here.ids["bo"])
        self.here.room = self.there.room = self.stream

    async def part(self, *, publish: bool = True) -> None:
        """Let Ada end the connection."""
        await self.village.part(self.stream, self.here.ids["ada"])
        if publish:
            await self.publish_last()

    async def connect(self) -> None:
        """Let them connect again."""
        await self.village.connect(self.here.ids["ada"], self.here.ids["bo"])
        await self.publish_last()

    async def publish_last(self) -> None:
        """Let Ada's hub publish the last event."""
        log = await self.village.log(self.stream)
        self.here.publish(log[-1:])
        await self.here.settled()

    async def find_out(self, company: Company) -> None:
        """Let a hub look for what nobody has published to it."""
        await company.hub.check_heads()
        await company.settled()

    async def beat(self) -> None:
        """Let both hubs tell who is present."""
        for company in (self.here, self.there):
            await company.hub.beat_presence()
        await self.here.settled()


@pytest.fixture
async def pair(store: Store, clock: HandClock) -> AsyncIterator[Pair]:
    pair = Pair(store, clock)
    await pair.gather()
    yield pair
    for company in (pair.here, pair.there):
        company.hub.close_all()


async def refused(company: Company, name: str, stream: str) -> Refusal:
    """Return the refusal that a subscription must come to."""
    session = company.session(name, Ear())
    (answer,) = await company.hub.subscribe(session, [Wish(stream, None)], None)
    assert isinstance(answer, Refusal)
    return answer


def typed(ear: Ear) -> int:
    """Count how often one was told that somebody is writing."""
    return sum(b'"typing"' in data for data in ear.writes)


async def test_the_two_receive_what_each_writes(pair: Pair) -> None:
    ada, bo = await pair.here.listen("ada"), await pair.there.listen("bo")
    await pair.here.say("ada", "Good morning")
    await pair.there.say("bo", "To you too")
    await pair.here.settled()
    assert ada.seqs == bo.seqs == [2, 3]


async def test_to_a_third_it_does_not_exist_and_does_not_come_alive(pair: Pair) -> None:
    foreign = await refused(pair.here, "cy", pair.stream)
    unknown = await refused(pair.here, "cy", f"direct:{pair.village.new_id()}")
    assert foreign.code == "not_found"
    assert repr(foreign) == repr(unknown)
    assert pair.here.hub._live.find(pair.stream) is None
    await pair.here.listen("ada")
    assert repr(await refused(pair.here, "cy", pair.stream)) == repr(unknown)


async def test_after_the_end_both_still_follow(pair: Pair) -> None:
    ada = await pair.here.listen("ada")
    await pair.here.say("ada", "Good morning")
    await pair.part()
    bo = await pair.there.listen("bo", seq=0)
    await pair.connect()
    assert ada.seqs == [2, 3, 4]
    assert bo.seqs == [1, 2, 3, 4]


async def test_the_two_see_each_other_and_nobody_else_does(pair: Pair) -> None:
    ada, bo = await pair.here.listen("ada"), await pair.there.listen("bo")
    await pair.beat()
    await pair.beat()
    assert seen(pair.here, ada) == seen(pair.there, bo) == BOTH


async def test_after_the_end_neither_sees_the_other(pair: Pair) -> None:
    ada, bo = await pair.here.listen("ada"), await pair.there.listen("bo")
    await pair.beat()
    await pair.beat()
    await pair.part()
    await pair.beat()
    assert seen(pair.here, ada) == seen(pair.there, bo) == {}
    again = await pair.there.listen("bo")
    await pair.beat()
    assert told(again) == [Present(stream=pair.stream, whole=True)]


async def test_who_comes_and_goes_after_the_end_is_not_shown(pair: Pair) -> None:
    ada = await pair.here.listen("ada")
    await pair.part()
    await pair.beat()
    before = len(told(ada))
    await pair.there.listen("bo")
    await pair.beat()
    await pair.beat()
    assert len(told(ada)) == before


async def test_a_hub_that_knows_of_the_end_shows_nobody_whom_another_still_posts(
    pair: Pair,
) -> None:
    ada, bo = await pair.here.listen("ada"), await pair.there.listen("bo")
    await pair.beat()
    await pair.beat()
    await pair.part(publish=False)
    await pair.find_out(pair.here)
    await pair.beat()
    assert seen(pair.here, ada) == {}
    assert bo.seqs == []  # it has not heard of the end


async def test_after_a_reconnection_they_see_each_other_again(pair: Pair) -> None:
    ada, bo = await pair.here.listen("ada"), await pair.there.listen("bo")
    await pair.part()
    await pair.beat()
    await pair.connect()
    await pair.beat()
    await pair.beat()
    assert seen(pair.here, ada) == seen(pair.there, bo) == BOTH


async def test_a_hub_that_begins_after_the_end_shows_nobody(pair: Pair) -> None:
    await pair.part(publish=False)
    ada, bo = await pair.here.listen("ada"), await pair.here.listen("bo")
    await pair.beat()
    assert seen(pair.here, ada) == seen(pair.here, bo) == {}


async def test_an_end_that_nobody_published_ends_presence_when_it_is_found(pair: Pair) -> None:
    ada, bo = await pair.here.listen("ada"), await pair.there.listen("bo")
    await pair.beat()
    await pair.beat()
    await pair.part(publish=False)
    await pair.find_out(pair.here)
    await pair.find_out(pair.there)
    await pair.beat()
    assert seen(pair.here, ada) == seen(pair.there, bo) == {}


async def test_typing_is_shown_to_the_other_until_the_end(pair: Pair) -> None:
    ada = await pair.here.listen("ada")
    bo = pair.here.ids["bo"]
    typing = Ephemeral(stream=pair.stream, kind="typing", member=bo)
    whisper = Whisper(pair.stream, bo, msgspec.json.encode(typing))
    pair.there.broker.whisper(whisper)
    await pair.here.settled()
    assert typed(ada) == 1
    pair.village.clock.move(2_000_000)
    await pair.part()
    pair.there.broker.whisper(whisper)
    await pair.here.settled()
    assert typed(ada) == 1
