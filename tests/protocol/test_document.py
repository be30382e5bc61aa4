"""What the normative text says is what the types are, and what the hub does: in both directions.

The schema in the repository is compared with the types by `test_schema.py`.
"""

import inspect
import re
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import get_args

import msgspec
import pytest

from hubbub_protocol import client_return, client_session, commands, events, frames, limits
from hubbub_protocol.client_session import Phase
from hubbub_protocol.client_subscriptions import StreamPhase
from hubbub_protocol.codec import SUBPROTOCOLS
from hubbub_protocol.errors import HTTP_STATUS, RETRYABLE, CloseCode, ErrorCode, close_verdict
from hubbub_protocol.messages import MessagePage
from hubbub_protocol.presence import PresenceCounts
from hubbub_server.actions import history
from hubbub_server.hub import freshness, presence
from hubbub_server.ws import admission, held_sends
from hubbub_server.ws.frames import MOST_PARTS
from hubbub_server.ws.hello import FEATURES
from tests.protocol.document import Document, names_in, numbers, read_document

ENVELOPE = {"stream": False, "seq": False, "kind": False, "at": False, "actor": False}
NOT_OURS = {CloseCode.GOING_AWAY}
"""Sent by what stands between hub and client."""


@pytest.fixture
def document(root: Path) -> Document:
    return read_document(root)


@pytest.fixture
def server(root: Path) -> str:
    """The source of the hub."""
    files = sorted((root / "server/hubbub_server").rglob("*.py"))
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def described(types: Iterable[type[msgspec.Struct]]) -> dict[str, dict[str, bool]]:
    """Return the fields of each type by its tag, and whether each may be absent."""
    return {
        str(each.__struct_config__.tag): {
            field.encode_name: not field.required for field in msgspec.structs.fields(each)
        }
        for each in types
    }


def tagged_in(module: ModuleType) -> set[type[msgspec.Struct]]:
    """Return all types of a module that have a tag of their own."""
    return {
        each
        for _, each in inspect.getmembers(module, inspect.isclass)
        if issubclass(each, msgspec.Struct)
        and each.__module__ == module.__name__
        and each.__struct_config__.tag
        and not each.__name__.startswith("_")
    }


def test_every_command_and_its_fields(document: Document) -> None:
    text = document.fields("`t`", after="### Client to hub")
    assert text == described(get_args(commands.Command))


def test_every_frame_and_its_fields(document: Document) -> None:
    text = document.fields("`t`", after="### Hub to client")
    assert text.pop("event") == ENVELOPE
    assert text == described(get_args(frames.Frame))


@pytest.mark.parametrize(
    ("after", "payloads"),
    [
        ("Events of a room:", events.RoomPayload),
        ("Events of a direct channel:", events.DirectPayload),
        ("Events of an inbox:", events.InboxPayload),
    ],
)
def test_every_kind_of_event_and_its_fields(
    document: Document, after: str, payloads: object
) -> None:
    assert document.fields("`kind`", after) == described(get_args(payloads))


@pytest.mark.parametrize(
    ("field", "frame", "part"),
    [
        ("streams", "welcome", frames.StreamState),
        ("counts", "present", PresenceCounts),
        ("page", "messages", MessagePage),
    ],
)
def test_the_fields_within_a_field(
    document: Document, field: str, frame: str, part: type[msgspec.Struct]
) -> None:
    rows = document.table("`t`", after="### Hub to client")
    (cell,) = [cells[1] for cells in rows if names_in(cells[0]) == [frame]]
    nested = re.search(rf"`{field}`\??\s*\[?\{{([^}}]*)\}}", cell)
    assert nested is not None
    assert set(names_in(nested[1])) == {each.name for each in msgspec.structs.fields(part)}


def test_no_command_frame_or_event_is_defined_beside_the_protocol() -> None:
    assert tagged_in(commands) == set(get_args(commands.Command))
    assert tagged_in(frames) == set(get_args(frames.Frame))
    groups = (events.RoomPayload, events.DirectPayload, events.InboxPayload)
    of_clients = {payload for group in groups for payload in get_args(group)}
    assert tagged_in(events) == of_clients | set(get_args(events.ControlPayload))


def test_every_default_that_may_be_absent(document: Document) -> None:
    words = {
        "None": "null",
        "False": "false",
        "0": "zero",
        "()": "empty",
        "''": "empty",
        "'member'": "for a role `member`",
        "UNSET": None,
    }
    groups = (frames.Frame, events.RoomPayload, events.DirectPayload, events.InboxPayload)
    defaults = {
        repr(field.default)
        for each in {kind for group in groups for kind in get_args(group)}
        for field in msgspec.structs.fields(each)
        if field.default is not msgspec.NODEFAULT
    }
    said = re.search(r"that has its default value \((.+)\) may be absent", document.text)
    assert said is not None
    assert {words[default] for default in defaults} - {None} == set(said[1].split(", "))


def test_every_ephemeral(document: Document) -> None:
    paragraph = document.text[document.text.index("**Ephemerals**") :].split("\n")[0]
    kinds = msgspec.structs.fields(frames.Ephemeral)[1].type
    assert set(re.findall(r"`([a-z]+)` \(", paragraph)) == set(get_args(kinds))


