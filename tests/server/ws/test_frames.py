"""Reading the client's WebSocket frames, however the bytes arrive."""

import os
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode

from hubbub_server.ws.frames import (
    MOST_PARTS,
    BrokenFrameError,
    FrameReader,
    Incoming,
    Violation,
    close_frame,
    control_frame,
)

TEXT, BINARY, CONTINUATION, CLOSE, PING = (
    Opcode.TEXT,
    Opcode.BINARY,
    Opcode.CONT,
    Opcode.CLOSE,
    Opcode.PING,
)


def client_frame(opcode: Opcode, data: bytes, *, final: bool = True) -> bytes:
    return Frame(opcode, data, final).serialize(mask=True)


def read(reader: FrameReader, data: bytes) -> list[Incoming]:
    return list(reader.feed(data))


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536])
def test_a_message_of_any_size_is_read(size: int) -> None:
    body = os.urandom(size)
    assert read(FrameReader(100_000), client_frame(BINARY, body)) == [Incoming("binary", body)]


@given(st.lists(st.binary(max_size=300), max_size=6), st.data())
def test_messages_are_read_however_the_bytes_are_cut(
    bodies: list[bytes], data: st.DataObject
) -> None:
    stream = b"".join(client_frame(BINARY, body) for body in bodies)
    reader, got = FrameReader(1_000), []
    while stream:
        cut = data.draw(st.integers(1, len(stream)))
        got += read(reader, stream[:cut])
        stream = stream[cut:]
    assert [incoming.data for incoming in got] == bodies


def test_who_stops_in_the_middle_gets_the_rest_later() -> None:
    reader = FrameReader(1_000)
    whole, half = client_frame(TEXT, b"one") + client_frame(TEXT, b"two"), client_frame(PING, b"")
    assert next(reader.feed(whole + half[:3])).data == b"one"
    assert [incoming.data for incoming in read(reader, b"")] == [b"two"]
    assert [incoming.kind for incoming in read(reader, half[3:])] == ["ping"]


def test_many_thousand_short_frames_are_read_in_a_moment() -> None:
    started = time.process_time()
    assert len(read(FrameReader(100_000), 200_000 * client_frame(PING, b""))) == 200_000
    assert time.process_time() - started < 4


def test_a_message_in_parts_is_put_together_around_a_ping() -> None:
    stream = (
        client_frame(TEXT, b"Good ", final=False)
        + client_frame(PING, b"there?")
        + client_frame(CONTINUATION, b"mor", final=False)
        + client_frame(CONTINUATION, b"ning")
    )
    assert read(FrameReader(100), stream) == [
        Incoming("ping", b"there?"),
        Incoming("text", b"Good morning"),
    ]


def test_a_half_sent_frame_waits_for_its_rest() -> None:
    frame = client_frame(TEXT, b"half")
    reader = FrameReader(100)
    assert read(reader, frame[:-1]) == []
    assert read(reader, frame[-1:]) == [Incoming("text", b"half")]


def test_a_frame_over_the_limit_is_refused_by_its_header_alone() -> None:
    with pytest.raises(BrokenFrameError, match="at most 100 bytes, got 101") as refused:
        read(FrameReader(100), client_frame(TEXT, b"x" * 101)[:8])
    assert refused.value.violation is Violation.TOO_LONG


def test_parts_that_add_up_over_the_limit_are_refused() -> None:
    stream = client_frame(TEXT, b"x" * 60, final=False) + client_frame(CONTINUATION, b"x" * 60)
    with pytest.raises(BrokenFrameError, match="at most 100 bytes, got 120"):
        read(FrameReader(100), stream)


def test_a_message_may_come_in_a_thousand_frames_and_not_in_more() -> None:
    begin, part, end = (
        client_frame(TEXT, b"a", final=False),
        client_frame(CONTINUATION, b"a", final=False),
        client_frame(CONTINUATION, b"a"),
    )
    most = begin + (MOST_PARTS - 2) * part
    assert read(FrameReader(100_000), most + end) == [Incoming("text", MOST_PARTS * b"a")]
    with pytest.raises(BrokenFrameError, match="in at most 1,024 frames") as refused:
        read(FrameReader(100_000), most + part + part)
    assert refused.value.violation is Violation.POLICY


@pytest.mark.parametrize("text", ["", "plain", "für Ömer 🌩", "\0"])
def test_text_is_read_as_it_is(text: str) -> None:
    assert read(FrameReader(100), client_frame(TEXT, text.encode())) == [
        Incoming("text", text.encode())
    ]


@pytest.mark.parametrize(
    "data", [b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc0\xaf"]
)
def test_text_that_is_not_utf_8_is_refused(data: bytes) -> None:
    halves = client_frame(TEXT, data[:1], final=False) + client_frame(CONTINUATION, data[1:])
    for stream in (client_frame(TEXT, data), halves, client_frame(CLOSE, b"\x03\xe8" + data)):
        with pytest.raises(BrokenFrameError, match="must be UTF-8, got 0x") as refused:
            read(FrameReader(100), stream)
        assert refused.value.violation is Violation.NOT_UTF_8
    assert read(FrameReader(100), client_frame(BINARY, data)) == [Incoming("binary", data)]


def test_a_character_may_be_cut_in_two_between_frames() -> None:
    stream = client_frame(TEXT, b"f\xc3", final=False) + client_frame(CONTINUATION, b"\xbcr")
    assert read(FrameReader(100), stream) == [Incoming("text", "für".encode())]


@pytest.mark.parametrize("code", [1000, 1001, 1011, 3000, 4203, 4999])
def test_a_close_with_a_code_that_may_be_sent_is_taken(code: int) -> None:
    payload = code.to_bytes(2, "big") + b"bye"
    assert read(FrameReader(100), client_frame(CLOSE, payload)) == [Incoming("close", payload)]


@pytest.mark.parametrize(
    "payload", [b"\x03", *(code.to_bytes(2, "big") for code in (0, 999, 1005, 1006, 2999, 5000))]
)
def test_a_close_with_another_code_is_refused(payload: bytes) -> None:
    with pytest.raises(BrokenFrameError, match="a close with the code"):
        read(FrameReader(100), client_frame(CLOSE, payload))


@pytest.mark.parametrize(
    ("what", "stream"),
    [
        ("a mask", Frame(TEXT, b"hi").serialize(mask=False)),
        ("begins with 0xc1", b"\xc1\x80\x00\x00\x00\x00"),
        ("begins with 0x83", b"\x83\x80\x00\x00\x00\x00"),
        ("continuation of nothing", b"\x80\x80\x00\x00\x00\x00"),
        ("inside another", b"\x01\x80\x00\x00\x00\x00" * 2),
        ("control frame", b"\x09\x80\x00\x00\x00\x00"),
        ("control frame", b"\x89\xfe\x00\x7e\x00\x00\x00\x00"),
    ],
)
def test_what_is_no_frame_is_refused(what: str, stream: bytes) -> None:
    with pytest.raises(BrokenFrameError, match=what):
        read(FrameReader(100), stream)


def test_a_close_frame_carries_code_and_reason() -> None:
    assert close_frame(4100, "gone") == b"\x88\x06\x10\x04gone"


def test_a_close_reason_that_is_too_long_is_cut_between_characters() -> None:
    frame = close_frame(1012, "ü" * 100)
    assert len(frame) <= 127
    assert frame[4:].decode() == "ü" * 61


def test_a_pong_repeats_the_ping() -> None:
    assert control_frame(10, b"there?") == b"\x8a\x06there?"
