"""Personal connections and blocks over a live session: the deeds, without the lists."""

from collections.abc import Awaitable, Callable
from uuid import uuid4

from msgspec import UNSET

from hubbub_protocol.commands import (
    AnswerRequest,
    Block,
    Connect,
    EndPersonalConnection,
    PairCommand,
    Unblock,
    WithdrawRequest,
)
from hubbub_protocol.messages import Written
from hubbub_protocol.personal_connections import RequestAnswer


class LivePeople:
    """What a session can do about other members, :attr:`Session.people`.

    Each deed returns when the hub has it on disk, with a place in one's own inbox, and is repeated
    under its key until the hub has answered it. They keep their order.
    """

    def __init__(
        self, new_ref: Callable[[], int], write: Callable[[PairCommand], Awaitable[Written]]
    ) -> None:
        self._new_ref = new_ref
        self._write = write

    async def ask(
        self,
        member_id: str | None = None,
        *,
        code: str | None = None,
        room_id: str | None = None,
        opening: str = "",
        key: str | None = None,
    ) -> Written:
        """Ask a member for a personal connection: one with whom one shares a room, or whose
        contact code one has. Bots cannot (RefusedError ``forbidden``).

        ``id`` is that of the request, or of the direct channel where the two are connected at
        once; ``seq`` is that of the ConnectionRequested or PersonalConnectionOpened.
        """
        return await self._write(
            Connect(
                ref=self._new_ref(),
                key=_key(key),
                member=member_id or UNSET,
                code=code or UNSET,
                room=room_id or UNSET,
                opening=opening,
            )
        )

    async def accept(self, request_id: str, *, key: str | None = None) -> Written:
        """Accept a request that one has received; ``id`` is that of the direct channel."""
        return await self._answer(request_id, "accept", key)

    async def put_off(self, request_id: str, *, key: str | None = None) -> Written:
        """Say "not now": one may accept until the request expires. The sender is not told."""
        return await self._answer(request_id, "put_off", key)

    async def decline(self, request_id: str, *, key: str | None = None) -> Written:
        """Decline a request, and what its sender asks in the next 180 days. They are not told."""
        return await self._answer(request_id, "decline", key)

    async def withdraw(self, request_id: str, *, key: str | None = None) -> Written:
        """Take a request of one's own back."""
        return await self._write(
            WithdrawRequest(ref=self._new_ref(), key=_key(key), request=request_id)
        )

    async def end(self, member_id: str, *, key: str | None = None) -> Written:
        """End the personal connection with a member; again has no effect."""
        return await self._write(
            EndPersonalConnection(ref=self._new_ref(), key=_key(key), member=member_id)
        )

    async def block(self, member_id: str, *, key: str | None = None) -> Written:
        """Block a member; again has no effect."""
        return await self._write(Block(ref=self._new_ref(), key=_key(key), member=member_id))

    async def unblock(self, member_id: str, *, key: str | None = None) -> Written:
        """Block a member no longer; again has no effect."""
        return await self._write(Unblock(ref=self._new_ref(), key=_key(key), member=member_id))

    async def _answer(self, request_id: str, answer: RequestAnswer, key: str | None) -> Written:
        return await self._write(
            AnswerRequest(ref=self._new_ref(), key=_key(key), request=request_id, answer=answer)
        )


def _key(given: str | None) -> str:
    return given or str(uuid4())
