"""Opening a WebSocket: from the bytes of an HTTP request to the bytes of the answer."""

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
from hubbub_server.domain.origins import is_own_origin

PATH: Final = "/ws"


@dataclass(frozen=True, slots=True)
class Shaken:
    """The answer to a request; without an encoding it is a refusal, and the socket closes."""

    answer: bytes
    encoding: Encoding | None
    cookie_token: str | None = None
    """The token of the sign-in cookie, from the hub's own pages only."""


@dataclass(frozen=True, slots=True)
class EntryRules:
    """By which rules requests are let in."""

    cookie: str
    """The name of the sign-in cookie."""
    public_url: str
    """Where browsers find the hub; empty: whatever address they used."""
    closed: bool
    """No new sockets: the hub is about to stop."""


def shake_hands(request_bytes: bytes, rules: EntryRules) -> Shaken:
    """Answer the request that opens a socket."""
    protocol = ServerProtocol(subprotocols=[Subprotocol(name) for name in SUBPROTOCOLS])
    protocol.receive_data(request_bytes)
    requests = [event for event in protocol.events_received() if isinstance(event, Request)]
    if not requests:
        return Shaken(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n", None)
    request = requests[0]
    token = _cookie_value(request.headers, rules.cookie)
    refusal = _refusal(request, token, rules)
    if refusal is not None:
        protocol.send_response(protocol.reject(*refusal))
    else:
        protocol.send_response(protocol.accept(request))
    answer = b"".join(protocol.data_to_send())
    if refusal is not None or protocol.handshake_exc is not None or protocol.subprotocol is None:
        return Shaken(answer, None)
    return Shaken(answer, SUBPROTOCOLS[protocol.subprotocol], token)


def _refusal(
    request: Request, token: str | None, rules: EntryRules
) -> tuple[HTTPStatus, str] | None:
    if urlsplit(request.path).path != PATH:
        return HTTPStatus.NOT_FOUND, f"WebSockets are at {PATH}\n"
    if rules.closed:
        return HTTPStatus.SERVICE_UNAVAILABLE, "This hub is about to stop\n"
    origin, host = request.headers.get("Origin", ""), request.headers.get("Host", "")
    if token is not None and not is_own_origin(rules.public_url, origin, host):
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
