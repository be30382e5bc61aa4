"""Whatever comes as a message gets the documented answer or close, and nobody else notices."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hubbub_load.programs.served_hub import ServedHub
from hubbub_protocol.codec import Encoding
from hubbub_protocol.errors import CloseCode
from hubbub_protocol.frames import Error
from tests.together.bad_input import corpus
from tests.together.bad_input.intruder import Intruder
from tests.together.bad_input.mutations import in_room, spoilt_bytes, spoilt_commands
from tests.together.wire import Member

pytestmark = pytest.mark.slow

ENCODINGS: list[Encoding] = ["json", "msgpack"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_spoilt_commands_are_refused_by_the_book(
    hub: ServedHub, mallory: Member, room: str, encoding: Encoding
) -> None:
    @settings(max_examples=250)
    @given(spoilt_commands())
    def try_out(command: object) -> None:
        with Intruder(hub.port, encoding, mallory.token) as intruder:
            intruder.say(in_room(command, room))
            intruder.settle()

    try_out()


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_spoilt_bytes_are_refused_by_the_book(
    hub: ServedHub, mallory: Member, encoding: Encoding
) -> None:
    @settings(max_examples=250)
    @given(spoilt_bytes(encoding))
    def try_out(data: bytes) -> None:
        with Intruder(hub.port, encoding, mallory.token) as intruder:
            intruder.say_bytes(data)
            intruder.settle()

    try_out()


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_what_comes_before_hello_is_refused_by_the_book(
    hub: ServedHub, room: str, encoding: Encoding
) -> None:
    @settings(max_examples=100)
    @given(st.lists(spoilt_commands(), min_size=1, max_size=3))
    def try_out(commands: list[object]) -> None:
        with Intruder(hub.port, encoding) as intruder:
            for command in commands:
                intruder.say(in_room(command, room))
            assert intruder.settle() is None, "nobody was recognised"

    try_out()


@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        *(pytest.param("json", data, id=f"JSON: {what}") for what, data in corpus.JSON.items()),
        *(
            pytest.param("msgpack", data, id=f"MessagePack: {what}")
            for what, data in corpus.MSGPACK.items()
        ),
    ],
)
def test_what_is_no_command_closes_with_4203(
    hub: ServedHub, mallory: Member, encoding: Encoding, data: bytes
) -> None:
    with Intruder(hub.port, encoding, mallory.token) as intruder:
        intruder.say_bytes(data)
        assert intruder.end() == CloseCode.MALFORMED


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("depth", [100, 900, 1_100, 20_000])
def test_a_command_that_is_nested_deeply_is_refused_or_closes(
    hub: ServedHub, mallory: Member, encoding: Encoding, depth: int
) -> None:
    inner = b"[" * depth + b"]" * depth if encoding == "json" else b"\x91" * depth + b"\xc0"
    begin = b'{"t":"typing","stream":' if encoding == "json" else b"\x82\xa1t\xa6typing\xa6stream"
    with Intruder(hub.port, encoding, mallory.token) as intruder:
        intruder.say_bytes(begin + inner + (b"}" if encoding == "json" else b""))
        answers = intruder.settle()
        assert answers is None or isinstance(answers[0], Error)
