"""Frames built beforehand are those that the protocol would write; answers are found by bytes."""

import pytest
from websockets.frames import Frame

from hubbub_load.sends.wire import (
    FIRST_REF,
    SendTemplate,
    find_ok_ref,
    frame_command,
    frame_message,
    is_event,
    split_frames,
)
from hubbub_protocol.codec import event_json, event_msgpack, read_commands, write_frame
from hubbub_protocol.commands import Command, Pong, Send
from hubbub_protocol.frames import Error, Ok, Ping

STREAM = "room:01890a5d-ac96-7b7c-8f83-0123456789ab"
KEY = "6f1c2c0e-52a5-4b5e-9a55-aaaaaaaaaaaa"
OK = Ok(ref=FIRST_REF + 7, seq=300, id="01890a5d-ac96-7b7c-8f83-0123456789ab", at=1)


def read_back(frame: bytes) -> Command:
    """Read a client's frame as a hub does: its mask is all zeros."""
    size_bytes = {126: 2, 127: 8}.get(frame[1] & 0x7F, 0)
    mask_at = 2 + size_bytes
    assert frame[mask_at : mask_at + 4] == bytes(4)
    [command] = read_commands(frame[mask_at + 4 :], "msgpack")
    assert isinstance(command, Command)
    return command


@pytest.mark.parametrize("body", ["x", "x" * 128, "x" * 8_000])
def test_a_built_send_is_the_command_with_its_own_ref_and_key(body: str) -> None:
    template = SendTemplate(STREAM, KEY, body)
    for ref in (FIRST_REF, FIRST_REF + 1, 2**32 - 1):
        expected = Send(ref=ref, stream=STREAM, key=f"{KEY[:-12]}{ref:012x}", body=body)
        assert read_back(template.build(ref)) == expected


def test_any_command_can_be_framed() -> None:
    assert read_back(frame_command(Pong())) == Pong()


@pytest.mark.parametrize("size", [0, 125, 126, 65_535])
def test_a_frame_has_the_length_that_its_head_says(size: int) -> None:
    frame = frame_message(bytes(size))
    assert frame[1] & 0x80  # a client's frames are masked
    assert int.from_bytes(frame[2:4]) == size if size > 125 else frame[1] & 0x7F == size


def test_a_message_too_long_for_such_a_frame_is_refused() -> None:
    with pytest.raises(OverflowError):
        frame_message(bytes(65_536))


@pytest.mark.parametrize("cut", [1, 2, 3, 5, 1_000])
def test_frames_are_found_wherever_the_bytes_are_cut(cut: int) -> None:
    payloads = [b"", b"a" * 125, b"b" * 126, b"c" * 70_000]
    sent = b"".join(
        Frame(2, payload).serialize(mask=False)  # type: ignore[arg-type] # 2 is Opcode.BINARY
        for payload in payloads
    )
    found, rest = [], b""
    for begin in range(0, len(sent), cut):
        frames, rest = split_frames(rest + sent[begin : begin + cut])
        found += frames
    assert found == [(0x82, payload) for payload in payloads]
    assert rest == b""


def test_the_ref_of_an_ok_is_found_without_decoding() -> None:
    assert find_ok_ref(write_frame(OK, "msgpack")) == OK.ref


@pytest.mark.parametrize(
    "frame",
    [
        Ping(),
        Ok(ref=5),  # not of a send of ours
        Error(ref=FIRST_REF, code="rate_limited", detail="Too fast", retry=True),
    ],
)
def test_no_other_frame_is_taken_for_an_ok(frame: Ping | Ok | Error) -> None:
    assert find_ok_ref(write_frame(frame, "msgpack")) is None


def test_an_event_is_known_by_its_beginning() -> None:
    text = event_json(STREAM, 1, 1, "m", b'{"kind":"message_sent","body":"x"}')
    assert is_event(event_msgpack(text))
    assert not is_event(write_frame(OK, "msgpack"))
