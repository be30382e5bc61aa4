"""Opening a session: from a token and cursors to welcome and flowing streams."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hubbub_protocol.commands import Hello
from hubbub_protocol.errors import CloseCode, Refusal
from hubbub_protocol.frames import Frame, Reset, StreamState, Welcome
from hubbub_server.actions.members import get_me
from hubbub_server.actions.sign_ins import Recognised, Unrecognised, recognise
from hubbub_server.hub.outlet import Outlet
from hubbub_server.hub.session import Session
from hubbub_server.hub.sessions import OvertakenError
from hubbub_server.hub.subscribing import Answer, Granted, Void, Wish
from hubbub_server.ws.answers import error_of
from hubbub_server.ws.edge import Edge

FEATURES: Final = (
    "direct_channels",
    "history",
    "mentions",
    "personal_connections",
    "pins",
    "presence",
    "reactions",
    "typing",
)

_CLOSE_CODES: Final = {
    "unknown": CloseCode.BAD_TOKEN,
    "expired": CloseCode.EXPIRED,
    "banned": CloseCode.BANNED,
}


class HelloRefusedError(Exception):
    """The session cannot be opened; the socket closes with this code."""

    def __init__(self, code: CloseCode, reason: str, retry_ms: int | None = None) -> None:
        super().__init__(reason)
        self.code = code
        self.retry_ms = retry_ms


@dataclass(frozen=True, slots=True)
class Opened:
    """A session whose frames are to be written, and whose streams then to be begun."""

    session: Session
    frames: Sequence[Frame]
    granted: Sequence[Granted]


async def open_session(
    edge: Edge, outlet: Outlet, hello: Hello, number: int, cookie_token: str | None
) -> Opened:
    """Recognise the member, open the session and decide on the streams to resume.

    ``number`` is that of the hello as it arrived: of one device, the latest has the session.
    Raises :class:`HelloRefusedError`, or a retryable refusal when the database is away.
    """
    limit = edge.desk.limits.subscriptions
    if len(hello.resume) > limit:
        raise HelloRefusedError(
            CloseCode.MALFORMED, f"At most {limit} streams to resume, got {len(hello.resume)}"
        )
    if edge.hub.draining:
        raise HelloRefusedError(CloseCode.SERVICE_RESTART, "The hub restarts")
    epoch = edge.desk.store.epoch
    await edge.hub.confirm_rights()  # so that what is revoked from now on is noticed here
    checked_at = edge.hub.control_head
    known = await _recognise(edge, hello.token or cookie_token)
    try:
        session = edge.hub.open_session(known.caller, hello.device, outlet, number)
    except OvertakenError:
        raise HelloRefusedError(CloseCode.SESSION_REPLACED, "Another socket took over") from None
    except Refusal as refusal:
        raise HelloRefusedError(CloseCode.TOO_MANY_SOCKETS, refusal.detail) from refusal
    try:
        edge.desk.require_epoch(epoch)  # from here on this session is closed when another begins
        if edge.hub.control_head != checked_at:
            # Something was revoked meanwhile, and this session was not there to be closed.
            await _recognise(edge, hello.token or cookie_token)
        session.expires_at = known.expires_at
        me = await get_me(edge.desk, known.caller)
        wishes = [Wish(stream, seq) for stream, seq in hello.resume.items()]
        answers = await edge.hub.subscribe(session, wishes, hello.epoch) if wishes else []
    except BaseException:
        edge.hub.close_session(session)
        raise
    granted = [answer for answer in answers if isinstance(answer, Granted)]
    welcome = Welcome(
        session=session.id,
        member=me,
        now=edge.desk.clock.now_us(),
        epoch=edge.desk.store.epoch,
        ping_ms=edge.ping_ms,
        limits=edge.desk.limits,
        features=FEATURES,
        streams=[state_of(one) for one in granted],
    )
    others = _not_granted(edge, wishes, answers)
    return Opened(session, [welcome, *others], granted)


def state_of(granted: Granted) -> StreamState:
    """Say where a subscription begins."""
    return StreamState(
        stream=granted.subscription.stream.name,
        head=granted.head,
        after=granted.after,
        mode=granted.mode,
        read=granted.read,
    )


async def renew(edge: Edge, session: Session, token: str) -> int:
    """Let a session go on with a newer token of the same member; returns when that expires."""
    while True:
        checked_at = edge.hub.control_head
        known = await recognise(edge.desk, token)
        if known.caller.member != session.caller.member:
            raise Refusal("forbidden", "This token is another member's", field="token")
        if edge.hub.control_head == checked_at:
            break  # else something was revoked meanwhile, while the session had the older token
    session.caller = known.caller
    session.expires_at = known.expires_at
    return known.expires_at


async def _recognise(edge: Edge, token: str | None) -> Recognised:
    if not token:
        raise HelloRefusedError(CloseCode.BAD_TOKEN, "hello needs a token")
    try:
        return await recognise(edge.desk, token)
    except Unrecognised as refusal:
        raise HelloRefusedError(_CLOSE_CODES[refusal.why], refusal.detail) from refusal


def _not_granted(edge: Edge, wishes: Sequence[Wish], answers: Sequence[Answer]) -> list[Frame]:
    frames: list[Frame] = []
    for wish, answer in zip(wishes, answers, strict=True):
        if isinstance(answer, Void):
            epoch = edge.desk.store.epoch
            frames.append(Reset(stream=answer.stream, epoch=epoch, head=answer.head))
        elif isinstance(answer, Refusal):
            frames.append(error_of(None, answer, to=wish.stream))
    return frames
