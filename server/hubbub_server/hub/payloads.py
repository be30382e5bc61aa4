"""What an event says, as far as this version knows its kind: a newer hub may write beside it."""

import msgspec

from hubbub_protocol.codec import read_payload
from hubbub_protocol.events import KINDS, Payload


class _Kind(msgspec.Struct, frozen=True):
    kind: str


def find_payload(stored: bytes) -> Payload | None:
    """Read the fields of an event from its JSON; None for a kind that this version does not know.

    Raises :class:`msgspec.ValidationError` where a known kind has other fields.
    """
    try:
        return read_payload(stored)
    except msgspec.ValidationError:
        if kind_in(stored) in KINDS:
            raise
        return None


def kind_in(stored: bytes) -> str:
    """Return the kind of an event from its JSON."""
    return msgspec.json.decode(stored, type=_Kind).kind
