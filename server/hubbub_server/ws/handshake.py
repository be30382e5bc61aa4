"""Opening a WebSocket: from the bytes of an HTTP request to the bytes of the answer.

What a program could never mend by trying again (another version, a foreign page) is told with a
close code: a page does not learn the status of a refused request, and would try for ever.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from typing import Final
from urllib.parse import urlsplit

from websockets.datastructures import Headers
from websockets.exceptions import NegotiationError
from websockets.http11 import Request
from websockets.server import ServerProtocol
from websockets.typing import Subprotocol

from hubbub_protocol.codec import SUBPROTOCOLS, Encoding
from hubbub_protocol.errors import CloseCode
from hubbub_server.domain.origins import is_own_origin

PATH: Final = "/ws"
_ONCE: Final = ("Host", "Origin")
"""What decides who may come in must not be said in two ways."""
_OTHER_VERSION: Final = re.compile(r"hubbub\.v[0-9]{1,9}\.(json|msgpack)")


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """Why a socket is closed as soon as it is open; nothing that comes over it is read."""

    code: CloseCode
    reason: str


@dataclass(frozen=True, slots=True)
class Shaken:
    """The answer to a request; without an encoding it is a refusal, and the socket closes."""

    answer: bytes
    encoding: Encoding | None
    cookie_token: str | None = None
    """The token of the sign-in cookie, from the hub's own pages only."""
    turned_away: TurnedAway | None = None
    forwarded_for: Sequence[str] = ()
    """The addresses that proxies name, the nearest last."""


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
    protocol = ServerProtocol(select_subprotocol=_choose)
    protocol.receive_data(request_bytes)
    requests = [event for event in protocol.events_received() if isinstance(event, Request)]
    if not requests:
        return Shaken(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n", None)
    request = requests[0]
    refusal = _refusal(request, rules)
    if refusal is not None:
        protocol.send_response(protocol.reject(*refusal))
    else:
        protocol.send_response(protocol.accept(request))
    answer = b"".join(protocol.data_to_send())
    if refusal is not None or protocol.handshake_exc is not None or protocol.subprotocol is None:
        return Shaken(answer, None)
    return _let_in(request, rules, answer, protocol.subprotocol)


def _choose(protocol: ServerProtocol, offered: Sequence[Subprotocol]) -> Subprotocol:
    """Choose the encoding of this version, or any other version's, to say in it that it is not."""
    del protocol
    ours = [Subprotocol(name) for name in SUBPROTOCOLS if name in offered]
    others = [name for name in offered if _OTHER_VERSION.fullmatch(name)]
    for name in [*ours, *others]:
        return name
    raise NegotiationError(f"offer one of the subprotocols {', '.join(SUBPROTOCOLS)}")


def _let_in(request: Request, rules: EntryRules, answer: bytes, subprotocol: str) -> Shaken:
    encoding = SUBPROTOCOLS.get(subprotocol)
    if encoding is None:
        reason = f"This hub speaks version 1 of the protocol, not {subprotocol}"
        spoken: Encoding = "json" if subprotocol.endswith(".json") else "msgpack"
        return Shaken(answer, spoken, None, TurnedAway(CloseCode.VERSION, reason))
    token = _cookie_value(request.headers, rules.cookie)
    origin, host = request.headers.get("Origin", ""), request.headers.get("Host", "")
    if token is not None and not is_own_origin(rules.public_url, origin, host):
        reason = "This Origin may not use the sign-in cookie"
        return Shaken(answer, encoding, None, TurnedAway(CloseCode.ORIGIN, reason))
    forwarded = request.headers.get_all("X-Forwarded-For")
    addresses = [address for line in forwarded for address in line.split(",")]
    return Shaken(answer, encoding, token, forwarded_for=addresses)


def _refusal(request: Request, rules: EntryRules) -> tuple[HTTPStatus, str] | None:
    for name in _ONCE:
        if len(request.headers.get_all(name)) > 1:
            return HTTPStatus.BAD_REQUEST, f"There is more than one {name}\n"
    if _path_of(request.path) != PATH:
        return HTTPStatus.NOT_FOUND, f"WebSockets are at {PATH}\n"
    if rules.closed:
        return HTTPStatus.SERVICE_UNAVAILABLE, "This hub is about to stop\n"
    return None


def _path_of(target: str) -> str | None:
    try:
        return urlsplit(target).path
    except ValueError:  # a bracket where an IPv6 address would begin
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
