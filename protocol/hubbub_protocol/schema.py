"""JSON Schema of the wire, AsyncAPI of the socket, and the HTTP operations as data.

``python -m hubbub_protocol.schema FOLDER`` writes ``protocol/schema/``. Each file stands alone:
its ``$defs`` hold every type that it uses. The names say what a type is: ``SendCommand``,
``WelcomeFrame``, ``MessageSentEvent``; what is part of several has its bare name (``Me``).
"""

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, get_args

import msgspec

from hubbub_protocol import limits
from hubbub_protocol.asyncapi import asyncapi_document
from hubbub_protocol.codec import SUBPROTOCOLS
from hubbub_protocol.commands import Command, KeyedCommand
from hubbub_protocol.errors import HTTP_STATUS, RETRYABLE, CloseCode, close_verdict
from hubbub_protocol.events import DirectPayload, Event, InboxPayload, RoomPayload
from hubbub_protocol.frames import Frame
from hubbub_protocol.operations import OPERATIONS, Operation

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
Schema = dict[str, Json]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_REFERENCE: Final = "#/$defs/{name}"


def commands_schema() -> Schema:
    """Describe what a client sends: ``Command``, and ``KeyedCommand`` for those with a key."""
    definitions = _definitions(get_args(Command), "Command")
    keyed = [f"{each.__name__}Command" for each in get_args(KeyedCommand)]
    everything = [f"{each.__name__}Command" for each in get_args(Command)]
    return _document(
        "What a client says to a hub",
        {**definitions, "KeyedCommand": _one_of(keyed, "t"), "Command": _one_of(everything, "t")},
        "Command",
    )


def frames_schema() -> Schema:
    """Describe what a hub sends but events: ``Frame``."""
    definitions = _definitions(get_args(Frame), "Frame")
    names = [f"{each.__name__}Frame" for each in get_args(Frame)]
    return _document(
        "What a hub says to a client, but events",
        {**definitions, "Frame": _one_of(names, "t")},
        "Frame",
    )


def events_schema() -> Schema:
    """Describe the events that clients receive, flat as they are on the wire: ``Event``."""
    kinds = {
        "RoomEvent": get_args(RoomPayload),
        "DirectEvent": get_args(DirectPayload),
        "InboxEvent": get_args(InboxPayload),
    }
    payloads = list(dict.fromkeys(payload for group in kinds.values() for payload in group))
    definitions = _definitions(payloads, "Event")
    for payload in payloads:
        name = f"{payload.__name__}Event"
        definitions[name] = _with_envelope(definitions[name])
    for group, members in kinds.items():
        definitions[group] = _one_of([f"{each.__name__}Event" for each in members], "kind")
    everything: Schema = {"anyOf": [{"$ref": _REFERENCE.format(name=name)} for name in kinds]}
    return _document("The events of the streams", {**definitions, "Event": everything}, "Event")


def http_schema() -> Schema:
    """Describe every type that an HTTP operation takes or gives, but the error's frame."""
    types = {
        each
        for operation in OPERATIONS
        for each in (operation.query, operation.body, operation.answer)
        if each is not None
    }
    definitions = _definitions(sorted(types, key=lambda each: each.__name__), "")
    return _document("What HTTP asks and answers", definitions, None)


def operations() -> list[Json]:
    """List the HTTP operations; their types are those of :func:`http_schema`."""
    return [_operation(each) for each in OPERATIONS]


def constants() -> Schema:
    """Collect the numbers and names that clients need beside the types."""
    return {
        "subprotocols": {encoding: name for name, encoding in SUBPROTOCOLS.items()},
        "close_codes": {
            code.name.lower(): {"code": code.value, "verdict": close_verdict(code.value)}
            for code in CloseCode
        },
        "error_codes": {
            code: {"status": status, "retry": code in RETRYABLE}
            for code, status in HTTP_STATUS.items()
        },
        "default_limits": _plain(msgspec.to_builtins(limits.Limits())),
        "limits": {
            name.lower(): value
            for name, value in vars(limits).items()
            if name.isupper() and isinstance(value, int | str)
        },
    }


