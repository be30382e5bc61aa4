"""The API described for programs: OpenAPI 3.1, made of the operations and their types."""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import version
from typing import Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hubbub_protocol.errors import HTTP_STATUS
from hubbub_protocol.ids import ID_PATTERN, KEY_PATTERN
from hubbub_protocol.operations import OPERATIONS, Operation
from hubbub_protocol.streams import MAX_INTEGER
from hubbub_server.http.answers import ErrorAnswer
from hubbub_server.http.api import PREFIX
from hubbub_server.http.callers import COOKIE
from hubbub_server.http.facts import facts_of

PATH: Final = f"{PREFIX}/openapi.json"

Json = Mapping[str, object]

_SCHEMA_REF: Final = "#/components/schemas/{name}"
_ID: Final[Json] = {"type": "string", "pattern": ID_PATTERN}
_PATH_PARAMETERS: Final[Mapping[str, Json]] = {
    "stream": {"type": "string", "pattern": rf"^(room|direct|inbox):{ID_PATTERN[1:]}"},
    "seq": {"type": "integer", "minimum": 1, "maximum": MAX_INTEGER},
    "emoji": {"type": "string", "minLength": 1},
}
"""The schemas of path parameters; those not named here are ids."""

_BY_BODY: Final = (
    "register",
    "look_at_invitation",
    "accept_invitation",
    "ask_to_connect",
    "look_at_contact_code",
    "make_report",
)
"""What names in its body somebody, or a code, that may lead nowhere."""

_KEY_PARAMETER: Final[Json] = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "Makes the write happen once: repeat it with every retry",
    "schema": {"type": "string", "pattern": KEY_PATTERN},
}
_ERRORS: Final[Mapping[int, str]] = {
    400: "The request's form is wrong; `field` names what",
    401: "No valid sign-in came with the request",
    403: "Known, but not allowed",
    404: "It does not exist, or one may not know of it",
    409: "It contradicts what is there",
    413: "The body is too large",
    429: "Too much at once; see `after_ms`",
    500: "Something went wrong in the hub",
    503: "The hub cannot answer just now; see `after_ms`",
}


def openapi_route() -> Route:
    """Make the route of the description."""

    async def describe(request: Request) -> Response:
        facts_of(request.scope).operation = "openapi"
        return Response(_text(), media_type="application/json")

    return Route(PATH, describe)


def openapi(operations: Sequence[Operation] = OPERATIONS) -> Json:
    """Return the OpenAPI document of these operations."""
    paths: dict[str, dict[str, Json]] = {}
    for operation in operations:
        at_path = paths.setdefault(operation.path, {})
        at_path[operation.method.lower()] = _described(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Hubbub",
            "version": version("hubbub"),
            "description": "What one can ask of a hub over HTTP. Every error is the same object.",
        },
        "servers": [{"url": PREFIX}],
        "paths": paths,
        "components": {
            "schemas": _schemas(operations),
            "responses": {str(status): _error(text) for status, text in _ERRORS.items()},
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "cookie": {"type": "apiKey", "in": "cookie", "name": COOKIE},
            },
        },
    }


@cache
def _text() -> bytes:
    return msgspec.json.encode(openapi())


def _described(operation: Operation) -> Json:
    described: dict[str, object] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": _parameters(operation),
        "responses": _responses(operation),
        "security": [] if operation.caller == "anyone" else [{"token": []}, {"cookie": []}],
    }
    if operation.body is not None:
        described["requestBody"] = {
            "required": any(field.required for field in msgspec.structs.fields(operation.body)),
            "content": _json_of(operation.body),
        }
    return described


def _parameters(operation: Operation) -> list[Json]:
    names = [part[1:-1] for part in operation.path.split("/") if part.startswith("{")]
    parameters: list[Json] = [
        {"name": name, "in": "path", "required": True, "schema": _PATH_PARAMETERS.get(name, _ID)}
        for name in names
    ]
    if operation.query is not None:
        schema = msgspec.json.schema(operation.query)["$defs"][operation.query.__name__]
        parameters += [
            {
                "name": name,
                "in": "query",
                "required": name in schema.get("required", ()),
                "schema": one,
            }
            for name, one in schema["properties"].items()
        ]
    if operation.method != "GET" and operation.caller != "anyone":
        parameters.append(_KEY_PARAMETER)
    return parameters


def _responses(operation: Operation) -> Json:
    if operation.answer is None:
        responses: dict[str, object] = {"204": {"description": "Done"}}
    else:
        status = "201" if operation.created else "200"
        responses = {status: {"description": "Done", "content": _json_of(operation.answer)}}
    for status_code in _errors_of(operation):
        responses[str(status_code)] = {"$ref": f"#/components/responses/{status_code}"}
    return responses


def _errors_of(operation: Operation) -> list[int]:
    writes = operation.method != "GET"
    happens = {
        401: operation.caller != "anyone" or operation.name == "sign_in",
        403: writes or operation.caller != "anyone",
        404: "{" in operation.path or operation.name in _BY_BODY,
        409: writes,
        413: operation.body is not None,
        429: writes,
    }
    return [status for status in sorted(set(HTTP_STATUS.values())) if happens.get(status, True)]


def _schemas(operations: Sequence[Operation]) -> Json:
    types: list[type[msgspec.Struct]] = [ErrorAnswer]
    for operation in operations:
        types += [kind for kind in (operation.body, operation.answer) if kind is not None]
    _, components = msgspec.json.schema_components(dict.fromkeys(types), ref_template=_SCHEMA_REF)
    return components


def _json_of(kind: type[msgspec.Struct]) -> Json:
    return {"application/json": {"schema": {"$ref": _SCHEMA_REF.format(name=kind.__name__)}}}


def _error(description: str) -> Json:
    return {"description": description, "content": _json_of(ErrorAnswer)}
