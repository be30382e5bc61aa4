"""Presence over several hubs: all see everybody, and nobody who is gone for long."""

from collections.abc import Awaitable, Callable, Collection, Mapping

import msgspec
import pytest
from structlog.testing import capture_logs

from hubbub_protocol.presence import PresenceCounts
from hubbub_server.broker.presence import (
    EXPIRES_S,
    BoardAwayError,
    Posted,
    PresenceBoard,
    PresenceChange,
)
from hubbub_server.broker.presence_memory import MemoryPresenceBoard
from hubbub_server.broker.publication import Whisper
from hubbub_server.hub.hub import Hub
from hubbub_server.hub.presence import BEAT_S, PresenceTerms
from hubbub_server.hub.presence_exchange import MISSING_S
from hubbub_server.hub.session import Session
from hubbub_server.hub.subscribing import Granted
from hubbub_server.hub.subscription import Rights, Subscription
from hubbub_server.store.interface import Store
from tests.server.broker.ether import Ether
from tests.server.broker.listener import Listener
from tests.server.hub.company import Company
from tests.server.hub.ear import Ear
from tests.server.hub.onlooker import seen, told
from tests.server.store.hand_clock import HandClock
from tests.server.store.village import Village

BOTH = {"ada": "active", "bo": "active"}


class FickleBoard:
    """A board that may be away, or begin anew."""

    def __init__(self, clock: HandClock) -> None:
        self.away = False
        self.unreadable = False  # what is posted arrives, but nothing can be read
        self.unanswered = False  # what is posted stands there, but nobody learns of that
        # What happens once, while an answer is under way.
        self.meanwhile: Callable[[], Awaitable[None]] | None = None
        self._clock = clock
        self._board: PresenceBoard = MemoryPresenceBoard(clock)

    def begin_anew(self, epoch: str = "") -> None:
        """Forget everything."""
        del epoch
        self._board = MemoryPresenceBoard(self._clock)

    async def post(self, hub: str, changed: Mapping[str, Posted]) -> bool:
        """Replace postings, or be away."""
        posted = await self._there().post(hub, changed)
        if self.unanswered:
            raise BoardAwayError("no answer")
        return posted

    async def post_all(self, hub: str, everything: Mapping[str, Posted]) -> None:
        """Replace all postings, or be away."""
        await self._there().post_all(hub, everything)

    async def read(self, streams: Collection[str]) -> dict[str, dict[str, Posted]]:
        """Return postings, or be away."""
        if self.unreadable:
            raise BoardAwayError("no answer")
        answer = await self._there().read(streams)
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            await meanwhile()
        return answer

    async def withdraw(self, hub: str) -> None:
        """Take a hub off, or be away."""
        await self._there().withdraw(hub)

    def _there(self) -> PresenceBoard:
        if self.away:
            raise BoardAwayError("away")
        return self._board


class Hubs:
    """The same company at two hubs with one board."""

    def __init__(self, store: Store, clock: HandClock) -> None:
        self.clock = clock
        self.ether = Ether()
        self.board = FickleBoard(clock)
        village = Village(store, clock)
        self.at: list[Company] = []
        for _ in range(2):
            broker = self.ether.broker()
            terms = PresenceTerms(self.board)
            hub = Hub(store, broker, clock, sockets_per_member=10, presence=terms)
            self.at.append(Company(village, hub, broker))

    async def gather(self) -> None:
        """Make the members and their room."""
        here, there = self.at
        await here.gather("ada", "bo", "cy")
        there.ids, there.sign_ins, there.room = here.ids, here.sign_ins, here.room

    async def beat(self, times: int = 1, *, only: Company | None = None) -> None:
        """Let all hubs beat, or one of them, with the time between beats."""
        for _ in range(times):
            self.clock.move(int(BEAT_S * 1_000_000))
            for company in self.at if only is None else [only]:
                await company.hub.beat_presence()
                await company.settled()


@pytest.fixture
async def hubs(store: Store, clock: HandClock) -> Hubs:
    hubs = Hubs(store, clock)
    await hubs.gather()
    return hubs


async def enter(company: Company, name: str) -> Session:
    """Open a session that receives the room."""
    ear = Ear()
    session = company.session(name, ear, device=str(id(ear)))
    answer = await company.ask(session, None)
    assert isinstance(answer, Granted)
    answer.begin()
    await company.settled()
    return session


async def test_members_at_different_hubs_see_each_other(hubs: Hubs) -> None:
    here, there = hubs.at
    ada, bo = await here.listen("ada"), await there.listen("bo")
    await hubs.beat(2)
    assert seen(here, ada) == seen(there, bo) == BOTH


