"""Who is present in a room is told at each beat: whole to who is new, differences to the others."""

import asyncio
from collections.abc import AsyncIterator, Collection

import pytest
from structlog.testing import capture_logs

from hubbub_protocol.frames import Present
from hubbub_protocol.presence import PresenceCounts
from hubbub_server.broker.memory import MemoryBroker
from hubbub_server.broker.presence import Posted
from hubbub_server.broker.presence_memory import MemoryPresenceBoard
from hubbub_server.hub.hub import Hub
from hubbub_server.hub.presence import PresenceTerms
from hubbub_server.hub.session import Session
from hubbub_server.hub.subscribing import Granted, Wish
from hubbub_server.store.interface import Store
from tests.server.hub.company import Company
from tests.server.hub.ear import Ear
from tests.server.hub.onlooker import seen, told
from tests.server.store.hand_clock import HandClock
from tests.server.store.village import Village

LIMIT = 3


class BrokenBoard(MemoryPresenceBoard):
    """A board with a defect."""

    def __init__(self, clock: HandClock) -> None:
        super().__init__(clock)
        self.read_twice = asyncio.Event()
        self._was_read = False

    async def read(self, streams: Collection[str]) -> dict[str, dict[str, Posted]]:
        """Fail."""
        del streams
        if self._was_read:
            self.read_twice.set()
        self._was_read = True
        raise RuntimeError("a defect")


@pytest.fixture
async def company(store: Store, clock: HandClock) -> AsyncIterator[Company]:
    """Five members of a room, at a hub that names three, and beats only when it is told to."""
    broker = MemoryBroker()
    terms = PresenceTerms(MemoryPresenceBoard(clock), members=LIMIT)
    hub = Hub(store, broker, clock, sockets_per_member=10, presence=terms)
    company = Company(Village(store, clock), hub, broker)
    await company.gather("ada", "bo", "cy", "dan", "eve")
    yield company
    hub.close_all()


async def enter(company: Company, name: str, ear: Ear) -> Session:
    """Open a session that receives the room."""
    session = company.session(name, ear, device=str(id(ear)))
    answer = await company.ask(session, None)
    assert isinstance(answer, Granted)
    answer.begin()
    await company.settled()
    return session


async def beat(company: Company) -> None:
    await company.hub.beat_presence()
    await company.settled()


async def test_who_enters_is_told_who_is_present_themselves_among_them(company: Company) -> None:
    ear = await company.listen("ada")
    await beat(company)
    assert told(ear) == [Present(stream=company.room, whole=True, active=(company.ids["ada"],))]


async def test_the_others_are_told_only_the_difference(company: Company) -> None:
    ada = await company.listen("ada")
    await beat(company)
    bo = await company.listen("bo")
    await beat(company)
    assert told(ada)[1:] == [Present(stream=company.room, active=(company.ids["bo"],))]
    assert [frame.whole for frame in told(bo)] == [True]
    assert seen(company, ada) == seen(company, bo) == {"ada": "active", "bo": "active"}


async def test_where_nothing_changed_nothing_is_told(company: Company) -> None:
    ear = await company.listen("ada")
    for _ in range(3):
        await beat(company)
    assert len(told(ear)) == 1


async def test_who_leaves_is_gone(company: Company) -> None:
    ada = await company.listen("ada")
    session = await enter(company, "bo", Ear())
    await beat(company)
    company.hub.close_session(session)
    await beat(company)
    assert told(ada)[-1] == Present(stream=company.room, gone=(company.ids["bo"],))
    assert seen(company, ada) == {"ada": "active"}


async def test_who_unsubscribes_is_gone_and_told_no_more(company: Company) -> None:
    ada, bo = await company.listen("ada"), Ear()
    session = await enter(company, "bo", bo)
    await beat(company)
    company.hub.unsubscribe(session, [company.room])
    await company.listen("cy")
    await beat(company)
    assert seen(company, ada) == {"ada": "active", "cy": "active"}
    assert seen(company, bo) == {"ada": "active", "bo": "active"}


async def test_who_is_back_within_a_beat_was_never_gone(company: Company) -> None:
    ada = await company.listen("ada")
    session = await enter(company, "bo", Ear())
    await beat(company)
    company.hub.close_session(session)
    await company.listen("bo")
    await beat(company)
    assert len(told(ada)) == 1


async def test_a_member_is_present_as_long_as_one_session_is(company: Company) -> None:
    ada = await company.listen("ada")
    desk, phone = await enter(company, "bo", Ear()), await enter(company, "bo", Ear())
    await beat(company)
    company.hub.close_session(desk)
    await beat(company)
    assert seen(company, ada) == {"ada": "active", "bo": "active"}
    company.hub.close_session(phone)
    await beat(company)
    assert seen(company, ada) == {"ada": "active"}


async def test_a_member_is_away_when_all_sessions_are(company: Company) -> None:
    ada = await company.listen("ada")
    desk, phone = await enter(company, "bo", Ear()), await enter(company, "bo", Ear())
    company.hub.show_presence(desk, "away")
    await beat(company)
    assert seen(company, ada) == {"ada": "active", "bo": "active"}
    company.hub.show_presence(phone, "away")
    await beat(company)
    assert seen(company, ada) == {"ada": "active", "bo": "away"}
    company.hub.show_presence(desk, "active")
    await beat(company)
    assert seen(company, ada) == {"ada": "active", "bo": "active"}


async def test_who_turns_often_is_told_once_a_beat(company: Company) -> None:
    ada = await company.listen("ada")
    session = await enter(company, "bo", Ear())
    await beat(company)
    for _ in range(100):
        company.hub.show_presence(session, "active")
        company.hub.show_presence(session, "away")
    await beat(company)
    assert told(ada)[1:] == [Present(stream=company.room, away=(company.ids["bo"],))]


