"""Identifiers: UUIDv7 strings (RFC 9562), so that ids made later sort later."""

import re
from typing import Annotated, Final

import msgspec

ID_PATTERN: Final = r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
KEY_PATTERN: Final = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"

# In Python a pattern's `$` also matches before a final newline: the length shuts that out.
Id = Annotated[
    str,
    msgspec.Meta(pattern=ID_PATTERN, max_length=36, description="UUIDv7, lower case, with hyphens"),
]
"""The id of a member, room, message or sign-in."""

Key = Annotated[
    str, msgspec.Meta(pattern=KEY_PATTERN, max_length=36, description="any UUID, lower case")
]
"""What makes a write happen once: the client chooses it, and repeats it with every retry."""

_ID = re.compile(ID_PATTERN)
_KEY = re.compile(KEY_PATTERN)


def make_id(now_us: int, random_bits: int) -> str:
    """Make a UUIDv7 from the time in microseconds and at least 74 random bits."""
    milliseconds = (now_us // 1000) & ((1 << 48) - 1)
    high = (milliseconds << 16) | 0x7000 | (random_bits & 0xFFF)
    low = (0b10 << 62) | ((random_bits >> 12) & ((1 << 62) - 1))
    digits = f"{(high << 64) | low:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def is_id(text: str) -> bool:
    """Whether the text is a UUIDv7 in the one spelling that Hubbub uses."""
    return _ID.fullmatch(text) is not None


def is_key(text: str) -> bool:
    """Whether the text is a UUID of any version in lower case."""
    return _KEY.fullmatch(text) is not None
