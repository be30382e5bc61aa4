"""What lies around every HTTP request: its id and log line, and the last word on failures.

Plain ASGI, outermost first: :class:`Surroundings`, then the routes.
"""

import re
import time
from collections.abc import Iterable
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hubbub_protocol.errors import Refusal
from hubbub_server import metrics
from hubbub_server.clock import Clock, new_id
from hubbub_server.http.answers import error_response
from hubbub_server.http.facts import RequestFacts, keep_facts
from hubbub_server.logs import logger

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self' ws: wss:; font-src 'self'; manifest-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
SECURITY_HEADERS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_QUIET: Final = frozenset({"live", "ready", "metrics"})
"""Asked every few seconds by machines: not worth a line each."""

_TOKEN: Final = re.compile(r"hub_[\w-]{20,}")


class Surroundings:
    """Gives each request its id, headers, log line and metrics, and answers what broke."""

    def __init__(self, app: ASGIApp, clock: Clock) -> None:
        self._app = app
        self._clock = clock  # for request ids

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            raise ValueError(f"an HTTP request, got {scope['type']}")
        facts = RequestFacts(new_id(self._clock))
        keep_facts(scope, facts)
        started = time.perf_counter()
        answer = _Answering(send, facts.request_id)
        try:
            await self._app(scope, receive, answer.send)
        except ClientDisconnect:
            logger.info("the client went away in mid-request", request_id=facts.request_id)
            return
        except Exception as error:  # noqa: BLE001 - whatever broke, the client is told and we log it
            await _tell_failure(error, facts, scope, receive, answer)
        self._note(scope, facts, answer.status, time.perf_counter() - started)

    def _note(self, scope: Scope, facts: RequestFacts, status: int, took_s: float) -> None:
        operation = facts.operation or "unknown"
        metrics.HTTP_REQUESTS.labels(operation, str(status)).inc()
        metrics.HTTP_SECONDS.labels(operation).observe(took_s)
        if facts.operation in _QUIET:
            return
        logger.info(
            "request",
            request_id=facts.request_id,
            method=scope["method"],
            path=_shown(scope["raw_path"]),
            operation=operation,
            status=status,
            member=facts.member,
            took_ms=round(took_s * 1000, 2),
        )


class _Answering:
    """Adds the headers that every answer has, and remembers its status."""

    def __init__(self, send: Send, request_id: str) -> None:
        self._send = send
        self._request_id = request_id
        self.status = 0  # 0 until the answer has begun

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in self._every():
                headers.setdefault(name, value)
        await self._send(message)

    def _every(self) -> Iterable[tuple[str, str]]:
        yield from SECURITY_HEADERS.items()
        yield "X-Request-Id", self._request_id


def _shown(raw_path: bytes) -> str:
    """Show a path as it came, still quoted, without a token that somebody put into it."""
    return _TOKEN.sub("hub_…", raw_path.decode("ascii", "replace"))


async def _tell_failure(
    error: Exception, facts: RequestFacts, scope: Scope, receive: Receive, answer: _Answering
) -> None:
    logger.error(
        "request failed", request_id=facts.request_id, operation=facts.operation, exc_info=error
    )
    if answer.status == 0:
        refusal = Refusal("internal", "Something went wrong in the hub; its log has the details")
        await error_response(refusal, facts.request_id)(scope, receive, answer.send)
