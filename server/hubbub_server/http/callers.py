"""Who makes a request: by the token in its header or cookie, and from which page."""

from dataclasses import dataclass
from typing import Final

from starlette.requests import Request

from hubbub_protocol.errors import Refusal
from hubbub_protocol.operations import Operation
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.sign_ins import recognise
from hubbub_server.domain.caller import Caller
from hubbub_server.domain.origins import Reachability, Whence, is_own_origin

COOKIE: Final = "hubbub_token"


@dataclass(frozen=True, slots=True)
class Credentials:
    """The token that came with a request, and the way it came."""

    token: str
    by_cookie: bool


async def find_caller(
    desk: Desk, reach: Reachability, operation: Operation, request: Request
) -> Caller | None:
    """Return who asks, or None where anyone may; raise if they may not ask at all."""
    if operation.caller == "anyone":
        return None
    credentials = read_credentials(request)
    if credentials is None:
        raise Refusal("unauthorized", "Sign in first: no token came with the request")
    if credentials.by_cookie and operation.method != "GET":
        require_own_origin(reach, request)
    caller = (await recognise(desk, credentials.token)).caller
    if operation.caller == "owner" and caller.role != "owner":
        raise Refusal("forbidden", "Only an owner of the community may do this")
    return caller


def read_credentials(request: Request) -> Credentials | None:
    """Read the token of a request; an ``Authorization`` header goes before a cookie."""
    header = request.headers.get("authorization")
    if header is not None:
        scheme, _, token = header.partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise Refusal("unauthorized", "`Authorization` must be `Bearer` and a token")
        return Credentials(token.strip(), by_cookie=False)
    cookie = request.cookies.get(COOKIE)
    return Credentials(cookie, by_cookie=True) if cookie else None


def whence(request: Request) -> Whence:
    """Read what a request says of its way here."""
    forwarded = request.headers.getlist("x-forwarded-for")
    return Whence(
        peer=request.client.host if request.client else "",
        forwarded_for=[address for line in forwarded for address in line.split(",")],
        forwarded_proto=request.headers.get("x-forwarded-proto", ""),
    )


def has_own_origin(reach: Reachability, request: Request) -> bool:
    """Whether a page of this hub made the request."""
    headers = request.headers
    return is_own_origin(reach.public_url, headers.get("origin", ""), headers.get("host", ""))


def require_own_origin(reach: Reachability, request: Request) -> None:
    """Refuse a write with the cookie that no page of this hub made."""
    if not has_own_origin(reach, request):
        raise Refusal(
            "forbidden",
            "A write with the sign-in cookie needs the hub's own `Origin`",
            field="Origin",
        )
