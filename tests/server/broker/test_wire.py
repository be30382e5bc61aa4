"""What hubs send each other reads the same on arrival, whatever their versions."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubbub_server.broker.publication import Publication, Whisper
from hubbub_server.broker.wire import (
    MOST_BYTES,
    MOST_EVENT_BYTES,
    UnreadableError,
    is_echo,
    origin_of,
    pack_publication,
    pack_whisper,
    unpack,
)

ORIGIN = origin_of("hub 1")
STREAM = "room:bread"
FEW_BYTES = st.binary(max_size=300)
ACTORS = st.text(max_size=60)
PUBLICATIONS = st.builds(
    Publication,
    stream=st.just(STREAM),
    epoch=st.binary(min_size=8, max_size=8).map(bytes.hex),
    seq=st.integers(min_value=1, max_value=2**53 - 1),
    actor=ACTORS,
    publication_class=st.sampled_from(["authored", "plain", "control"]),
    event=FEW_BYTES,
)
WHISPERS = st.builds(Whisper, stream=st.just(STREAM), actor=ACTORS, frame=FEW_BYTES)


@given(PUBLICATIONS)
def test_a_publication_arrives_as_it_was_sent(publication: Publication) -> None:
    assert unpack(STREAM, pack_publication(publication, ORIGIN)) == publication


@given(WHISPERS)
def test_a_whisper_arrives_as_it_was_sent(whisper: Whisper) -> None:
    packed = pack_whisper(whisper, ORIGIN)
    assert packed is not None
    assert unpack(STREAM, packed) == whisper


@given(PUBLICATIONS)
def test_a_hub_knows_its_own_publication(publication: Publication) -> None:
    packed = pack_publication(publication, ORIGIN)
    assert is_echo(packed, ORIGIN)
    assert not is_echo(packed, origin_of("hub 2"))


@pytest.mark.parametrize(
    ("event", "actor"), [(b"x" * (MOST_EVENT_BYTES + 1), "ada"), (b"{}", "a" * 256)]
)
def test_of_what_is_too_long_the_header_travels(event: bytes, actor: str) -> None:
    packed = pack_publication(Publication(STREAM, "00ff" * 4, 5, actor, "control", event), ORIGIN)
    assert unpack(STREAM, packed) == Publication(STREAM, "00ff" * 4, 5, "", "control", b"")


def test_the_longest_publication_has_the_length_that_links_allow() -> None:
    longest = Publication(STREAM, "0" * 16, 1, "a" * 255, "plain", b"x" * MOST_EVENT_BYTES)
    assert len(pack_publication(longest, ORIGIN)) == MOST_BYTES


def test_a_whisper_that_is_too_long_does_not_travel() -> None:
    assert pack_whisper(Whisper(STREAM, "ada", b"x" * (MOST_EVENT_BYTES + 1)), ORIGIN) is None
    assert pack_whisper(Whisper(STREAM, "a" * 256, b"x"), ORIGIN) is None


@given(
    version=st.integers(min_value=2, max_value=255),
    seq=st.integers(min_value=1, max_value=2**53 - 1),
    rest=FEW_BYTES,
)
def test_of_an_unknown_version_the_place_in_the_stream_is_read(
    version: int, seq: int, rest: bytes
) -> None:
    packed = struct.pack(">BBQ8s", version, 0, seq, bytes(8)) + rest
    assert unpack(STREAM, packed) == Publication(STREAM, "0" * 16, seq, "", "plain", b"")


@given(sort=st.integers(min_value=1, max_value=255), rest=FEW_BYTES)
def test_what_else_an_unknown_version_says_is_passed_over(sort: int, rest: bytes) -> None:
    assert unpack(STREAM, struct.pack(">BBQ8s", 2, sort, 0, bytes(8)) + rest) is None


@given(FEW_BYTES)
def test_whatever_comes_is_read_or_called_unreadable(payload: bytes) -> None:
    try:
        news = unpack(STREAM, payload)
    except UnreadableError:
        return
    assert news is None or news.stream == STREAM


@given(PUBLICATIONS, st.data())
def test_a_torn_header_is_unreadable(publication: Publication, data: st.DataObject) -> None:
    packed = pack_publication(publication, ORIGIN)
    header = len(packed) - len(publication.event)
    torn = packed[: data.draw(st.integers(min_value=0, max_value=header - 1))]
    with pytest.raises(UnreadableError):
        unpack(STREAM, torn)


@pytest.mark.parametrize(
    ("place", "value"), [(0, b"\0"), (1, b"\7"), (2, b"\xff"), (9, b"\0"), (26, b"\3")]
)
def test_a_header_with_a_value_that_none_has_is_unreadable(place: int, value: bytes) -> None:
    packed = pack_publication(Publication(STREAM, "0" * 16, 1, "ada", "plain", b"{}"), ORIGIN)
    with pytest.raises(UnreadableError):
        unpack(STREAM, packed[:place] + value + packed[place + 1 :])
