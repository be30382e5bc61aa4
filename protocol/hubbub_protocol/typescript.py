"""The wire as TypeScript, written from the JSON Schema.

``python -m hubbub_protocol.typescript FOLDER`` writes ``clients/js/src/generated/``: ``wire.ts``
holds the types, ``constants.ts`` what exists while a program runs. A field that may be absent is
optional; absent means its default, which its comment names.
"""

import json
import re
import sys
from pathlib import Path
from typing import Final

from hubbub_protocol.schema import (
    Json,
    Schema,
    commands_schema,
    constants,
    events_schema,
    frames_schema,
    http_schema,
    operations,
)

_HEADER: Final = "// Written by `python -m hubbub_protocol.typescript`. Do not edit.\n"
_PRIMITIVES: Final = {
    "string": "string",
    "integer": "number",
    "number": "number",
    "boolean": "boolean",
    "null": "null",
}
_PARAMETER: Final = re.compile(r"\{(\w+)\}")


def wire_types() -> str:
    """Write every type of the wire, and ``Operations``, which types the HTTP API."""
    definitions: Schema = {}
    for document in (commands_schema(), frames_schema(), events_schema(), http_schema()):
        for name, schema in _map(document["$defs"]).items():
            if definitions.setdefault(name, schema) != schema:
                raise ValueError(f"Two types of the wire are called {name}")
    written = [_definition(name, _map(schema)) for name, schema in sorted(definitions.items())]
    return "\n".join([_HEADER, *written, _operations_interface()])


def runtime_constants() -> str:
    """Write what programs need of the wire beside its types."""
    values = {
        **{name.upper(): value for name, value in constants().items()},
        "EVENT_KINDS": _tags(events_schema(), "kind"),
        "FRAME_TAGS": [*_tags(frames_schema(), "t"), "event"],
        "ROUTES": {
            str(each["name"]): {"method": each["method"], "path": each["path"]}
            for each in map(_map, operations())
        },
    }
    return "\n".join(
        [
            _HEADER,
            *(
                f"export const {name} = {json.dumps(value, indent=2)} as const;\n"
                for name, value in values.items()
            ),
        ]
    )


def files() -> dict[str, str]:
    """Build the text of each generated module, by name."""
    return {"wire.ts": wire_types(), "constants.ts": runtime_constants()}


def main(folder: Path) -> None:
    """Write the modules into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files().items():
        (folder / name).write_text(text, encoding="utf-8")


def _definition(name: str, schema: Schema) -> str:
    description = schema.get("description")
    comment = _comment(str(description), "") if description else ""
    if schema.get("type") != "object":
        return f"{comment}export type {name} = {_type(schema)};\n"
    fields = "".join(_field(field, _map(value), schema) for field, value in _fields(schema).items())
    if not fields:
        return f"{comment}export type {name} = Record<string, never>;\n"
    return f"{comment}export interface {name} {{\n{fields}}}\n"


def _field(name: str, schema: Schema, owner: Schema) -> str:
    required = name in _list(owner.get("required", []))
    comment = "" if required else _comment(_absence(schema), "  ")
    return f"{comment}  readonly {name}{'' if required else '?'}: {_type(schema)};\n"


def _absence(schema: Schema) -> str:
    if "default" not in schema:
        return "May be absent."
    return f"Absent means {json.dumps(schema['default'])}."


def _type(schema: Schema) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "enum" in schema:
        return " | ".join(json.dumps(value) for value in _list(schema["enum"]))
    for choice in ("anyOf", "oneOf"):
        if choice in schema:
            return " | ".join(_type(_map(each)) for each in _list(schema[choice]))
    match schema.get("type"):
        case "array" if "prefixItems" in schema:
            places = ", ".join(_type(_map(each)) for each in _list(schema["prefixItems"]))
            return f"readonly [{places}]"
        case "array":
            return f"ReadonlyArray<{_type(_map(schema['items']))}>"
        case "object":
            return f"Readonly<Record<string, {_type(_map(schema['additionalProperties']))}>>"
        case str(primitive):
            return _PRIMITIVES[primitive]
        case _:
            return "unknown"


def _operations_interface() -> str:
    lines = ["/** The HTTP operations: what each takes in its path, query and body, and gives. */"]
    lines.append("export interface Operations {")
    for operation in map(_map, operations()):
        parameters = _PARAMETER.findall(str(operation["path"]))
        path = "".join(f"readonly {each}: string | number; " for each in parameters)
        lines += [
            _comment(f"{operation['summary']}.", "  ").rstrip("\n"),
            f"  readonly {operation['name']}: {{",
            f"    readonly path: {'{ ' + path + '}' if path else 'undefined'};",
            f"    readonly query: {operation['query'] or 'undefined'};",
            f"    readonly body: {operation['body'] or 'undefined'};",
            f"    readonly answer: {operation['answer'] or 'undefined'};",
            "  };",
        ]
    return "\n".join([*lines, "}", ""])


def _tags(document: Schema, field: str) -> list[Json]:
    tags: list[Json] = []
    for schema in map(_map, _map(document["$defs"]).values()):
        if field in _fields(schema):
            tags += _list(_map(_fields(schema)[field])["enum"])
    return tags


def _fields(schema: Schema) -> Schema:
    return _map(schema.get("properties", {}))


def _comment(text: str, indent: str) -> str:
    plain = " ".join(re.sub(r":\w+:`([^`]+)`", r"`\1`", text.replace("``", "`")).split())
    return f"{indent}/** {plain} */\n"


def _map(value: Json) -> Schema:
    if not isinstance(value, dict):
        raise TypeError(f"A schema must be a map, got {type(value).__name__}")
    return value


def _list(value: Json) -> list[Json]:
    if not isinstance(value, list):
        raise TypeError(f"This part of a schema must be a list, got {type(value).__name__}")
    return value


if __name__ == "__main__":
    main(Path(sys.argv[1]))
