"""Turning what msgspec says of bad input into a :class:`Refusal` that names what came."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from hubbub_protocol.errors import Refusal

_PATH: Final = re.compile(r" - at `(?:key in )?\$(?P<path>[^`]*)`$")
_NAMED_FIELD: Final = re.compile(r"(?:missing required|unknown) field `(?P<field>[^`]*)`")
_LIMIT: Final = re.compile(r"<= (?P<limit>\d+)")
_STEP: Final = re.compile(r"\.(?P<name>[^.\[]+)|\[(?P<index>\d+|\.\.\.)\]")


def refusal_of(error: msgspec.ValidationError, raw: object) -> Refusal:
    """Make a ``bad_request`` that names the field, the limit and what came.

    ``raw`` is the input as decoded without types; strings in it are described by their length,
    never repeated, since they may be secrets.
    """
    sentence = str(error)
    path = ""
    found = _PATH.search(sentence)
    if found:
        path = found["path"]
        sentence = sentence[: found.start()]
    named = _NAMED_FIELD.search(sentence)
    limit = _LIMIT.search(sentence)
    if named:
        field = f"{_dotted(path)}.{named['field']}".lstrip(".")
        detail = sentence.replace("Object contains", "There is an").replace(
            "Object", "The input is"
        )
    else:
        field = _dotted(path)
        came = describe(_value_at(raw, path))
        detail = sentence if ", got " in sentence else f"{sentence}, got {came}"
    return Refusal(
        "bad_request",
        detail,
        field=field or None,
        limit=int(limit["limit"]) if limit else None,
    )


def describe(value: object) -> str:
    """Say what a value is without repeating text that may be secret or endless."""
    if value is None or isinstance(value, bool | int | float):
        return f"`{value}`"
    if isinstance(value, str):
        return f"{len(value):,} characters"
    if isinstance(value, bytes):
        return f"{len(value):,} bytes"
    if isinstance(value, Mapping):
        return f"a map of {len(value):,}"
    if isinstance(value, Sequence):
        return f"a list of {len(value):,}"
    return type(value).__name__


def _dotted(path: str) -> str:
    return path.replace("[...]", "").lstrip(".")


def _value_at(raw: object, path: str) -> object:
    for step in _STEP.finditer(path):
        if step["name"] is not None and isinstance(raw, Mapping):
            raw = raw.get(step["name"])
        elif step["index"] not in (None, "...") and isinstance(raw, Sequence):
            raw = raw[int(step["index"])]
        else:
            return raw
    return raw
