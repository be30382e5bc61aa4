"""Bytes to commands, frames and events, and back: nothing is lost, and no bytes make it raise."""

import json
from typing import get_args

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hubbub_protocol.codec import (
    BadCommand,
    Encoding,
    Malformed,
    event_json,
    event_msgpack,
    read_commands,
    read_frame,
    read_payload,
    write_command,
    write_frame,
    write_payload,
)
from hubbub_protocol.commands import (
    ClientInfo,
    Command,
    Delete,
    Edit,
    Hello,
    History,
    MarkRead,
    Pong,
    Presence,
    React,
    Send,
    StreamFrom,
    Subscribe,
)
from hubbub_protocol.events import (
    KINDS,
    Event,
    MemberJoined,
    MessageEdited,
    MessageSent,
    Payload,
    RoomCreated,
    UnknownEvent,
)
from hubbub_protocol.frames import (
    Drain,
    Ephemeral,
    Error,
    Frame,
    Ok,
    Present,
    Reset,
    Skip,
    Subscribed,
)
from hubbub_protocol.ids import make_id
from hubbub_protocol.presence import PresenceCounts
from hubbub_protocol.rooms import Purpose
from hubbub_protocol.streams import MAX_INTEGER

ENCODINGS: tuple[Encoding, ...] = get_args(Encoding)
KEY = "00000000-0000-4000-8000-000000000000"
ROOM = f"room:{make_id(1, 1)}"

refs = st.integers(0, MAX_INTEGER)
targets = st.integers(1, MAX_INTEGER)
streams = st.text(min_size=1, max_size=64)
keys = st.uuids().map(str)
ids = st.builds(make_id, st.integers(0, 2**50), st.integers(0, 2**74))

commands: st.SearchStrategy[Command] = st.one_of(
    st.builds(
        Hello,
        device=st.text(min_size=1, max_size=64),
        client=st.builds(ClientInfo, st.text(max_size=64), st.text(max_size=32)),
        token=st.none() | st.text(max_size=256),
        resume=st.dictionaries(streams, refs, max_size=3),
        epoch=st.none() | st.text("0123456789abcdef", min_size=16, max_size=16),
    ),
    st.builds(
        Subscribe,
        ref=refs,
        streams=st.lists(
            st.builds(StreamFrom, streams) | st.builds(StreamFrom, streams, refs),
            min_size=1,
            max_size=4,
        ),
    ),
    st.builds(Send, ref=refs, stream=streams, key=keys, body=st.text(),
              reply_to=st.none() | targets),
    st.builds(Edit, ref=refs, stream=streams, key=keys, target=targets, body=st.text()),
    st.builds(Delete, ref=refs, stream=streams, key=keys, target=targets),
    st.builds(React, ref=refs, stream=streams, key=keys, target=targets, emoji=st.text()),
    st.builds(MarkRead, stream=streams, seq=refs),
    st.builds(History, ref=refs, stream=streams, limit=st.integers(1, 200)),
    st.builds(Presence, state=st.sampled_from(["active", "away"])),
    st.builds(Pong),
)  # fmt: skip

payloads: st.SearchStrategy[Payload] = st.one_of(
    st.builds(MessageSent, id=ids, body=st.text(), reply_to=st.none() | targets,
              mentions=st.lists(ids, max_size=3).map(tuple), deleted=st.booleans()),
    st.builds(MessageEdited, target=targets, body=st.text()),
    st.builds(MemberJoined, member=ids),
    st.builds(RoomCreated, name=st.text(), access=st.just("open"), look=st.booleans(),
              purpose=st.builds(Purpose, statement=st.text(), kind=st.just("hobby"))),
)  # fmt: skip

frames: st.SearchStrategy[Frame] = st.one_of(
    st.builds(Ok, ref=refs, seq=st.none() | refs, duplicate=st.booleans()),
    st.builds(Skip, stream=streams, seq=refs),
    st.builds(Subscribed, ref=refs, stream=streams, head=refs, after=refs,
              mode=st.sampled_from(["live", "replay"]), read=refs),
    st.builds(Reset, epoch=st.text(), head=refs, stream=st.none() | streams),
    st.builds(Ephemeral, stream=streams, kind=st.just("typing"), member=st.none() | ids),
    st.builds(Error, ref=st.none() | refs, code=st.just("conflict"), detail=st.text(),
              retry=st.booleans(), after_ms=st.none() | refs),
    st.builds(Present, stream=streams, whole=st.booleans(),
              active=st.lists(ids, max_size=3).map(tuple),
              gone=st.lists(ids, max_size=3).map(tuple),
              counts=st.none() | st.builds(PresenceCounts, active=refs, away=refs)),
    st.builds(Drain, after_ms=refs),
)  # fmt: skip

