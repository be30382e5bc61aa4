"""Turning what msgspec says of bad input into a :class:`Refusal` that names what came."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from hubbub_protocol.errors import Refusal
from hubbub_protocol.ids import ID_PATTERN, KEY_PATTERN

_PATH: Final = re.compile(r" - at (?P<key>`key` in )?`\$(?P<path>[^`]*)`$")
_NAMED_FIELD: Final = re.compile(r"(?:missing required|unknown) field `(?P<field>.*)`$", re.DOTALL)
_UNKNOWN_VALUE: Final = re.compile(r"Invalid (?:enum )?value '(?P<value>.*)'$", re.DOTALL)
_PLAIN_NAME: Final = re.compile(r"[a-z_]{1,32}")
_LIMIT: Final = re.compile(r"<= (?P<limit>\d+)")
_STEP: Final = re.compile(r"\.(?P<name>[^.\[]+)|\[(?P<index>\d+|\.\.\.)\]")
_PATTERN: Final = re.compile(r"^Expected `str` matching regex '(?P<pattern>.*)'$", re.DOTALL)
_SPELLED: Final = {
    ID_PATTERN: "Expected an id, a UUIDv7 in lower case with hyphens",
    KEY_PATTERN: "Expected a UUID in lower case with hyphens",
}
_LONGEST_NAME: Final = 64
_LONGEST_INTEGER: Final = 64
"""In bits; Python refuses to write very long ones in digits."""


def refusal_of(error: msgspec.ValidationError, raw: object) -> Refusal:
    """Make a ``bad_request`` that names the field, the limit and what came.

    ``raw`` is the input as decoded without types; strings in it are described by their length,
    never repeated, since they may be secrets. Names are: of unknown fields (their first 64
    characters), and plain words where one of a few was expected.
    """
    sentence = str(error)
    path, in_key = "", False
    if found := _PATH.search(sentence):
        path, in_key = found["path"], found["key"] is not None
        sentence = sentence[: found.start()]
    if named := _NAMED_FIELD.search(sentence):
        name = _shortened(named["field"])
        kind = "an unknown field" if "unknown" in sentence else "no field"
        detail = f"There is {kind} `{name}`"
        if kind == "no field":
            detail += ", which is required"
        return Refusal("bad_request", detail, field=f"{_dotted(path)}.{name}".lstrip("."))
    limit = _LIMIT.search(sentence)
    return Refusal(
        "bad_request",
        f"A key of the map: {sentence}" if in_key else _detail(sentence, raw, path),
        field=_dotted(path) or None,
        limit=int(limit["limit"]) if limit else None,
    )


def describe(value: object) -> str:
    """Say what a value is without repeating text that may be secret or endless."""
    if isinstance(value, int) and value.bit_length() > _LONGEST_INTEGER:
        return f"an integer of {value.bit_length():,} bits"
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


def _detail(sentence: str, raw: object, path: str) -> str:
    """Finish what msgspec says with what came."""
    if ", got " in sentence:
        return sentence
    came = describe(_value_at(raw, path))
    if unknown := _UNKNOWN_VALUE.match(sentence):
        value = unknown["value"]
        return f"Unknown value, got {f'`{value}`' if _PLAIN_NAME.fullmatch(value) else came}"
    if spelled := _PATTERN.match(sentence):
        sentence = _SPELLED.get(spelled["pattern"], sentence)
    if path.endswith("[...]"):  # msgspec does not say where in the map
        return f"{sentence}, in {came}"
    return f"{sentence}, got {came}"


def _shortened(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"


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