async def test_one_frame_is_built_for_all_sockets_of_an_encoding(company: Company) -> None:
    ears = [await company.listen("ada", ear=Ear(encoding)) for encoding in ("json", "json")]
    packed = await company.listen("bo", ear=Ear("msgpack"))
    await beat(company)
    await company.listen("cy")
    await beat(company)
    assert ears[0].writes[-1] is ears[1].writes[-1]
    assert told(packed) == told(ears[0])


async def test_who_is_too_slow_for_a_difference_gets_the_whole_later(company: Company) -> None:
    ada = await company.listen("ada")
    await beat(company)
    ada.stop_reading()
    await company.listen("bo")
    await beat(company)
    await company.listen("cy")
    await beat(company)
    assert len(told(ada)) == 1
    ada.read_on()
    await beat(company)
    assert [frame.whole for frame in told(ada)] == [True, True]
    assert seen(company, ada) == {"ada": "active", "bo": "active", "cy": "active"}
    await beat(company)
    assert len(told(ada)) == 2


async def test_who_is_behind_gets_the_picture_when_the_events_are_through(
    company: Company,
) -> None:
    await company.say("ada", *(f"message {number}" for number in range(600)))
    bo = Ear()
    bo.stop_reading()
    await company.listen("bo", seq=0, ear=bo)
    await beat(company)
    assert told(bo) == []
    bo.read_on()
    for _ in range(10):
        await company.settled()
    await beat(company)
    assert bo.frames[-1]["t"] == "present"
    assert seen(company, bo) == {"bo": "active"}


async def test_above_the_limit_members_are_counted(company: Company) -> None:
    ada = await company.listen("ada")
    for name in ("bo", "cy"):
        await company.listen(name)
    await beat(company)
    assert told(ada)[-1].counts is None
    dan = Ear()
    session = await enter(company, "dan", dan)
    company.hub.show_presence(session, "away")
    await beat(company)
    counted = Present(stream=company.room, whole=True, counts=PresenceCounts(active=LIMIT, away=1))
    assert told(ada)[-1] == counted
    assert told(dan) == [counted]
    company.hub.show_presence(session, "active")
    await beat(company)
    assert told(dan)[-1].counts == PresenceCounts(active=LIMIT + 1, away=0)


async def test_counts_are_told_only_when_they_change(company: Company) -> None:
    ada = await company.listen("ada")
    for name in ("bo", "cy"):
        await company.listen(name)
    session = await enter(company, "dan", Ear())
    await beat(company)
    company.hub.close_session(session)
    eve = await company.listen("eve")
    await beat(company)
    assert len(told(ada)) == 1  # one went and another came
    assert told(eve)[-1].counts == PresenceCounts(active=LIMIT + 1, away=0)


async def test_names_return_a_tenth_below_the_limit(company: Company) -> None:
    ada = await company.listen("ada")
    sessions = [await enter(company, name, Ear()) for name in ("bo", "cy", "dan")]
    await beat(company)
    company.hub.close_session(sessions.pop())
    await beat(company)
    assert told(ada)[-1].counts == PresenceCounts(active=LIMIT, away=0)
    company.hub.close_session(sessions.pop())
    await beat(company)
    assert told(ada)[-1].whole
    assert seen(company, ada) == {"ada": "active", "bo": "active"}


async def test_who_is_removed_is_gone_and_told_nothing_more(company: Company) -> None:
    ada, bo = await company.listen("ada"), await company.listen("bo")
    await beat(company)
    await company.dismiss("bo")
    await company.settled()
    await company.listen("cy")
    await beat(company)
    assert seen(company, ada) == {"ada": "active", "cy": "active"}
    assert len(told(bo)) == 1


async def test_a_former_member_who_reads_up_to_the_departure_is_not_present(
    company: Company,
) -> None:
    ada = await company.listen("ada")
    await company.dismiss("bo")
    bo = Ear()
    bo.stop_reading()
    session = company.session("bo", bo)
    answer = await company.ask(session, 0)
    assert isinstance(answer, Granted)
    answer.begin()
    company.hub.show_presence(session, "away")
    await beat(company)
    assert company.room in session.subscriptions
    assert seen(company, ada) == {"ada": "active"}
    assert told(bo) == []


async def test_what_goes_wrong_at_a_beat_is_logged_and_does_not_end_the_hub(
    store: Store, clock: HandClock
) -> None:
    board = BrokenBoard(clock)
    terms = PresenceTerms(board, beat_s=0.0)
    hub = Hub(store, MemoryBroker(), clock, sockets_per_member=10, presence=terms)
    with capture_logs() as log:
        running = asyncio.get_running_loop().create_task(hub.run())
        async with asyncio.timeout(10):
            await board.read_twice.wait()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert [line["event"].partition(";")[0] for line in log] == ["presence failed"]


async def test_an_inbox_has_nobody_present(company: Company) -> None:
    ear = Ear()
    session = company.session("ada", ear)
    (answer,) = await company.hub.subscribe(session, [Wish(f"inbox:{company.ids['ada']}", 0)], None)
    assert isinstance(answer, Granted)
    answer.begin()
    await company.settled()
    await beat(company)
    assert told(ear) == []


async def test_a_room_that_nobody_receives_any_more_begins_anew(company: Company) -> None:
    first = await enter(company, "bo", Ear())
    await beat(company)
    company.hub.close_session(first)
    await beat(company)
    ada = await company.listen("ada")
    await beat(company)
    assert told(ada) == [Present(stream=company.room, whole=True, active=(company.ids["ada"],))]
