"""The bytes on the wire: built once per event and encoding, shared by all sockets."""

from hubbub_protocol.codec import Encoding, write_frame
from hubbub_protocol.frames import Frame


def frame_bytes(payload: bytes, encoding: Encoding) -> bytes:
    """Put an unmasked WebSocket frame (RFC 6455, section 5.2) around a message."""
    first = 0x81 if encoding == "json" else 0x82
    size = len(payload)
    if size < 126:
        return bytes((first, size)) + payload
    if size < 65_536:
        return bytes((first, 126)) + size.to_bytes(2, "big") + payload
    return bytes((first, 127)) + size.to_bytes(8, "big") + payload


def built(frame: Frame, encoding: Encoding) -> bytes:
    """Return a frame of the protocol as bytes for a socket."""
    return frame_bytes(write_frame(frame, encoding), encoding)
