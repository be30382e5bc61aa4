"""How unanswered commands are kept, sent and repeated in order."""

import pytest

from hubbub_protocol.client_outbox import MAX_PENDING, Outbox, OutboxFull
from hubbub_protocol.commands import Block, Delete, History, Send, Unblock
from hubbub_protocol.frames import Error, Ok
from tests.protocol.dialogue import BEN, KEY, OTHER, ROOM, Dialogue, refused


def write(dialogue: Dialogue, body: str, *, stream: str = ROOM) -> int:
    """Have the session write a message; return its ref."""
    ref = dialogue.session.new_ref()
    dialogue.session.submit(Send(ref=ref, stream=stream, key=f"{KEY}{ref % 10}", body=body))
    return ref


def bodies(dialogue: Dialogue) -> list[str]:
    """Return the messages that the client sends now."""
    return [each.body for each in dialogue.said() if isinstance(each, Send)]


def accept(dialogue: Dialogue, *refs: int) -> None:
    """Answer writes."""
    dialogue.hear(*[Ok(ref=ref, seq=ref, at=1) for ref in refs])


@pytest.fixture
def dialogue() -> Dialogue:
    """A live session whose hub allows four unanswered commands."""
    live = Dialogue()
    live.open()
    return live


def test_a_write_is_sent_once_and_its_answer_told(dialogue: Dialogue) -> None:
    ref = write(dialogue, "a")
    assert bodies(dialogue) == ["a"]
    assert bodies(dialogue) == []
    accept(dialogue, ref)
    assert dialogue.told(Ok) == [Ok(ref=ref, seq=ref, at=1)]


def test_an_answer_that_nobody_waits_for_is_not_told(dialogue: Dialogue) -> None:
    accept(dialogue, 77)
    assert dialogue.told(Ok) == []


def test_unanswered_writes_are_repeated_in_order_with_the_same_keys(dialogue: Dialogue) -> None:
    first, _, _ = [write(dialogue, body) for body in "abc"]
    before = dialogue.said()
    accept(dialogue, first)
    dialogue.lose()
    dialogue.open()
    assert dialogue.said() == before[1:]


def test_in_a_new_epoch_what_refers_to_a_seq_is_given_up_and_told(dialogue: Dialogue) -> None:
    kept = write(dialogue, "good morning")
    ref = dialogue.session.new_ref()
    dialogue.session.submit(Delete(ref=ref, stream=ROOM, key=f"{KEY}9", target=7))
    dialogue.said()
    dialogue.lose()
    dialogue.open(epoch="f" * 16)
    assert [each.ref for each in dialogue.said() if isinstance(each, Send | Delete)] == [kept]
    (error,) = dialogue.told(Error)
    assert (error.ref, error.code, error.retry) == (ref, "conflict", False)


def test_in_the_same_epoch_what_refers_to_a_seq_is_repeated(dialogue: Dialogue) -> None:
    ref = dialogue.session.new_ref()
    dialogue.session.submit(Delete(ref=ref, stream=ROOM, key=f"{KEY}9", target=7))
    before = dialogue.said()
    dialogue.lose()
    dialogue.open()
    assert dialogue.said() == before


def test_what_is_written_without_a_socket_waits_for_the_welcome(dialogue: Dialogue) -> None:
    dialogue.lose()
    write(dialogue, "a")
    dialogue.connect()
    dialogue.lose()
    dialogue.open()
    assert bodies(dialogue) == ["a"]


def test_a_refusal_for_good_is_told_and_not_repeated(dialogue: Dialogue) -> None:
    ref = write(dialogue, "a")
    dialogue.said()
    dialogue.hear(refused(ref, retry=False))
    assert [each.ref for each in dialogue.told(Error)] == [ref]
    dialogue.lose()
    dialogue.open()
    assert bodies(dialogue) == []


def test_a_refusal_with_retry_is_repeated_after_its_time_and_not_told(dialogue: Dialogue) -> None:
    ref = write(dialogue, "a")
    dialogue.said()
    dialogue.hear(refused(ref, after_ms=700))
    assert bodies(dialogue) == []
    assert dialogue.session.next_deadline() == pytest.approx(dialogue.now + 0.7)
    dialogue.wait(0.7)
    assert bodies(dialogue) == ["a"]
    assert dialogue.told(Error) == []


def test_a_refusal_without_a_time_is_repeated_after_a_second(dialogue: Dialogue) -> None:
    ref = write(dialogue, "a")
    dialogue.said()
    dialogue.hear(refused(ref))
    dialogue.wait(0.9)
    assert bodies(dialogue) == []
    dialogue.wait(0.1)
    assert bodies(dialogue) == ["a"]


