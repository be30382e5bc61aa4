"""Bytes that are no lawful WebSocket frames, or never make up a message."""

import random
from contextlib import ExitStack

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode

from hubbub_load.programs.memory import resident_kib
from hubbub_load.programs.served_hub import ServedHub
from hubbub_protocol.errors import CloseCode
from tests.together.bad_input.intruder import Intruder
from tests.together.bad_input.mutations import spoilt
from tests.together.wire import Member

pytestmark = pytest.mark.slow

LIMIT = 131_072
SEND = b'{"t":"typing","stream":"room:01890000-0000-7000-8000-000000000000"}'


def frame(opcode: Opcode, data: bytes = b"", *, final: bool = True) -> bytes:
    return Frame(opcode, data, final).serialize(mask=True)


LAWFUL = (
    frame(Opcode.PING, b"there?")
    + frame(Opcode.TEXT, SEND[:20], final=False)
    + frame(Opcode.PONG)
    + frame(Opcode.CONT, SEND[20:])
    + frame(Opcode.TEXT, SEND)
)


@settings(max_examples=400)
@given(spoilt(LAWFUL), st.booleans())
def test_spoilt_frames_are_refused_by_the_book(
    hub: ServedHub, mallory: Member, data: bytes, greeted: bool
) -> None:
    with Intruder(hub.port, "json", mallory.token if greeted else None) as intruder:
        intruder.throw(data)
        intruder.end()


@settings(max_examples=200)
@given(st.binary(min_size=1, max_size=400))
def test_noise_is_refused_by_the_book(hub: ServedHub, mallory: Member, data: bytes) -> None:
    with Intruder(hub.port, "json", mallory.token) as intruder:
        intruder.throw(data)
        intruder.end()


@pytest.mark.parametrize(
    "data",
    [
        Frame(Opcode.TEXT, SEND).serialize(mask=False),
        b"\xc1\x80\x00\x00\x00\x00",
        b"\x83\x80\x00\x00\x00\x00",
        frame(Opcode.CONT, SEND),
        frame(Opcode.TEXT, b"{", final=False) + frame(Opcode.TEXT, b"}"),
        b"\x89\xfe\x00\x7e\x00\x00\x00\x00" + b"x" * 126,
        frame(Opcode.TEXT, b'"\xff"'),
        frame(Opcode.TEXT, b"{", final=False) + 1_024 * frame(Opcode.CONT, final=False),
        b"\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\x81\xff\x00\x00\x00\x00\x00\x02\x00\x01",
        frame(Opcode.CLOSE, b"\x03"),
        frame(Opcode.CLOSE, b"\x03\xe8\xff"),
        frame(Opcode.CLOSE, b"\x03\xed"),
    ],
    ids=["no mask", "a reserved bit", "an unknown kind", "a continuation of nothing",
         "one in another", "a long ping", "no UTF-8", "too many frames", "8 exbibytes",
         "a byte too long", "half a code", "a reason that is no text", "a code not to be sent"],
)  # fmt: skip
def test_what_websocket_forbids_closes_with_4203(
    hub: ServedHub, mallory: Member, data: bytes
) -> None:
    with Intruder(hub.port, "json", mallory.token) as intruder:
        intruder.throw(data)
        assert intruder.end() == CloseCode.MALFORMED


@pytest.mark.parametrize("code", [1000, 1001, 3000, 4999])
def test_a_lawful_close_is_answered_with_its_own_code(
    hub: ServedHub, mallory: Member, code: int
) -> None:
    with Intruder(hub.port, "json", mallory.token) as intruder:
        intruder.throw(frame(Opcode.CLOSE, code.to_bytes(2, "big") + "für heute".encode()))
        assert intruder.end() == code


def test_messages_that_are_never_finished_cost_no_more_than_their_length(
    hub: ServedHub, mallory: Member
) -> None:
    unfinished = frame(Opcode.TEXT, b"[", final=False)
    unfinished += 500 * frame(Opcode.CONT, b" " * 130, final=False)
    half = b"\x80\xff" + (LIMIT // 2).to_bytes(8, "big") + b"mask" + b"x" * (LIMIT // 2 - 1)
    before = resident_kib(hub.pid)
    with ExitStack() as opened:
        intruders = [
            opened.enter_context(Intruder(hub.port, "json", mallory.token)) for _ in range(60)
        ]
        for intruder in intruders:
            intruder.throw(unfinished + half)
        with Intruder(hub.port, "json", mallory.token) as other:
            assert other.settle() == []
        assert resident_kib(hub.pid) - before < 60 * 4 * LIMIT // 1024


def test_bytes_one_by_one_are_as_good_as_any(hub: ServedHub, mallory: Member) -> None:
    with Intruder(hub.port, "json", mallory.token) as intruder:
        for byte in LAWFUL:
            intruder.throw(bytes([byte]))
        assert len(intruder.settle() or []) == 2, "each `typing` is refused: there is no such room"


def test_a_flood_of_bad_commands_is_answered_to_the_last(hub: ServedHub, mallory: Member) -> None:
    chance = random.Random(7)
    bad = [b'{"t":"dance","ref":%d}' % chance.randrange(1000) for _ in range(2_000)]
    with Intruder(hub.port, "json", mallory.token) as intruder:
        for data in bad:
            intruder.say_bytes(data)
        assert len(intruder.settle() or []) == len(bad)
