"""The socket as an AsyncAPI 3 document, as seen from the hub; its types are the JSON Schemas'.

It stands beside them as ``protocol/schema/asyncapi.json`` and refers to their definitions.
"""

from collections.abc import Iterable, Mapping
from typing import Final, get_args

import msgspec

from hubbub_protocol.codec import SUBPROTOCOLS
from hubbub_protocol.commands import (
    Command,
    Hello,
    History,
    KeyedCommand,
    Refresh,
    Subscribe,
    Unsubscribe,
)
from hubbub_protocol.errors import CloseCode, close_verdict
from hubbub_protocol.events import DirectPayload, InboxPayload, RoomPayload
from hubbub_protocol.frames import Error, Frame, Messages, Ok, Reset, Subscribed, Welcome

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
Struct = type[msgspec.Struct]

VERSION: Final = "3.0.0"
SCHEMA_FORMAT: Final = "application/schema+json;version=draft-2020-12"

ANSWERS: Final[Mapping[Struct, tuple[Struct, ...]]] = {
    Hello: (Welcome,),
    Subscribe: (Subscribed, Reset, Error),
    Unsubscribe: (Ok, Error),
    **dict.fromkeys(get_args(KeyedCommand), (Ok, Error)),
    History: (Messages, Error),
    Refresh: (Ok, Error),
}
"""What a hub answers a command with; the others have no answer, or an ``error`` without a ref."""


def asyncapi_document() -> dict[str, Json]:
    """Describe the socket: one channel, an operation for each command, one for all frames."""
    messages = _messages()
    return {
        "asyncapi": VERSION,
        "info": {
            "title": "Hubbub over a WebSocket",
            "version": "1",
            "description": "The words that bind are those of protocol/README.md.",
        },
        "defaultContentType": "application/json",
        "servers": {
            "hub": {
                "host": "{host}",
                "protocol": "wss",
                "variables": {"host": {"description": "Where the hub is"}},
            }
        },
        "channels": {"socket": _channel(messages)},
        "operations": _operations(),
        "components": {"messages": messages},
    }


def _channel(names: Iterable[str]) -> Json:
    protocols: Json = {"type": "string", "enum": list(SUBPROTOCOLS)}
    headers: Json = {"type": "object", "properties": {"Sec-WebSocket-Protocol": protocols}}
    codes: Json = {
        str(code.value): {"name": code.name.lower(), "verdict": close_verdict(code)}
        for code in CloseCode
    }
    return {
        "address": "/ws",
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in names},
        "bindings": {"ws": {"method": "GET", "headers": headers}},
        "x-close-codes": codes,
    }


def _operations() -> dict[str, Json]:
    channel: Json = {"$ref": "#/channels/socket"}
    operations: dict[str, Json] = {}
    for command in get_args(Command):
        operation: dict[str, Json] = {
            "action": "receive",
            "channel": channel,
            "messages": _within_channel([_name("command", command)]),
        }
        if command in ANSWERS:
            answers = [_name("frame", frame) for frame in ANSWERS[command]]
            operation["reply"] = {"channel": channel, "messages": _within_channel(answers)}
        operations[_tag(command)] = operation
    said = [_name("frame", frame) for frame in get_args(Frame)]
    said += [_name("event", payload) for payload in _payloads()]
    operations["say"] = {"action": "send", "channel": channel, "messages": _within_channel(said)}
    return operations


def _messages() -> dict[str, Json]:
    kinds = [
        *[("command", "commands", each) for each in get_args(Command)],
        *[("frame", "frames", each) for each in get_args(Frame)],
        *[("event", "events", each) for each in _payloads()],
    ]
    return {_name(kind, each): _message(kind, file, each) for kind, file, each in kinds}


def _message(kind: str, file: str, struct: Struct) -> Json:
    definition = f"./{file}.json#/$defs/{struct.__name__}{kind.capitalize()}"
    return {
        "name": _tag(struct),
        "title": struct.__name__,
        "summary": (struct.__doc__ or "").partition("\n\n")[0],
        "payload": {"schemaFormat": SCHEMA_FORMAT, "schema": {"$ref": definition}},
    }


def _payloads() -> tuple[Struct, ...]:
    groups = (RoomPayload, DirectPayload, InboxPayload)
    return tuple(dict.fromkeys(payload for group in groups for payload in get_args(group)))


def _within_channel(names: Iterable[str]) -> Json:
    return [{"$ref": f"#/channels/socket/messages/{name}"} for name in names]


def _name(kind: str, struct: Struct) -> str:
    return f"{kind}.{_tag(struct)}"


def _tag(struct: Struct) -> str:
    return str(struct.__struct_config__.tag)
