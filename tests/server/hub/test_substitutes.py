"""The writes of a pass for those who do not see everybody."""

from collections.abc import Set as AbstractSet

from hubbub_server.hub.ring import Entry
from hubbub_server.hub.substitutes import Substitutes
from tests.server.hub.ear import texts_in

ENTRIES = [Entry(seq, b"{}", author=f"author {seq}", payload=None) for seq in range(1, 101)]


class Blind:
    """One who does not see some authors."""

    def __init__(self, *authors: str) -> None:
        self.authors = authors

    def hidden_among(self, members: AbstractSet[str]) -> AbstractSet[str]:
        """Return those of them who are among these."""
        return members & set(self.authors)


def test_a_skip_names_stream_and_seq_in_the_place_of_the_event() -> None:
    data = Substitutes("room:x", ENTRIES[:3]).joined(Blind("author 2"), "json")
    assert texts_in(data) == [b"{}", b'{"t":"skip","stream":"room:x","seq":2}', b"{}"]


def test_those_from_whom_the_same_is_hidden_get_the_same_bytes() -> None:
    substitutes = Substitutes("room:x", ENTRIES)
    one = substitutes.joined(Blind("author 2", "somebody else"), "json")
    assert substitutes.joined(Blind("author 2"), "json") is one


def test_many_from_whom_different_events_are_hidden_do_not_make_as_many_copies_at_once() -> None:
    substitutes = Substitutes("room:x", ENTRIES)
    for entry in ENTRIES:
        data = substitutes.joined(Blind(str(entry.author)), "json")
        assert data.count(b'"skip"') == 1
    assert len(substitutes._joined) == 8