def files() -> dict[str, str]:
    """Build the text of each file of ``protocol/schema/``, by name."""
    contents: dict[str, Json] = {
        "commands.json": commands_schema(),
        "frames.json": frames_schema(),
        "events.json": events_schema(),
        "http.json": http_schema(),
        "operations.json": operations(),
        "constants.json": constants(),
        "asyncapi.json": asyncapi_document(),
    }
    return {
        name: json.dumps(content, indent=2, ensure_ascii=False) + "\n"
        for name, content in contents.items()
    }


def main(folder: Path) -> None:
    """Write the files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files().items():
        (folder / name).write_text(text, encoding="utf-8")


def _definitions(types: Iterable[type[msgspec.Struct]], suffix: str) -> dict[str, Json]:
    """Describe the types, named with the suffix, and what they are made of, under bare names."""
    listed = list(types)
    _, components = msgspec.json.schema_components(listed, ref_template=_REFERENCE)
    renamed = {each.__name__: f"{each.__name__}{suffix}" for each in listed}
    return {
        renamed.get(name, name): _with_names(_plain(schema), renamed)
        for name, schema in components.items()
    }


def _with_names(schema: Json, renamed: Mapping[str, str]) -> Json:
    """Rename titles and references; the discriminator's mapping only repeats what is known."""
    if isinstance(schema, list):
        return [_with_names(item, renamed) for item in schema]
    if not isinstance(schema, dict):
        return schema
    result: Schema = {}
    for name, value in schema.items():
        if name == "$ref" and isinstance(value, str):
            bare = value.rpartition("/")[2]
            result[name] = _REFERENCE.format(name=renamed.get(bare, bare))
        elif name == "title" and isinstance(value, str):
            result[name] = renamed.get(value, value)
        else:
            result[name] = _with_names(value, renamed)
    return result


def _with_envelope(payload: Json) -> Json:
    """Put the fields that all events have before those of one kind."""
    _, components = msgspec.json.schema_components([Event], ref_template=_REFERENCE)
    envelope = _fields(_plain(components["Event"]))
    assert isinstance(payload, dict)  # noqa: S101 # the description of a struct is a map
    own = _fields(payload)
    required = payload["required"]
    assert isinstance(required, list)  # noqa: S101 # the same
    placed: Schema = {name: envelope[name] for name in ("stream", "seq", "at", "actor")}
    return {
        **payload,
        "properties": {"t": {"enum": ["event"]}, **placed, **own},
        "required": ["t", *placed, *required],
    }


def _fields(schema: Json) -> Schema:
    assert isinstance(schema, dict)  # noqa: S101 # the description of a struct is a map
    properties = schema["properties"]
    assert isinstance(properties, dict)  # noqa: S101 # the same
    return properties


def _one_of(names: list[str], tag_field: str) -> Schema:
    return {
        "oneOf": [{"$ref": _REFERENCE.format(name=name)} for name in names],
        "discriminator": {"propertyName": tag_field},
    }


def _document(title: str, definitions: Mapping[str, Json], root: str | None) -> Schema:
    document: Schema = {"$schema": DIALECT, "title": title}
    if root is not None:
        document["$ref"] = _REFERENCE.format(name=root)
    document["$defs"] = dict(sorted(definitions.items()))
    return document


def _operation(operation: Operation) -> Json:
    def name_of(struct: type[msgspec.Struct] | None) -> str | None:
        return None if struct is None else struct.__name__

    return {
        "name": operation.name,
        "method": operation.method,
        "path": operation.path,
        "summary": operation.summary,
        "caller": operation.caller,
        "query": name_of(operation.query),
        "body": name_of(operation.body),
        "answer": name_of(operation.answer),
        "status": 204 if operation.answer is None else 201 if operation.created else 200,
    }


def _plain(value: object) -> Json:
    """Narrow what msgspec built to the JSON that it is."""
    plain: Json = json.loads(json.dumps(value))
    return plain


if __name__ == "__main__":
    main(Path(sys.argv[1]))
