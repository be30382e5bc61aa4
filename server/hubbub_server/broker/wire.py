"""What a publication or a whisper looks like on its way between hubs; plain functions on bytes.

Big-endian, one after the other:

===== ============ ===========================================================
bytes part         meaning
===== ============ ===========================================================
1     version      of this form; 1
1     sort         0 a publication, 1 a whisper
8     seq          0 in a whisper
8     epoch        its 16 hexadecimal digits as bytes; zeros in a whisper
8     origin       which hub it comes from
1     class        0 plain, 1 authored, 2 control
1     actor length
n     actor        UTF-8
      event        or the whisper's frame; empty: to be read from the store
===== ============ ===========================================================

The place of the first four never changes in any version, so that hubs of different versions hear
of each other's events while a roll-out lasts. The stream is the channel's, not repeated here.
"""

import hashlib
import struct
from typing import Final

from hubbub_server.broker.publication import Publication, PublicationClass, Whisper

VERSION: Final = 1
MOST_EVENT_BYTES: Final = 64 * 1024
"""A longer event stays at home: its header travels, and the hubs read it from the store."""

_LASTING: Final = struct.Struct(">BBQ8s")
_HEADER: Final = struct.Struct(">BBQ8s8sBB")
_ORIGIN: Final = slice(_LASTING.size, _LASTING.size + 8)
_PUBLICATION: Final = 0
_WHISPER: Final = 1
_NO_EPOCH: Final = bytes(8)
_CLASSES: Final[tuple[PublicationClass, ...]] = ("plain", "authored", "control")
_CLASS_NUMBERS: Final = {name: number for number, name in enumerate(_CLASSES)}
_MOST_ACTOR_BYTES: Final = 255
_MOST_SEQ: Final = 2**53 - 1

MOST_BYTES: Final = _HEADER.size + _MOST_ACTOR_BYTES + MOST_EVENT_BYTES
"""The longest that is ever sent."""


class UnreadableError(ValueError):
    """The bytes are no publication of any version."""


def origin_of(hub_id: str) -> bytes:
    """Return the 8 bytes by which a hub knows its own publications."""
    return hashlib.blake2b(hub_id.encode(), digest_size=8).digest()


def is_echo(payload: bytes, origin: bytes) -> bool:
    """Tell whether a hub published this itself; cheap, as it looks at nothing else."""
    return payload[_ORIGIN] == origin


def pack_publication(publication: Publication, origin: bytes) -> bytes:
    """Return the bytes of a publication; without its event if that is too long."""
    actor = publication.actor.encode()
    event = publication.event
    if len(event) > MOST_EVENT_BYTES or len(actor) > _MOST_ACTOR_BYTES:
        actor, event = b"", b""
    header = _HEADER.pack(
        VERSION,
        _PUBLICATION,
        publication.seq,
        bytes.fromhex(publication.epoch),
        origin,
        _CLASS_NUMBERS[publication.publication_class],
        len(actor),
    )
    return header + actor + event


def pack_whisper(whisper: Whisper, origin: bytes) -> bytes | None:
    """Return the bytes of a whisper; None if it is too long to be carried."""
    actor = whisper.actor.encode()
    if len(whisper.frame) > MOST_EVENT_BYTES or len(actor) > _MOST_ACTOR_BYTES:
        return None
    header = _HEADER.pack(VERSION, _WHISPER, 0, _NO_EPOCH, origin, 0, len(actor))
    return header + actor + whisper.frame


def unpack(stream: str, payload: bytes) -> Publication | Whisper | None:
    """Read what came for a stream; None for what an unknown version says that does not last.

    Of a publication of an unknown version the lasting parts are read, without its event.
    Raises :class:`UnreadableError`.
    """
    try:
        version, sort, seq, epoch, _, number, length = _HEADER.unpack_from(payload)
        if version != VERSION or sort not in (_PUBLICATION, _WHISPER):
            return _unpack_lasting(stream, payload)
        begin = _HEADER.size + length
        if len(payload) < begin:
            raise UnreadableError(f"{len(payload)} bytes, expected at least {begin}")
        actor = payload[_HEADER.size : begin].decode()
        if sort == _WHISPER:
            return Whisper(stream, actor, payload[begin:])
        if not 0 < seq <= _MOST_SEQ:
            raise UnreadableError(f"seq {seq} is out of range")
        return Publication(stream, epoch.hex(), seq, actor, _CLASSES[number], payload[begin:])
    except struct.error:
        return _unpack_lasting(stream, payload)
    except (IndexError, UnicodeDecodeError) as error:
        raise UnreadableError(str(error)) from error


def _unpack_lasting(stream: str, payload: bytes) -> Publication | None:
    try:
        version, sort, seq, epoch = _LASTING.unpack_from(payload)
    except struct.error as error:
        raise UnreadableError(f"{len(payload)} bytes are too few for a header") from error
    if version in (0, VERSION):
        raise UnreadableError(f"no publication of version {version}")
    if sort != _PUBLICATION:
        return None
    if not 0 < seq <= _MOST_SEQ:
        raise UnreadableError(f"seq {seq} is out of range")
    return Publication(stream, epoch.hex(), seq, "", "plain", b"")
