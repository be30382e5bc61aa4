"""Opening a WebSocket: from the bytes of an HTTP request to the bytes of the answer."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from typing import Final
from urllib.parse import urlsplit

from websockets.datastructures import Headers
from websockets.http11 import Request
from websockets.server import ServerProtocol
from websockets.typing import Subprotocol

from hubbub_protocol.codec import SUBPROTOCOLS, Encoding

PATH: Final = "/ws"

OriginRule = Callable[[str, str], bool]
"""Whether an ``Origin`` is the hub's own, given the request's ``Host``."""


@dataclass(frozen=True, slots=True)
class Shaken:
    """The answer to a request; without an encoding it is a refusal, and the socket closes."""

    answer: bytes
    encoding: Encoding | None
    cookie_token: str | None = None
    """The token of the sign-in cookie, from the hub's own pages only."""


def shake_hands(request_bytes: bytes, cookie: str, is_own: OriginRule, *, closed: bool) -> Shaken:
    """Answer the request that opens a socket. ``closed`` refuses new sockets while draining."""
    protocol = ServerProtocol(subprotocols=[Subprotocol(name) for name in SUBPROTOCOLS])
    protocol.receive_data(request_bytes)
    requests = [event for event in protocol.events_received() if isinstance(event, Request)]
    if not requests:
        return Shaken(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n", None)
    request = requests[0]
    token = _cookie_value(request.headers, cookie)
    refusal = _refusal(request, token, is_own, closed)
    if refusal is not None:
        protocol.send_response(protocol.reject(*refusal))
    else:
        protocol.send_response(protocol.accept(request))
    answer = b"".join(protocol.data_to_send())
    if refusal is not None or protocol.handshake_exc is not None or protocol.subprotocol is None:
        return Shaken(answer, None)
    return Shaken(answer, SUBPROTOCOLS[protocol.subprotocol], token)


def _refusal(
    request: Request, token: str | None, is_own: OriginRule, closed: bool
) -> tuple[HTTPStatus, str] | None:
    if urlsplit(request.path).path != PATH:
        return HTTPStatus.NOT_FOUND, f"WebSockets are at {PATH}\n"
    if closed:
        return HTTPStatus.SERVICE_UNAVAILABLE, "This hub is about to stop\n"
    origin = request.headers.get("Origin", "")
    if token is not None and not is_own(origin, request.headers.get("Host", "")):
        return HTTPStatus.FORBIDDEN, "This Origin may not use the sign-in cookie\n"
    return None


def _cookie_value(headers: Headers, name: str) -> str | None:
    for header in headers.get_all("Cookie"):
        try:
            found = SimpleCookie(header).get(name)
        except CookieError:
            continue
        if found is not None:
            return found.value
    return None
