"""The names of streams."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubbub_protocol.ids import make_id
from hubbub_protocol.streams import (
    CONTROL,
    StreamKind,
    inbox_stream,
    room_stream,
    stream_kind,
    stream_subject,
)

ID = make_id(1_000_000, 1)


@pytest.mark.parametrize(
    ("stream", "kind"),
    [
        (room_stream(ID), "room"),
        (inbox_stream(ID), "inbox"),
        (f"direct:{ID}", "direct"),
        (CONTROL, "control"),
    ],
)
def test_a_name_tells_the_kind_of_its_stream(stream: str, kind: StreamKind) -> None:
    assert stream_kind(stream) == kind


def test_a_name_tells_whose_stream_it_is() -> None:
    assert stream_subject(room_stream(ID)) == ID


@pytest.mark.parametrize(
    "name",
    ["", "room", "room:", ":", ID, f"ROOM:{ID}", f"room:{ID}\n", f"room:{ID}:", f" room:{ID}",
     f"control:{ID}", f"other:{ID}", "room:1"],
)  # fmt: skip
def test_any_other_name_names_no_stream(name: str) -> None:
    assert stream_kind(name) is None


@given(st.text(max_size=70))
def test_no_text_makes_it_raise(name: str) -> None:
    assert stream_kind(name) in (None, "control")
