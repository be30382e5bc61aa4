"""Endpoints: signing in and out; and how a new sign-in is handed over."""

from hubbub_protocol.accounts import SignedIn, SignIn, SignInList
from hubbub_protocol.errors import Refusal
from hubbub_server.actions import sign_ins
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.door import Door
from hubbub_server.actions.members import get_me
from hubbub_server.actions.sign_ins import Granted
from hubbub_server.http.asked import Answer, Asked, WithCookie
from hubbub_server.http.callers import COOKIE


async def sign_in(door: Door, desk: Desk, asked: Asked) -> Answer:
    """Sign in with username and password."""
    body = asked.body_of(SignIn)
    require_page(asked, wants_cookie=body.cookie)
    granted = await sign_ins.sign_in(desk, door, body, asked.address)
    return await signed_in(desk, asked, granted, as_cookie=body.cookie)


async def list_sign_ins(desk: Desk, asked: Asked) -> SignInList:
    """One's own sign-ins."""
    return await sign_ins.list_sign_ins(desk, asked.caller)


async def sign_out(desk: Desk, asked: Asked) -> Answer:
    """End this sign-in; a browser forgets its cookie."""
    await sign_ins.sign_out(desk, asked.caller)
    return WithCookie(None, _cookie("", 0, secure=asked.secure))


async def revoke_sign_in(desk: Desk, asked: Asked) -> None:
    """End one of one's own sign-ins."""
    await sign_ins.revoke_sign_in(desk, asked.caller, asked.path["sign_in"])


def require_page(asked: Asked, *, wants_cookie: bool) -> None:
    """Refuse a foreign page that would sign its visitor in here."""
    if wants_cookie and not asked.own_origin:
        raise Refusal(
            "forbidden", "A sign-in by cookie needs the hub's own `Origin`", field="Origin"
        )


async def signed_in(desk: Desk, asked: Asked, granted: Granted, *, as_cookie: bool) -> Answer:
    """Hand a new sign-in over: in the answer to programs, as a cookie to browsers."""
    answer = SignedIn(
        me=await get_me(desk, granted.caller),
        sign_in=granted.caller.sign_in,
        token=None if as_cookie else granted.token,
        expires_at=granted.expires_at,
    )
    if not as_cookie:
        return answer
    lasts_s = (granted.expires_at - desk.clock.now_us()) // 1_000_000
    return WithCookie(answer, _cookie(granted.token, lasts_s, secure=asked.secure))


def _cookie(token: str, max_age_s: int, *, secure: bool) -> str:
    cookie = f"{COOKIE}={token}; Path=/; Max-Age={max_age_s}; HttpOnly; SameSite=Lax"
    return f"{cookie}; Secure" if secure else cookie
