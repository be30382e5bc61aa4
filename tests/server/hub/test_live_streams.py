"""Streams are opened many at a time, kept while somebody receives them, and lose nothing by it."""

import asyncio
from collections.abc import Awaitable

import pytest
from structlog.testing import capture_logs

from hubbub_protocol.errors import Refusal
from hubbub_protocol.streams import CONTROL
from hubbub_server.broker.publication import Publication
from hubbub_server.hub.subscribing import Wish
from tests.server.broker.ether import EtherBroker
from tests.server.hub.company import Company
from tests.server.hub.ear import Ear
from tests.server.hub.slow_store import SlowStore
from tests.server.store.hand_clock import HandClock


async def beginning(deed: Awaitable[object]) -> "asyncio.Future[object]":
    """Begin a deed."""
    begun = asyncio.ensure_future(deed)
    await asyncio.sleep(0)
    return begun


async def rooms_of_bo(quiet: Company, count: int) -> list[str]:
    rooms = [await quiet.village.found(quiet.ids["ada"]) for _ in range(count)]
    for room in rooms:
        await quiet.village.admit(room, quiet.ids["bo"])
    return rooms


async def test_many_streams_are_listened_to_at_once_and_their_heads_read_together(
    quiet: Company, slow_store: SlowStore, ether_broker: EtherBroker
) -> None:
    rooms = await rooms_of_bo(quiet, 100)
    ether_broker.confirming.clear()
    slow_store.head_queries.clear()
    session = quiet.session("bo", Ear())
    asking = await beginning(quiet.hub.subscribe(session, [Wish(r, 0) for r in rooms], None))
    await slow_store.until(lambda: len(ether_broker.asked) == 100)
    assert {quiet.hub._live.state_of(room) for room in rooms} == {"subscribing"}
    assert slow_store.head_queries == []
    ether_broker.confirming.set()
    await asking
    assert slow_store.head_queries == [set(rooms)]
    assert slow_store.page_reads == []
    assert {quiet.hub._live.state_of(room) for room in rooms} == {"live"}


async def test_the_streams_of_a_herd_share_few_queries(
    quiet: Company, slow_store: SlowStore
) -> None:
    rooms = await rooms_of_bo(quiet, 60)
    slow_store.head_queries.clear()
    await asyncio.gather(*(quiet.hub._live.open([room]) for room in rooms))
    assert len(slow_store.head_queries) <= 3
    assert set.union(*slow_store.head_queries) == set(rooms)


async def test_what_is_published_while_a_stream_is_subscribing_is_not_lost(
    quiet: Company, slow_store: SlowStore
) -> None:
    slow_store.answering.clear()
    opening = await beginning(quiet.hub._live.open([quiet.room]))
    await slow_store.until(lambda: slow_store.kept_back)
    await quiet.say("ada", "while the head was on its way")
    slow_store.answering.set()
    await opening
    await quiet.settled()
    stream = quiet.hub._live.find(quiet.room)
    assert stream is not None
    assert stream.head == 2


async def test_a_doubt_while_a_stream_is_subscribing_has_its_head_read_again(
    quiet: Company, slow_store: SlowStore
) -> None:
    slow_store.answering.clear()
    opening = await beginning(quiet.hub._live.open([quiet.room]))
    await slow_store.until(lambda: slow_store.kept_back)
    await quiet.commit("ada", "nobody published me")
    quiet.hub.doubt()
    slow_store.answering.set()
    await opening
    stream = quiet.hub._live.find(quiet.room)
    assert stream is not None
    assert stream.head == 2
    assert quiet.hub._live.state_of(quiet.room) == "live"


async def test_while_the_broker_is_away_streams_are_opened_all_the_same(
    quiet: Company, ether_broker: EtherBroker
) -> None:
    ether_broker.confirming.clear()
    ether_broker.go_away()
    ear = await quiet.listen("bo")
    await quiet.say("ada", "from this hub")
    await quiet.settled()
    assert ear.seqs == [2]


