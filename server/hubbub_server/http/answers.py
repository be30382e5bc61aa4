"""Answers as JSON: what an endpoint returned, and the one object that every error is."""

from typing import Final

import msgspec
from starlette.responses import Response

from hubbub_protocol.errors import HTTP_STATUS, ErrorCode, Refusal
from hubbub_protocol.operations import Operation
from hubbub_server.http.asked import Answer, WithCookie

_JSON: Final = "application/json"
_encoder: Final = msgspec.json.Encoder()


class ErrorAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why a request was refused."""

    code: ErrorCode
    detail: str
    """A sentence for people."""
    retry: bool
    """Whether the same request may succeed later."""
    request_id: str
    """Names this request in the hub's log."""
    field: str | None = None
    limit: int | None = None
    after_ms: int | None = None
    """The earliest sensible retry."""


def success(operation: Operation, answer: Answer) -> Response:
    """Turn what an endpoint returned into its response."""
    cookie = None
    if isinstance(answer, WithCookie):
        cookie = answer.set_cookie
        answer = answer.answer
    response = json_response(answer, status=_status_of(operation))
    if cookie is not None:
        response.headers["Set-Cookie"] = cookie
    return response


def error_response(refusal: Refusal, request_id: str, status: int | None = None) -> Response:
    """Turn a refusal into its response; ``status`` only where the code has no status of its own."""
    error = ErrorAnswer(
        code=refusal.code,
        detail=refusal.detail,
        retry=refusal.retry,
        request_id=request_id,
        field=refusal.field,
        limit=refusal.limit,
        after_ms=refusal.after_ms,
    )
    response = json_response(error, status=status or HTTP_STATUS[refusal.code])
    if refusal.code == "unauthorized":
        response.headers["WWW-Authenticate"] = "Bearer"
    if refusal.after_ms is not None:
        response.headers["Retry-After"] = str(-(-refusal.after_ms // 1000))
    return response


def json_response(content: msgspec.Struct | None, status: int = 200) -> Response:
    """Make a JSON response that nobody keeps a copy of."""
    headers = {"Cache-Control": "no-store"}
    if content is None:
        return Response(status_code=status, headers=headers)
    return Response(_encoder.encode(content), status, headers, media_type=_JSON)


def _status_of(operation: Operation) -> int:
    if operation.answer is None:
        return 204
    return 201 if operation.created else 200
