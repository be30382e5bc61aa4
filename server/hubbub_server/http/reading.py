"""Reading a request into the types of its operation, or refusing it with the field's name."""

import asyncio
from collections.abc import Mapping
from typing import Final, TypeVar

import msgspec
from starlette.requests import Request

from hubbub_protocol.checks import refusal_of
from hubbub_protocol.errors import Refusal
from hubbub_protocol.ids import is_id, is_key
from hubbub_protocol.streams import MAX_INTEGER, stream_kind

MAX_BODY_BYTES: Final = 64 * 1024
BODY_TIMEOUT_S: Final = 15.0
"""The time that a client has to send its body, against slow or half-sent requests."""

_MAX_SEQ_DIGITS: Final = len(str(MAX_INTEGER))
T = TypeVar("T", bound=msgspec.Struct)


def read_path(parameters: Mapping[str, str]) -> dict[str, str]:
    """Check the ids in a path; one that cannot exist answers as one that does not."""
    for name, value in parameters.items():
        if not _could_exist(name, value):
            raise Refusal("not_found", f"There is no such {_thing(name)}", field=name)
    return dict(parameters)


def read_query(request: Request, kind: type[T]) -> T:
    """Read the query string, whose values are coerced to the types declared."""
    raw: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name in raw:
            raise Refusal("bad_request", f"`{name}` is given more than once", field=name)
        raw[name] = value
    try:
        return msgspec.convert(raw, kind, strict=False)
    except msgspec.ValidationError as error:
        raise refusal_of(error, raw) from error


def refuse_query(request: Request) -> None:
    """Refuse every query parameter, for an operation that declares none."""
    for name in request.query_params:
        raise Refusal("bad_request", f"Unknown query parameter `{name}`", field=name)


def read_key(request: Request) -> str | None:
    """Return the ``Idempotency-Key``, if one came."""
    key = request.headers.get("idempotency-key")
    if key is None:
        return None
    key = key.lower()
    if not is_key(key):
        raise Refusal(
            "bad_request",
            f"`Idempotency-Key` must be a UUID, got {len(key):,} characters that are none",
            field="Idempotency-Key",
        )
    return key


async def read_body(request: Request, kind: type[T]) -> T:
    """Read the JSON body; none at all counts as an empty object.

    Raises starlette's ``ClientDisconnect`` if the client goes away in the middle.
    """
    data = await _read_bytes(request)
    if data and not _is_json(request.headers.get("content-type", "")):
        raise Refusal(
            "bad_request", "The body must come as `application/json`", field="Content-Type"
        )
    raw: object = None
    try:
        raw = msgspec.json.decode(data or b"{}")
        return msgspec.convert(raw, kind)
    except msgspec.ValidationError as error:
        raise refusal_of(error, raw) from error
    except RecursionError as error:
        raise Refusal("bad_request", "The body is nested too deeply") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Refusal("bad_request", f"The body is not JSON: {error}") from error


async def _read_bytes(request: Request) -> bytes:
    declared = request.headers.get("content-length", "0")
    if declared.isdecimal() and int(declared) > MAX_BODY_BYTES:
        raise _too_large(f"{int(declared):,} bytes")
    data = bytearray()
    try:
        async with asyncio.timeout(BODY_TIMEOUT_S):
            async for chunk in request.stream():
                data += chunk
                if len(data) > MAX_BODY_BYTES:
                    raise _too_large("more")
    except TimeoutError as error:
        raise Refusal(
            "bad_request",
            f"The body did not arrive within {BODY_TIMEOUT_S:g} s, got {len(data):,} bytes",
        ) from error
    return bytes(data)


def _too_large(came: str) -> Refusal:
    return Refusal(
        "too_large",
        f"A body may have at most {MAX_BODY_BYTES:,} bytes, got {came}",
        limit=MAX_BODY_BYTES,
    )


def _is_json(content_type: str) -> bool:
    return content_type.partition(";")[0].strip().lower() == "application/json"


def _could_exist(name: str, value: str) -> bool:
    if name == "stream":
        return stream_kind(value) not in (None, "control")
    if name == "seq":
        return (
            value.isascii()
            and value.isdecimal()
            and len(value) <= _MAX_SEQ_DIGITS
            and 1 <= int(value) <= MAX_INTEGER
        )
    if name == "emoji":
        return True  # the rule of reactions says what is wrong with it
    return is_id(value)


def _thing(name: str) -> str:
    return {"sign_in": "sign-in", "seq": "message", "channel": "direct channel"}.get(name, name)
