"""Live delivery: every event once, in order, to everyone who is in step."""

from hubbub_protocol.codec import read_frame
from hubbub_protocol.events import Event
from tests.server.hub.company import Company
from tests.server.hub.ear import Ear, texts_in


async def test_a_message_reaches_every_subscriber_once(company: Company) -> None:
    ears = [await company.listen(name) for name in ("ada", "bo", "cy")]
    await company.say("ada", "Good morning")
    await company.settled()
    assert [ear.seqs for ear in ears] == [[2], [2], [2]]


async def test_messages_of_one_commit_are_joined_in_one_write(company: Company) -> None:
    ear = await company.listen("bo")
    await company.say("ada", "one", "two", "three")
    await company.settled()
    assert ear.seqs == [2, 3, 4]
    assert len(ear.writes) == 1


async def test_a_publication_that_comes_twice_is_delivered_once(company: Company) -> None:
    ear = await company.listen("bo")
    events = await company.commit("ada", "once")
    company.publish(events)
    company.publish(events)
    await company.settled()
    assert ear.seqs == [2]


async def test_a_gap_is_read_from_the_store(company: Company) -> None:
    ear = await company.listen("bo")
    _, _, last = await company.commit("ada", "one", "two", "three")
    company.publish([last])
    await company.settled()
    assert ear.seqs == [2, 3, 4]


async def test_publications_out_of_order_are_delivered_in_order(company: Company) -> None:
    ear = await company.listen("bo")
    events = await company.commit("ada", *"abcde")
    company.publish(events[::-1])
    await company.settled()
    assert ear.seqs == [2, 3, 4, 5, 6]


async def test_a_lost_publication_is_found_by_the_head_check(company: Company) -> None:
    ear = await company.listen("bo")
    await company.commit("ada", "nobody published me")
    await company.settled()
    assert ear.seqs == []
    await company.hub.check_heads()
    await company.settled()
    assert ear.seqs == [2]


async def test_both_encodings_say_the_same(company: Company) -> None:
    packed = await company.listen("bo", ear=Ear("msgpack"))
    text = await company.listen("cy")
    await company.say("ada", "Grüß Gott 🌻")
    await company.settled()
    (json_text,), (msgpack_text,) = texts_in(text.writes[0]), texts_in(packed.writes[0])
    event = read_frame(json_text, "json")
    assert isinstance(event, Event)
    assert event == read_frame(msgpack_text, "msgpack")


async def test_a_closed_session_receives_nothing_more(company: Company) -> None:
    ear = Ear()
    session = company.session("bo", ear)
    answer = await company.ask(session, None)
    answer.begin()  # type: ignore[union-attr]  # granted, as the next lines show
    await company.settled()
    await company.say("ada", "heard")
    await company.settled()
    company.hub.close_session(session)
    await company.say("ada", "not heard")
    await company.settled()
    assert ear.seqs == [2]


async def test_a_thousand_subscribers_all_receive_in_order(company: Company) -> None:
    company.hub.sessions._most = 2_000
    ears = [Ear() for _ in range(1_000)]
    for ear in ears:
        answer = await company.ask(company.session("bo", ear, device=str(id(ear))), None)
        answer.begin()  # type: ignore[union-attr]  # a refusal would fail here
    await company.settled()
    for word in ("one", "two", "three"):
        await company.say("ada", word, word)
    for _ in range(10):
        await company.settled()
    assert {tuple(ear.seqs) for ear in ears} == {(2, 3, 4, 5, 6, 7)}