json_like = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["t", "ref", "stream", "seq", "kind", "key", "streams", "to"])
            | st.text(max_size=8),
            inner | st.sampled_from(["send", "event", "message_sent", "subscribe", "ok", "skip"]),
            max_size=4,
        )
    ),
    max_leaves=6,
)


def pack(raw: object, encoding: Encoding) -> bytes:
    """Encode anything, also what is no command."""
    if encoding == "json":
        return json.dumps(raw).encode()
    return msgspec.msgpack.encode(raw)


# There and back


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(command=commands)
def test_a_command_comes_out_as_it_went_in(encoding: Encoding, command: Command) -> None:
    assert read_commands(write_command(command, encoding), encoding) == [command]


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(frame=frames)
def test_a_frame_comes_out_as_it_went_in(encoding: Encoding, frame: Frame) -> None:
    assert read_frame(write_frame(frame, encoding), encoding) == frame


@given(payload=payloads, seq=targets, at=refs)
def test_an_event_comes_out_of_both_encodings_as_it_went_in(
    payload: Payload, seq: int, at: int
) -> None:
    text = event_json(ROOM, seq, at, KEY, write_payload(payload))
    event = Event(ROOM, seq, at, KEY, payload)
    assert read_frame(text, "json") == event
    assert read_frame(event_msgpack(text), "msgpack") == event


@given(payload=payloads)
def test_what_is_stored_is_read_as_it_was_written(payload: Payload) -> None:
    assert read_payload(write_payload(payload)) == payload


# Lists of commands


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_list_is_read_in_order(encoding: Encoding) -> None:
    data = pack([{"t": "pong"}, {"t": "typing", "stream": ROOM}], encoding)
    assert [type(each).__name__ for each in read_commands(data, encoding)] == ["Pong", "Typing"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("length", [0, 33])
def test_a_list_of_none_or_of_more_than_32_is_malformed(encoding: Encoding, length: int) -> None:
    with pytest.raises(Malformed, match=f"a list of 1 to 32 commands, got {length}"):
        read_commands(pack([{"t": "pong"}] * length, encoding), encoding)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("item", [7, None, "pong", [{"t": "pong"}]])
def test_a_list_of_anything_but_maps_is_malformed(encoding: Encoding, item: object) -> None:
    with pytest.raises(Malformed, match="a list of maps"):
        read_commands(pack([{"t": "pong"}, item], encoding), encoding)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_one_bad_command_leaves_its_neighbours_alone(encoding: Encoding) -> None:
    found = read_commands(pack([{"t": "pong"}, {"t": "fly", "ref": 3}], encoding), encoding)
    assert found[0] == Pong()
    assert isinstance(found[1], BadCommand)
    assert found[1].ref == 3


# Bad commands


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(
    ("change", "field", "ref"),
    [
        ({"extra": 1}, "extra", 5),
        ({"t": "fly"}, "t", 5),
        ({"key": KEY + "\n"}, "key", 5),
        ({"key": KEY.upper()[:-1] + "A"}, "key", 5),
        ({"body": 7}, "body", 5),
        ({"body": None}, "body", 5),
        ({"stream": ""}, "stream", 5),
        ({"stream": "x" * 65}, "stream", 5),
        ({"reply_to": 0}, "reply_to", 5),
        ({"reply_to": MAX_INTEGER + 1}, "reply_to", 5),
        ({"ref": -1}, "ref", None),
        ({"ref": MAX_INTEGER + 1}, "ref", None),
        ({"ref": True}, "ref", None),
        ({"ref": 1.0}, "ref", None),
    ],
)
def test_a_bad_command_is_refused_with_the_name_of_its_field_and_its_ref(
    encoding: Encoding, change: dict[str, object], field: str, ref: int | None
) -> None:
    raw = {"t": "send", "ref": 5, "stream": ROOM, "key": KEY, "body": "hello", **change}
    (found,) = read_commands(pack(raw, encoding), encoding)
    assert isinstance(found, BadCommand)
    assert (found.refusal.field, found.ref) == (field, ref)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b"", "json"),
        (b"", "msgpack"),
        (b"{", "json"),
        (b'{"t":"pong"} {}', "json"),
        (b"\xef\xbb\xbf{}", "json"),
        (b'{"t":"send","body":"\\ud800"}', "json"),
        (b'{"t":"\xff"}', "json"),
        (b'{"t":' + b"[" * 100_000, "json"),
        (b"5", "json"),
        (b"\xc1", "msgpack"),
        (b"\x81\xa1t", "msgpack"),
        (b"\x80\x80", "msgpack"),
        (b"\x81\x01\x01", "msgpack"),
        (b"\x81\xa1t\xa1\xff", "msgpack"),
        (b"\xdd\xff\xff\xff\xff", "msgpack"),
        (b"\x91" * 100_000, "msgpack"),
    ],
)
def test_what_is_no_map_is_malformed(data: bytes, encoding: Encoding) -> None:
    with pytest.raises(Malformed, match=r"\w"):
        read_commands(data, encoding)


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(data=st.binary(max_size=100))
def test_no_bytes_make_reading_commands_raise_anything_else(
    encoding: Encoding, data: bytes
) -> None:
    try:
        read_commands(data, encoding)
    except Malformed:
        pass