def test_no_later_write_of_the_stream_overtakes_a_refused_one(dialogue: Dialogue) -> None:
    first, second = write(dialogue, "a"), write(dialogue, "b")
    dialogue.said()
    dialogue.hear(refused(first, after_ms=0))
    write(dialogue, "c")
    assert bodies(dialogue) == [], "b is under way and will be refused as well"
    dialogue.hear(refused(second, after_ms=0))
    assert bodies(dialogue) == ["a", "b", "c"]


def test_a_refused_write_holds_up_its_own_stream_only(dialogue: Dialogue) -> None:
    ref = write(dialogue, "a")
    dialogue.said()
    dialogue.hear(refused(ref))
    write(dialogue, "b")
    write(dialogue, "elsewhere", stream=OTHER)
    assert bodies(dialogue) == ["elsewhere"]


def test_a_new_socket_repeats_refused_writes_at_once(dialogue: Dialogue) -> None:
    ref = write(dialogue, "a")
    dialogue.said()
    dialogue.hear(refused(ref, after_ms=60_000))
    dialogue.lose()
    dialogue.open()
    assert bodies(dialogue) == ["a"]


def test_no_more_commands_are_under_way_than_the_hub_allows(dialogue: Dialogue) -> None:
    refs = [write(dialogue, body) for body in "abcdef"]
    assert bodies(dialogue) == ["a", "b", "c", "d"]
    accept(dialogue, *refs[:2])
    assert bodies(dialogue) == ["e", "f"]


def test_subscribing_counts_among_the_unanswered(dialogue: Dialogue) -> None:
    dialogue.session.subscribe(ROOM)
    for body in "abcd":
        write(dialogue, body)
    assert bodies(dialogue) == ["a", "b", "c"]


def test_a_full_window_asks_for_no_wakening_but_that_of_silence(dialogue: Dialogue) -> None:
    for body in "abcd":
        write(dialogue, body)
    dialogue.said()
    dialogue.session.subscribe(ROOM)
    assert dialogue.said() == []
    assert dialogue.session.next_deadline() == dialogue.now + 35


def test_a_question_for_history_is_repeated_on_the_next_socket(dialogue: Dialogue) -> None:
    question = History(ref=dialogue.session.new_ref(), stream=ROOM)
    dialogue.session.submit(question)
    assert dialogue.said() == [question]
    dialogue.lose()
    dialogue.open()
    assert dialogue.said() == [question]


def test_a_refused_question_for_history_is_told_even_if_it_may_be_repeated(
    dialogue: Dialogue,
) -> None:
    ref = dialogue.session.new_ref()
    dialogue.session.submit(History(ref=ref, stream=ROOM))
    dialogue.said()
    dialogue.hear(refused(ref, after_ms=5))
    assert [each.ref for each in dialogue.told(Error)] == [ref]


def test_the_outbox_refuses_to_grow_without_end() -> None:
    outbox = Outbox()
    for ref in range(MAX_PENDING):
        outbox.add(History(ref=ref, stream=ROOM))
    with pytest.raises(OutboxFull, match="At most 1024"):
        outbox.add(History(ref=MAX_PENDING, stream=ROOM))


def test_a_ref_is_used_once() -> None:
    outbox = Outbox()
    outbox.add(History(ref=1, stream=ROOM))
    with pytest.raises(ValueError, match="ref 1 is in use"):
        outbox.add(History(ref=1, stream=ROOM))


def change(dialogue: Dialogue, kind: type[Block] | type[Unblock]) -> int:
    """Have the session block or unblock Ben; return its ref."""
    ref = dialogue.session.new_ref()
    dialogue.session.submit(kind(ref=ref, key=f"{KEY}{ref % 10}", member=BEN))
    return ref


def test_no_later_command_for_a_member_overtakes_a_refused_one(dialogue: Dialogue) -> None:
    first = change(dialogue, Block)
    before = dialogue.said()
    dialogue.hear(refused(first, after_ms=700))
    change(dialogue, Unblock)
    write(dialogue, "elsewhere")
    assert bodies(dialogue) == ["elsewhere"]
    dialogue.wait(0.7)
    assert [type(each) for each in dialogue.said()] == [Block, Unblock]
    assert [type(each) for each in before] == [Block]


def test_in_a_new_epoch_commands_for_members_are_repeated(dialogue: Dialogue) -> None:
    change(dialogue, Block)
    before = dialogue.said()
    dialogue.lose()
    dialogue.open(epoch="f" * 16)
    assert dialogue.said() == before
    assert dialogue.told(Error) == []
