"""Those who are behind: resumed from long ago, or reading too slowly."""

import asyncio

from hubbub_protocol.events import MessageDeleted
from hubbub_server.hub.subscription import Rights, Subscription
from hubbub_server.store.interface import NewEvent
from tests.server.hub.company import Company
from tests.server.hub.counted_ear import CountedEar
from tests.server.hub.ear import Ear, texts_in
from tests.server.hub.slow_store import SlowStore


async def test_a_session_resumes_from_its_cursor_and_goes_on_live(company: Company) -> None:
    await company.say("ada", "one", "two", "three")
    ear = await company.listen("bo", seq=2)
    await company.say("ada", "four")
    await company.settled()
    assert ear.seqs == [3, 4, 5]


async def test_a_session_resumes_from_thousands_of_events_ago(company: Company) -> None:
    for _ in range(8):
        await company.commit("ada", *(str(n) for n in range(250)))
    ear = await company.listen("bo", seq=0)
    await company.say("ada", "and live")
    for _ in range(10):
        await company.settled()
    assert ear.seqs == list(range(1, 2003))


async def test_what_is_written_during_the_replay_comes_behind_it(company: Company) -> None:
    for _ in range(4):
        await company.say("ada", *(str(n) for n in range(250)))
    ear = Ear()
    answer = await company.ask(company.session("bo", ear), 0)
    answer.begin()  # type: ignore[union-attr]  # granted
    for n in range(20):
        await company.say("cy", f"meanwhile {n}")
    for _ in range(10):
        await company.settled()
    assert ear.seqs == list(range(1, 1022))


async def test_nothing_is_written_to_a_client_that_does_not_read(company: Company) -> None:
    ear = await company.listen("bo")
    ear.stop_reading()
    for n in range(50):
        await company.say("ada", str(n))
    await company.settled()
    assert ear.writes == []


async def test_a_client_that_reads_on_gets_all_that_it_missed(company: Company) -> None:
    slow, quick = await company.listen("bo"), await company.listen("cy")
    slow.stop_reading()
    for n in range(600):  # more than the ring holds
        await company.say("ada", str(n))
    await company.settled()
    slow.read_on()
    await company.say("ada", "and now")
    for _ in range(10):
        await company.settled()
    assert slow.seqs == quick.seqs == list(range(2, 603))


async def test_a_cursor_above_the_head_is_void(company: Company) -> None:
    answer = await company.ask(company.session("bo", Ear()), 99)
    assert type(answer).__name__ == "Void"


async def test_a_cursor_of_another_epoch_is_void(company: Company) -> None:
    answer = await company.ask(company.session("bo", Ear()), 1, epoch="0" * 16)
    assert type(answer).__name__ == "Void"


async def test_an_erased_message_is_not_replayed_from_the_ring(company: Company) -> None:
    await company.listen("bo")
    await company.say("ada", "a secret")
    await company.settled()
    stream = company.hub._live.find(company.room)
    assert stream is not None
    stream.ring.erase(2)
    assert stream.ring.after(1, 2) == []


async def test_a_deletion_that_passes_takes_the_message_out_of_the_ring(company: Company) -> None:
    await company.listen("bo")
    await company.say("ada", "a secret")
    stream = company.hub._live.find(company.room)
    assert stream is not None
    assert [entry.seq for entry in stream.ring.after(1, 2)] == [2]
    async with company.village.store.transaction([company.room]) as opened:
        deleted = NewEvent(company.room, company.ids["ada"], MessageDeleted(target=2))
        events = await opened.append_events([deleted])
    company.publish(events)
    assert stream.ring.after(1, 2) == []


async def test_who_is_ahead_of_a_pass_is_served_behind_it_at_once(company: Company) -> None:
    await company.listen("cy")
    stream = company.hub._live.find(company.room)
    assert stream is not None
    host = company.session("ada", Ear())
    for _ in range(200):  # more than are written to in one turn: the pass takes several
        crowd = Subscription(host, stream, 1, Rights(1))
        crowd.in_step = True
        stream.fan_out.in_step[crowd] = None
    first, second = await company.commit("ada", "one", "two")
    company.publish([first])
    await asyncio.sleep(0)  # the pass has begun
    ear = CountedEar()
    session = company.session("bo", ear)
    company.publish([second])
    assert stream.fan_out.passed < second.seq == stream.head
    session.add(Subscription(session, stream, second.seq, Rights(second.seq)))
    await company.say("ada", "three")
    await company.settled()
    assert ear.closed is None
    assert ear.seqs == [second.seq + 1]


async def test_however_many_catch_up_few_events_are_built_in_one_turn_of_the_loop(
    quiet: Company, slow_store: SlowStore
) -> None:
    for _ in range(2):
        await quiet.commit("ada", *(str(n) for n in range(250)))
    ears = [Ear(), Ear("msgpack"), Ear()]
    sessions = [quiet.session("bo", ear, device=str(number)) for number, ear in enumerate(ears)]
    slow_store.paging.clear()
    for session in sessions:
        answer = await quiet.ask(session, 0)
        answer.begin()  # type: ignore[union-attr]  # granted
    # All have a page to write at the same moment.
    await slow_store.until(lambda: slow_store.kept_back == len(sessions))
    slow_store.paging.set()
    writes = []
    while any(session.behind for session in sessions):
        before = sum(len(ear.writes) for ear in ears)
        await asyncio.sleep(0)
        writes.append(sum(len(ear.writes) for ear in ears) - before)
    assert max(writes) == 1
    assert max(len(texts_in(data)) for ear in ears for data in ear.writes) == 32
    assert ears[0].seqs == ears[2].seqs == list(range(1, 502))