@pytest.mark.parametrize("encoding", ENCODINGS)
@settings(max_examples=50)
@given(raw=json_like)
def test_whatever_is_refused_can_be_answered(encoding: Encoding, raw: object) -> None:
    try:
        found = read_commands(pack(raw, encoding), encoding)
    except Malformed:
        return
    for each in found:
        if isinstance(each, BadCommand):
            refusal = each.refusal
            answer = Error(
                ref=each.ref,
                code=refusal.code,
                detail=refusal.detail,
                retry=refusal.retry,
                field=refusal.field,
            )
            assert read_frame(write_frame(answer, encoding), encoding) == answer


# Frames


@pytest.mark.parametrize("encoding", ENCODINGS)
@settings(max_examples=50)
@given(raw=json_like)
def test_no_frame_makes_reading_it_raise_anything_else(encoding: Encoding, raw: object) -> None:
    try:
        read_frame(pack(raw, encoding), encoding)
    except Malformed:
        pass


@pytest.mark.parametrize("kind", [[], {}, 5, None, True])
def test_an_event_whose_kind_is_no_text_is_malformed(kind: object) -> None:
    raw = {"t": "event", "stream": ROOM, "seq": 1, "at": 1, "actor": "", "kind": kind}
    with pytest.raises(Malformed):
        read_frame(pack(raw, "msgpack"), "msgpack")


def test_an_event_of_an_unknown_kind_is_read_with_its_place() -> None:
    raw = {"t": "event", "stream": ROOM, "seq": 7, "at": 1, "actor": "", "kind": "later", "x": 1}
    assert read_frame(pack(raw, "json"), "json") == UnknownEvent(ROOM, 7, "later", 1, "")


def test_an_unknown_frame_is_nothing() -> None:
    assert read_frame(b'{"t":"later","ref":1}', "json") is None


def test_a_known_event_may_carry_fields_that_are_not_known() -> None:
    raw = {"t": "event", "stream": ROOM, "seq": 1, "at": 1, "actor": "", "kind": "room_archived",
           "later": 1}  # fmt: skip
    assert isinstance(read_frame(pack(raw, "json"), "json"), Event)


def test_no_kind_of_event_has_a_field_that_every_event_has() -> None:
    envelope = {"t", "kind", *Event.__struct_fields__}
    for kind in get_args(Payload):
        assert envelope.isdisjoint(kind.__struct_fields__), kind


def test_every_kind_of_event_is_told_apart_by_its_name() -> None:
    assert len(set(KINDS)) == len(KINDS) == len(get_args(Payload))
    assert all(msgspec.inspect.type_info(each) for each in get_args(Payload))