async def test_the_first_picture_holds_those_at_other_hubs_too(hubs: Hubs) -> None:
    here, there = hubs.at
    await here.listen("ada")
    await hubs.beat()
    bo = await there.listen("bo")
    await hubs.beat()
    assert [frame.whole for frame in told(bo)] == [True]
    assert seen(there, bo) == BOTH


async def test_what_changes_at_one_hub_is_told_at_the_other_as_a_difference(hubs: Hubs) -> None:
    here, there = hubs.at
    ada = await here.listen("ada")
    bo = await enter(there, "bo")
    await hubs.beat(2)
    before = len(told(ada))
    there.hub.show_presence(bo, "away")
    await hubs.beat(2)
    assert seen(here, ada) == {"ada": "active", "bo": "away"}
    there.hub.close_session(bo)
    await hubs.beat(2)
    assert seen(here, ada) == {"ada": "active"}
    assert [frame.whole for frame in told(ada)[before:]] == [False, False]


async def test_who_is_at_two_hubs_is_present_until_both_are_left(hubs: Hubs) -> None:
    here, there = hubs.at
    ada = await here.listen("ada")
    desk, phone = await enter(here, "bo"), await enter(there, "bo")
    here.hub.show_presence(desk, "away")
    await hubs.beat(2)
    assert seen(here, ada) == BOTH
    there.hub.close_session(phone)
    await hubs.beat(2)
    assert seen(here, ada) == {"ada": "active", "bo": "away"}
    here.hub.close_session(desk)
    await hubs.beat(2)
    assert seen(here, ada) == {"ada": "active"}


async def test_who_moves_to_another_hub_within_a_beat_was_never_gone(hubs: Hubs) -> None:
    here, there = hubs.at
    ada = await here.listen("ada")
    bo = await enter(here, "bo")
    await hubs.beat(2)
    here.hub.close_session(bo)
    await enter(there, "bo")
    await hubs.beat(1, only=there)
    await hubs.beat(2)
    assert len(told(ada)) == 1
    assert seen(here, ada) == BOTH


async def test_differences_lost_with_a_link_are_read_from_the_board(hubs: Hubs) -> None:
    here, there = hubs.at
    ada = await here.listen("ada")
    await there.listen("bo")
    await hubs.beat(2)
    hubs.ether.brokers[0].go_away()
    await there.listen("cy")
    await hubs.beat(1, only=there)
    hubs.ether.brokers[0].come_back()
    await hubs.beat()
    assert seen(here, ada) == {**BOTH, "cy": "active"}


async def test_a_departure_lost_with_a_link_is_read_from_the_board(hubs: Hubs) -> None:
    here, there = hubs.at
    ada = await here.listen("ada")
    bo = await enter(there, "bo")
    await hubs.beat(2)
    hubs.ether.brokers[0].go_away()
    there.hub.close_session(bo)
    await hubs.beat(1, only=there)
    hubs.ether.brokers[0].come_back()
    await hubs.beat()
    assert seen(here, ada) == {"ada": "active"}


async def test_what_is_in_doubt_while_the_board_is_away_is_read_when_it_is_back(hubs: Hubs) -> None:
    here, there = hubs.at
    ada = await here.listen("ada")
    await there.listen("bo")
    await hubs.beat(2)
    hubs.ether.brokers[0].go_away()
    await there.listen("cy")
    await hubs.beat(1, only=there)
    hubs.ether.brokers[0].come_back()
    hubs.board.away = True
    await hubs.beat(1, only=here)
    assert seen(here, ada) == BOTH
    hubs.board.away = False
    await hubs.beat()
    assert seen(here, ada) == {**BOTH, "cy": "active"}


async def test_what_could_not_be_read_after_it_was_posted_is_read_at_the_next_beat(
    hubs: Hubs,
) -> None:
    here, there = hubs.at
    ada = await here.listen("ada")
    await there.listen("bo")
    await hubs.beat(2)
    hubs.ether.brokers[0].go_away()
    await there.listen("cy")
    await hubs.beat(1, only=there)
    hubs.ether.brokers[0].come_back()
    hubs.board.unreadable = True
    await hubs.beat(1, only=here)
    assert seen(here, ada) == BOTH
    hubs.board.unreadable = False
    await hubs.beat(1, only=here)
    assert seen(here, ada) == {**BOTH, "cy": "active"}


async def test_an_answer_that_a_difference_overtakes_does_not_count(hubs: Hubs) -> None:
    here, _ = hubs.at
    ada = await here.listen("ada")
    await hubs.beat()
    await hubs.board.post_all("third", {})
    await hubs.beat(1, only=here)  # so that it is no news
    change = PresenceChange("third", 1, 0, {here.ids["bo"]: "active"})

    async def come() -> None:
        await hubs.board.post_all("third", {here.room: Posted(1, {here.ids["bo"]: "active"})})
        here.hub.overhear(Whisper(here.room, "third", msgspec.json.encode(change)))

    hubs.board.meanwhile = come
    here.hub.doubt()
    await hubs.beat(2, only=here)
    assert seen(here, ada) == BOTH


