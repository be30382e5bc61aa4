"""What may come in place of a command: the protocol's own vectors, spoilt in every way."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Final

from hypothesis import strategies as st

VECTORS: Final = Path(__file__).parents[3] / "protocol/vectors/commands.json"
ROOM: Final = "room:01a0c450-6c00-7003-8000-000030000000"
"""The room of the vectors."""

Map = dict[str, object]

SCALARS: Final = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**64 - 1),
    st.sampled_from([0, -1, 2**53 - 1, 2**53, 0.5, -0.0, 1e308]),
    st.text(max_size=20),
    st.sampled_from(["", " ", "\0", "x" * 9_000, "\ud7ff\ue000", "👋🏽" * 700, "../..", "control"]),
)
VALUES: Final = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
"""Anything that both encodings can say."""


def read_vectors() -> list[Map]:
    """Return the command of each vector."""
    return [vector["value"] for vector in json.loads(VECTORS.read_text(encoding="utf-8"))]


def in_room(value: object, room: str) -> object:
    """Put a room in the place of that of the vectors, wherever it is named."""
    match value:
        case str():
            return value.replace(ROOM, room)
        case list():
            return [in_room(item, room) for item in value]
        case dict():
            return {in_room(name, room): in_room(item, room) for name, item in value.items()}
        case _:
            return value


@st.composite
def spoilt_commands(draw: st.DrawFn) -> object:
    """Draw a command of which something is missing, too much, or of another kind."""
    command = deepcopy(draw(st.sampled_from(read_vectors())))
    for _ in range(draw(st.integers(1, 3))):
        name = draw(st.sampled_from([*command, "t", "ref", "surplus"]))
        if draw(st.booleans()):
            command[name] = draw(VALUES)
        else:
            command.pop(name, None)
    if draw(st.integers(0, 4)) == 0:
        return draw(st.lists(st.just(command) | VALUES, max_size=40))
    return command


@st.composite
def spoilt_bytes(draw: st.DrawFn, encoding: str) -> bytes:
    """Draw the bytes of a vector, cut, turned over, doubled or with something in between."""
    vector = draw(st.sampled_from(json.loads(VECTORS.read_text(encoding="utf-8"))))
    data = vector["json"].encode() if encoding == "json" else bytes.fromhex(vector["msgpack"])
    return draw(spoilt(data))


@st.composite
def spoilt(draw: st.DrawFn, data: bytes) -> bytes:
    """Draw some bytes, spoilt in up to four places."""
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(data)))
        match draw(st.sampled_from(["cut", "drop", "put", "turn", "double"])):
            case "cut":
                data = data[:place]
            case "drop":
                data = data[:place] + data[place + draw(st.integers(1, 8)) :]
            case "put":
                data = data[:place] + draw(st.binary(min_size=1, max_size=8)) + data[place:]
            case "turn":
                data = data[:place] + draw(st.binary(min_size=1, max_size=2)) + data[place + 1 :]
            case _:
                data = data[:place] + data[max(0, place - 20) :]
    return data
