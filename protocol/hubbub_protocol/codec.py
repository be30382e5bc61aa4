"""Bytes to commands, frames and events, and back, in both encodings.

The JSON text of an event is made once, from what is stored, by :func:`event_json`; its MessagePack
form is made from that text. So a live event and its replay are equal byte for byte.
"""

from dataclasses import dataclass
from typing import Final, Literal

import msgpack
import msgspec

from hubbub_protocol.checks import refusal_of
from hubbub_protocol.commands import Command
from hubbub_protocol.errors import Refusal
from hubbub_protocol.events import KINDS, Event, Payload, UnknownEvent
from hubbub_protocol.frames import Frame
from hubbub_protocol.limits import MAX_COMMANDS_PER_FRAME
from hubbub_protocol.streams import MAX_INTEGER

Encoding = Literal["json", "msgpack"]

SUBPROTOCOLS: Final[dict[str, Encoding]] = {
    "hubbub.v1.msgpack": "msgpack",
    "hubbub.v1.json": "json",
}
"""The WebSocket subprotocols, and the encoding that each stands for."""

Heard = Frame | Event | UnknownEvent | None
"""What a hub may have said; None: something of a later version."""

_KINDS: Final = frozenset(KINDS)
_json: Final = msgspec.json.Encoder()
_command_from_json: Final = msgspec.json.Decoder(Command)
_payload_from_json: Final[msgspec.json.Decoder[Payload]] = msgspec.json.Decoder(Payload)


class Malformed(Exception):
    """The bytes are not a map, or a short list of maps, in the encoding agreed on."""


@dataclass(frozen=True, slots=True)
class BadCommand:
    """A map that is no command, with the ``ref`` to answer to where it had one."""

    ref: int | None
    refusal: Refusal


def read_commands(data: bytes, encoding: Encoding) -> list[Command | BadCommand]:
    """Read what a client sent: one command, or a list of at most 32.

    Raises :class:`Malformed` where nothing can be answered.
    """
    if encoding == "json" and data[:1] == b"{":
        try:  # the ordinary case, straight to the command
            return [_command_from_json.decode(data)]
        except (msgspec.ValidationError, RecursionError):
            pass  # decoded once more below, to say what came
        except (msgspec.DecodeError, ValueError) as error:
            raise Malformed(str(error)) from error
    raw = _read_raw(data, encoding)
    if isinstance(raw, dict):
        return [_read_command(raw)]
    if not isinstance(raw, list):
        raise Malformed(f"a map or a list of maps, got {type(raw).__name__}")
    if not 0 < len(raw) <= MAX_COMMANDS_PER_FRAME:
        raise Malformed(f"a list of 1 to {MAX_COMMANDS_PER_FRAME} commands, got {len(raw)}")
    for item in raw:
        if not isinstance(item, dict):
            raise Malformed(f"a list of maps, got {type(item).__name__} in it")
    return [_read_command(item) for item in raw]


def write_command(command: Command, encoding: Encoding) -> bytes:
    """Write a command as a client sends it."""
    return _write(command, encoding)


def write_frame(frame: Frame, encoding: Encoding) -> bytes:
    """Write any frame but an event."""
    return _write(frame, encoding)


def read_frame(data: bytes, encoding: Encoding) -> Heard:
    """Read what a hub sent; None for a ``t`` that this version does not know.

    Raises :class:`Malformed` where it is no frame at all.
    """
    raw = _read_raw(data, encoding)
    if not isinstance(raw, dict) or not isinstance(raw.get("t"), str):
        raise Malformed("a map with `t`")
    try:
        if raw["t"] == "event":
            return _event_of(raw)
        kind = _FRAMES.get(raw["t"])
        return None if kind is None else msgspec.convert(raw, kind)
    except msgspec.ValidationError as error:
        raise Malformed(str(error)) from error


def write_payload(payload: Payload) -> bytes:
    """Write an event's own fields as the JSON object that is stored."""
    return _json.encode(payload)


def read_payload(stored: bytes | str) -> Payload:
    """Read an event's own fields from the JSON object that is stored."""
    return _payload_from_json.decode(stored)


def event_json(stream: str, seq: int, at: int, actor: str, payload: bytes) -> bytes:
    """Build the JSON text of an event from what is stored: the one place that does."""
    return b'{"t":"event","stream":"%b","seq":%d,"at":%d,"actor":"%b",%b' % (
        stream.encode(),
        seq,
        at,
        actor.encode(),
        payload[1:],
    )


def event_msgpack(event_text: bytes) -> bytes:
    """Build the MessagePack form of an event from its JSON text."""
    packed: bytes = msgpack.packb(msgspec.json.decode(event_text))
    return packed


def _write(message: Command | Frame, encoding: Encoding) -> bytes:
    if encoding == "json":
        return _json.encode(message)
    packed: bytes = msgpack.packb(msgspec.to_builtins(message))
    return packed


def _read_raw(data: bytes, encoding: Encoding) -> object:
    try:
        if encoding == "json":
            return msgspec.json.decode(data)
        unpacked: object = msgpack.unpackb(data)
        return unpacked
    except (ValueError, RecursionError, msgpack.exceptions.UnpackException) as error:
        raise Malformed(str(error) or "nested too deeply") from error


def _read_command(raw: dict[str, object]) -> Command | BadCommand:
    try:
        tag = raw.get("t")
        kind = _COMMANDS.get(tag) if isinstance(tag, str) else None
        # To its own type: finding it in the union takes msgspec twenty times as long.
        command: Command = msgspec.convert(raw, Command if kind is None else kind)
        return command
    except (msgspec.ValidationError, RecursionError) as error:
        ref = raw.get("ref")
        to = ref if type(ref) is int and 0 <= ref <= MAX_INTEGER else None
        refusal = (
            refusal_of(error, raw)
            if isinstance(error, msgspec.ValidationError)
            else Refusal("bad_request", "The command is nested too deeply")
        )
        return BadCommand(to, refusal)


def _event_of(raw: dict[str, object]) -> Event | UnknownEvent:
    kind = raw.get("kind")
    if not isinstance(kind, str) or kind not in _KINDS:
        return msgspec.convert(raw, UnknownEvent)
    return msgspec.convert({**raw, "payload": raw}, Event)


_COMMANDS: Final[dict[str, type[Command]]] = {
    str(command.__struct_config__.tag): command for command in Command.__args__
}
_FRAMES: Final[dict[str, type[Frame]]] = {
    str(frame.__struct_config__.tag): frame for frame in Frame.__args__
}