async def test_a_difference_that_follows_on_a_lost_one_has_the_board_read(hubs: Hubs) -> None:
    here, there = hubs.at
    ada = await here.listen("ada")
    await there.listen("bo")
    await hubs.beat(2)
    broker = hubs.ether.brokers[0]
    await broker.unlisten(here.room)
    cy = await enter(there, "cy")
    await hubs.beat(1, only=there)
    await broker.listen(here.room)
    there.hub.show_presence(cy, "away")
    await hubs.beat(1, only=there)
    await hubs.beat(1, only=here)
    assert seen(here, ada) == {**BOTH, "cy": "away"}


async def test_a_lost_difference_that_nothing_follows_is_found_in_turn(hubs: Hubs) -> None:
    here, there = hubs.at
    ada = await here.listen("ada")
    await there.listen("bo")
    await hubs.beat(2)
    broker = hubs.ether.brokers[0]
    await broker.unlisten(here.room)
    await there.listen("cy")
    await hubs.beat(1, only=there)
    await broker.listen(here.room)
    await hubs.beat(2)
    assert seen(here, ada) == BOTH
    await hubs.beat(15)
    assert seen(here, ada) == {**BOTH, "cy": "active"}


async def test_a_repeated_difference_brings_nobody_back(hubs: Hubs) -> None:
    here, there = hubs.at
    ada = await here.listen("ada")
    bystander, heard = hubs.ether.broker(), Listener()
    bystander.attach(heard)
    await bystander.listen(here.room)
    bo = await enter(there, "bo")
    await hubs.beat(2)
    there.hub.close_session(bo)
    await hubs.beat(2)
    came, _ = [each for each in heard.whispers if here.ids["bo"].encode() in each.frame]
    here.hub.overhear(came)
    await hubs.beat(1, only=here)
    assert seen(here, ada) == {"ada": "active"}


async def test_who_comes_and_goes_elsewhere_within_a_beat_was_never_there(hubs: Hubs) -> None:
    here, _ = hubs.at
    ada = await here.listen("ada")
    await hubs.beat()
    bo = here.ids["bo"]
    came = PresenceChange("another hub", 1, 0, {bo: "active"})
    went = PresenceChange("another hub", 2, 1, {bo: None})
    for change in (came, went):
        here.hub.overhear(Whisper(here.room, "another hub", msgspec.json.encode(change)))
    await hubs.beat()
    assert len(told(ada)) == 1


async def test_a_hub_that_is_heard_and_never_on_the_board_is_forgotten(hubs: Hubs) -> None:
    here, _ = hubs.at
    ada = await here.listen("ada")
    change = PresenceChange("another hub", 1, 0, {here.ids["bo"]: "active"})
    here.hub.overhear(Whisper(here.room, "another hub", msgspec.json.encode(change)))
    await hubs.beat()
    assert seen(here, ada) == BOTH
    await hubs.beat(3)
    assert seen(here, ada) == {"ada": "active"}


async def test_the_members_of_a_hub_that_died_are_gone_within_fifteen_seconds(hubs: Hubs) -> None:
    here, there = hubs.at
    ada = await here.listen("ada")
    await there.listen("bo")
    await hubs.beat(2)
    beats = 0
    while seen(here, ada) == BOTH:
        await hubs.beat(1, only=here)
        beats += 1
    assert seen(here, ada) == {"ada": "active"}
    assert EXPIRES_S <= beats * BEAT_S <= EXPIRES_S + MISSING_S + BEAT_S < 15


async def test_a_board_that_begins_anew_makes_nobody_flicker(hubs: Hubs) -> None:
    here, there = hubs.at
    ada, bo = await here.listen("ada"), await there.listen("bo")
    await hubs.beat(2)
    before = (len(told(ada)), len(told(bo)))
    hubs.board.begin_anew()
    await hubs.beat(10)
    assert (len(told(ada)), len(told(bo))) == before
    cy = await here.listen("cy")  # and is told of all who are there
    await hubs.beat()
    assert seen(here, cy) == {**BOTH, "cy": "active"}


async def test_while_the_board_is_away_presence_goes_on_within_a_hub(hubs: Hubs) -> None:
    here, there = hubs.at
    ada = await here.listen("ada")
    await there.listen("bo")
    await hubs.beat(2)
    hubs.board.away = True
    await here.listen("cy")
    await hubs.beat(30)
    assert seen(here, ada) == {**BOTH, "cy": "active"}