def test_every_close_code_and_what_a_client_does_then(document: Document) -> None:
    verdicts = {
        "resume": "resume",
        "back_off": "back off, resume",
        "sign_in": "new token",
        "stop": "stop",
    }
    rows = document.table("code", after="## Close codes")
    text = {(int(row[0]), names_in(row[1])[0], row[3]) for row in rows}
    assert text == {
        (code.value, code.name.lower(), verdicts[close_verdict(code)]) for code in CloseCode
    }


def test_how_long_a_client_waits_at_most(document: Document) -> None:
    rule = f"between 0 and min(*W*, {client_return.FIRST_WAIT_S} s × 2^attempt)"
    assert rule in document.text
    at_first, later = client_return.LONGEST_WAIT_AT_FIRST_S, client_return.LONGEST_WAIT_S
    assert f"*W* is {at_first:.0f} s in the first minute" in document.text
    assert f"and {later:.0f} s from then on" in document.text
    assert client_return.AT_FIRST_S == 60


@pytest.mark.parametrize(
    "words",
    [
        f"in more than {MOST_PARTS:,} frames",
        (
            f"in more than {held_sends._MOST:,} streams, or more than {held_sends._MOST:,} in one,"
            f" is closed with {CloseCode.ABUSE.value}"
        ),
        f"until that key comes again or {held_sends._HOLD_S:.0f} seconds have passed",
        f"come to more than about {history._PAGE_BYTES // 1024} KiB",
        (
            f"None for `ping_ms` + {client_session.SILENCE_S:.0f} s, or no `welcome` within"
            f" {client_session.WELCOME_S:.0f} s"
        ),
        (
            f"once a session was live for {client_return.STEADY_S['resume']:.0f} s"
            f" ({client_return.STEADY_S['back_off']:.0f} s before a close that says back off)"
        ),
        f"at most every {presence.BEAT_S:.0f} s",
        (
            f"spread over {admission._SOONEST_MS // 1000}"
            f" to {(admission._SOONEST_MS + admission._SPREAD_MS) // 1000} s"
        ),
        f"and within {freshness.FRESH_S:.0f} s at worst",
    ],
)
def test_numbers_between_the_tables(document: Document, words: str) -> None:
    assert words in document.text


def test_every_error_code_its_status_and_whether_to_retry(document: Document) -> None:
    rows = document.table("`code`", after="## Error codes")
    text = {(names_in(row[0])[0], int(row[1]), row[2] == "yes") for row in rows}
    assert text == {(code, HTTP_STATUS[code], code in RETRYABLE) for code in get_args(ErrorCode)}


def test_every_limit_of_a_hub_and_its_default(document: Document) -> None:
    rows = document.table("limit", after="`welcome.limits` holds")
    assert numbers(rows) == msgspec.to_builtins(limits.Limits())


def test_every_limit_of_all_hubs(document: Document) -> None:
    rows = document.table("limit", after="These are the same on every hub")
    assert numbers(rows) == {
        name.lower(): value
        for name, value in vars(limits).items()
        if name.isupper() and isinstance(value, int)
    }


def test_every_feature(document: Document) -> None:
    said = document.text[document.text.index("`features` are") :].split(":")[0]
    assert tuple(names_in(said)[1:]) == FEATURES


def test_every_state_of_a_session_and_no_way_into_another(document: Document) -> None:
    assert states(document, "As its client sees it") == set(get_args(Phase))


def test_every_state_of_a_stream(document: Document) -> None:
    phases = get_args(StreamPhase)
    assert states(document, "A stream within a live session") == set(phases)


def states(document: Document, after: str) -> set[str]:
    """Return the states of the first diagram behind some words."""
    begin = document.text.index("```mermaid", document.text.index(after))
    diagram = document.text[begin : document.text.index("```\n", begin + 10)]
    ways = re.findall(r"^    (\S+) --> ([^\s:]+)", diagram, re.MULTILINE)
    return {state for way in ways for state in way} - {"[*]"}


def test_every_subprotocol(document: Document) -> None:
    framing = document.text[document.text.index("## Framing") :]
    assert set(re.findall(r"`(hubbub\.v1\.[a-z]+)`", framing)) == set(SUBPROTOCOLS)


def test_the_hub_sends_every_close_code(server: str) -> None:
    sent = {code for code in CloseCode if f"CloseCode.{code.name}" in server}
    assert sent == set(CloseCode) - NOT_OURS


def test_the_hub_answers_with_every_error_code(document: Document, server: str) -> None:
    answered = {code for code in get_args(ErrorCode) if f'"{code}"' in server}
    assert answered == set(get_args(ErrorCode))


@pytest.mark.parametrize(
    "union", [frames.Frame, events.RoomPayload, events.DirectPayload, events.InboxPayload]
)
def test_the_hub_makes_every_frame_and_every_event(server: str, union: object) -> None:
    made = [each.__name__ for each in get_args(union)]
    missing = {name for name in made if not re.search(rf"\b{name}\(", server)}
    assert missing == set()


def test_the_hub_takes_every_command(server: str) -> None:
    taken = [each.__name__ for each in get_args(commands.Command)]
    assert [name for name in taken if not re.search(rf"\b{name}\b", server)] == []


def test_the_hub_obeys_every_limit_of_a_hub(server: str) -> None:
    names = limits.Limits.__struct_fields__
    assert [name for name in names if not re.search(rf"(limits|settings)\.{name}\b", server)] == []