async def test_a_stream_that_cannot_be_opened_is_cold_again_and_listened_to_no_longer(
    quiet: Company, slow_store: SlowStore, ether_broker: EtherBroker
) -> None:
    slow_store.refuse_after(0)
    with pytest.raises(Refusal):
        await quiet.hub._live.open([quiet.room])
    assert quiet.hub._live.state_of(quiet.room) == "cold"
    await slow_store.until(lambda: quiet.room not in ether_broker.listening)
    slow_store.refuse_after(None)
    ear = await quiet.listen("bo")
    await quiet.say("ada", "once more")
    await quiet.settled()
    assert ear.seqs == [2]


async def test_one_who_gives_up_does_not_keep_the_stream_from_another(
    quiet: Company, ether_broker: EtherBroker
) -> None:
    ether_broker.confirming.clear()
    live = quiet.hub._live
    impatient, patient = (
        await beginning(live.open([quiet.room])),
        await beginning(live.open([quiet.room])),
    )
    impatient.cancel()
    await asyncio.sleep(0)
    ether_broker.confirming.set()
    await patient
    assert live.state_of(quiet.room) == "live"


async def test_a_gap_is_read_once_however_many_publications_show_it(
    quiet: Company, slow_store: SlowStore
) -> None:
    ear = await quiet.listen("bo")
    events = await quiet.commit("ada", *(str(n) for n in range(20)))
    slow_store.answering.clear()
    quiet.publish(events[5:6])
    await slow_store.until(lambda: slow_store.kept_back)
    more = await quiet.commit("ada", *(str(n) for n in range(20, 30)))
    quiet.publish(events[10:])
    quiet.publish(more)
    slow_store.answering.set()
    await quiet.settled()
    assert ear.seqs == list(range(2, 32))
    assert slow_store.page_reads == 2 * [quiet.room]


async def test_a_gap_of_several_pages_is_read_to_its_end_whatever_comes_late(
    quiet: Company, slow_store: SlowStore
) -> None:
    ear = await quiet.listen("bo")
    events = await quiet.commit("ada", *(str(n) for n in range(600)))
    slow_store.answering.clear()
    quiet.publish(events[-1:])
    await slow_store.until(lambda: slow_store.kept_back)
    quiet.publish(events[5:6])  # overtaken by the last one
    slow_store.answering.set()
    for _ in range(10):
        await quiet.settled()
    assert ear.seqs == list(range(2, 602))


async def test_a_stream_is_kept_for_30_to_60_s_after_its_last_subscriber(
    quiet: Company, slow_store: SlowStore, ether_broker: EtherBroker, clock: HandClock
) -> None:
    rooms = await rooms_of_bo(quiet, 50)
    live = quiet.hub._live
    await live.open(rooms)
    live.close_idle()
    clock.move(29_900_000)
    live.close_idle()
    assert {live.state_of(room) for room in rooms} == {"live"}
    clock.move(12_000_000)
    live.close_idle()
    kept = sum(live.state_of(room) == "live" for room in rooms)
    assert 5 < kept < 45, "not all at the same moment"
    clock.move(18_100_000)
    live.close_idle()
    assert {live.state_of(room) for room in rooms} == {"cold"}
    await slow_store.until(lambda: ether_broker.listening == {CONTROL})


async def test_a_stream_that_is_wanted_while_it_is_given_up_is_listened_to_in_the_end(
    quiet: Company, ether_broker: EtherBroker, clock: HandClock
) -> None:
    live = quiet.hub._live
    await live.open([quiet.room])
    live.close_idle()
    clock.move(60_000_000)
    live.close_idle()
    await live.open([quiet.room])
    await quiet.settled()
    assert quiet.room in ether_broker.listening
    ear = await quiet.listen("bo")
    await quiet.say("ada", "still here")
    await quiet.settled()
    assert ear.seqs == [2]


async def test_publications_of_another_epoch_are_dropped_and_logged_once_a_minute(
    quiet: Company, clock: HandClock
) -> None:
    ear = await quiet.listen("bo")
    foreign = Publication(quiet.room, "0" * 16, 2, "", "plain", b"{}")
    with capture_logs() as log:
        for _ in range(100):
            quiet.broker.publish(foreign)
        clock.move(60_000_000)
        quiet.broker.publish(foreign)
    assert [line["epoch"] for line in log] == 2 * ["0" * 16]
    await quiet.say("ada", "of this epoch")
    await quiet.settled()
    assert ear.seqs == [2]
