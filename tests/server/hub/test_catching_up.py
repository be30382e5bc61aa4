"""Those who are behind: resumed from long ago, or reading too slowly."""

from tests.server.hub.company import Company
from tests.server.hub.ear import Ear


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
