"""Reading a log: what is refused, with the line, the field and what came."""

import json

import pytest

from hubbub_load.log import LogError, LogMessage, read_log, sort_rooms, write_line


def line(**changes: object) -> bytes:
    fields = {"room": "bread", "id": "1", "author": "ana", "at": 1_000, "text": "Hello"} | changes
    return json.dumps(fields).encode() + b"\n"


def test_a_log_is_read_in_the_order_of_its_lines() -> None:
    messages = read_log([line(), b"\n", line(id="2", at=2_000, text="Yes", reply_to="1")])
    assert [(m.id, m.reply_to) for m in messages] == [("1", None), ("2", "1")]


def test_a_written_line_is_read_back() -> None:
    message = LogMessage("bread", "7", "zoë", 1_000, "„Grüß dich“ 🥖\nover two lines", None)
    assert read_log([write_line(message)]) == [message]


@pytest.mark.parametrize(
    ("bad", "field", "says"),
    [
        (b"{nonsense\n", None, "not JSON"),
        (b'"text"\n', None, "Expected `object`, got `str`"),
        (line(at="yesterday"), "at", "Expected `int`, got `str`"),
        (line(at=-1), "at", "got `-1`"),
        (line(at=2**53), "at", "<= 9007199254740991"),
        (line(text=""), "text", "got 0 characters"),
        (line(text=" \n "), "text", "blank, got 3 characters of space"),
        (line(text="x" * 8_001), "text", "<= 8000, got 8,001 characters"),
        (line(room="r" * 65), "room", "<= 64, got 65 characters"),
        (line(author=None), "author", "Expected `str`, got `null`"),
        (line(replyto="1"), "replyto", "unknown field `replyto`"),
        (b'{"room":"bread","id":"1","at":1,"text":"x"}', "author", "There is no field `author`"),
        (line(id="0"), "id", "'0' stands already on line 1"),
        (line(reply_to="9"), "reply_to", "'9' is the id of no message of this log"),
        (line(reply_to="0", room="rye"), "reply_to", "stands in room 'bread', not in 'rye'"),
        (line(reply_to="1"), "reply_to", "'1' is not an earlier message"),
        (line(reply_to="0", at=0), "reply_to", "'0' is not an earlier message"),
    ],
)
def test_a_bad_line_is_refused_with_its_number_field_and_what_came(
    bad: bytes, field: str | None, says: str
) -> None:
    with pytest.raises(LogError) as caught:
        read_log([line(id="0"), bad])
    assert (caught.value.line, caught.value.field) == (2, field)
    assert says in str(caught.value)
    assert str(caught.value).startswith("line 2: ")


def test_rooms_are_sorted_by_time_and_equal_times_keep_their_order() -> None:
    log = [line(id="late", at=9), line(id="a", at=5), line(id="b", at=5, room="rye"),
           line(id="c", at=5)]  # fmt: skip
    rooms = sort_rooms(read_log(log))
    assert {room: [m.id for m in part] for room, part in rooms.items()} == {
        "bread": ["a", "c", "late"],
        "rye": ["b"],
    }