async def test_what_happened_while_the_board_was_away_is_told_when_it_is_back(hubs: Hubs) -> None:
    here, there = hubs.at
    ada = await here.listen("ada")
    bo = await enter(there, "bo")
    await hubs.beat(2)
    hubs.board.away = True
    there.hub.close_session(bo)
    await there.listen("cy")
    await hubs.beat(30)
    hubs.board.away = False
    hubs.board.begin_anew()
    await hubs.beat(2)
    assert seen(here, ada) == {"ada": "active", "cy": "active"}


async def test_one_who_goes_before_an_unanswered_posting_is_made_again_is_gone(hubs: Hubs) -> None:
    here, there = hubs.at
    ada = await here.listen("ada")
    await there.listen("cy")
    await hubs.beat(2)
    bo = await enter(there, "bo")
    hubs.board.unanswered = True
    await hubs.beat(1, only=there)
    hubs.board.unanswered = False
    here.hub.doubt()
    await hubs.beat(1, only=here)
    assert seen(here, ada) == {**BOTH, "cy": "active"}
    there.hub.close_session(bo)
    await hubs.beat(2)
    assert seen(here, ada) == {"ada": "active", "cy": "active"}


async def test_a_board_that_is_there_and_away_by_turns_fills_no_log(hubs: Hubs) -> None:
    here, _ = hubs.at
    with capture_logs() as log:
        for _ in range(5):
            hubs.board.away = not hubs.board.away
            await hubs.beat(4, only=here)
    assert [line["log_level"] for line in log] == ["warning", "info"]


async def test_a_redis_that_is_away_for_all_is_left_to_the_brokers_words(hubs: Hubs) -> None:
    here, _ = hubs.at
    broker = hubs.ether.brokers[0]
    with capture_logs() as log:
        hubs.board.away = True
        await hubs.beat(2, only=here)  # the broker has not noticed yet
        broker.go_away()
        await hubs.beat(10, only=here)
        broker.come_back()
        await hubs.beat(1, only=here)  # asked for just before
        hubs.board.away = False
        await hubs.beat(1, only=here)
    assert log == []


async def test_a_hub_that_died_while_the_board_was_away_is_forgotten_after_it(hubs: Hubs) -> None:
    here, there = hubs.at
    ada = await here.listen("ada")
    await there.listen("bo")
    await hubs.beat(2)
    await hubs.beat(int(EXPIRES_S / BEAT_S), only=here)  # and is missed for the first time
    hubs.board.away = True
    await hubs.beat(10, only=here)
    hubs.board.away = False
    hubs.board.begin_anew()
    await hubs.beat(1, only=here)
    assert seen(here, ada) == BOTH  # it may not have posted again yet
    await hubs.beat(3, only=here)
    assert seen(here, ada) == {"ada": "active"}


async def test_a_hub_that_stood_still_is_believed_again_when_it_is_back(hubs: Hubs) -> None:
    here, there = hubs.at
    ada = await here.listen("ada")
    await there.listen("bo")
    await hubs.beat(2)
    await hubs.beat(10, only=here)
    assert seen(here, ada) == {"ada": "active"}
    await hubs.beat(2)
    assert seen(here, ada) == BOTH


async def test_a_hub_that_withdraws_is_left_by_all_at_once(hubs: Hubs) -> None:
    here, there = hubs.at
    ada = await here.listen("ada")
    await there.listen("bo")
    await hubs.beat(2)
    await there.hub.withdraw_presence()
    await hubs.beat(1, only=here)
    assert seen(here, ada) == {"ada": "active"}
    await hubs.beat(1)
    assert len(await hubs.board.read([])) == 1


async def test_withdrawing_from_a_board_that_is_away_is_no_trouble(hubs: Hubs) -> None:
    await hubs.at[0].listen("ada")
    await hubs.beat()
    hubs.board.away = True
    await hubs.at[0].hub.withdraw_presence()


async def test_a_difference_of_very_many_is_read_from_the_board(hubs: Hubs) -> None:
    here, there = hubs.at
    crowd = [f"member {number}" for number in range(600)]
    here.ids.update({name: here.village.new_id() for name in crowd})  # the ids of both
    ada = await here.listen("ada")
    await there.listen("bo")
    await hubs.beat(2)
    bystander, heard = hubs.ether.broker(), Listener()
    bystander.attach(heard)
    await bystander.listen(here.room)
    stream = there.hub._live.find(there.room)
    assert stream is not None
    for name in crowd:
        session = there.session(name, Ear(), device="crowd")
        session.add(Subscription(session, stream, stream.head, Rights(stream.head)))
    await hubs.beat(1, only=there)
    assert [len(whisper.frame) < 200 for whisper in heard.whispers] == [True]
    await hubs.beat(2)
    assert told(ada)[-1].counts == PresenceCounts(active=602, away=0)
