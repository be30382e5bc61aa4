"""A hub over HTTP: accounts, rooms, members, history, and writing without a live session."""

import asyncio
from collections.abc import AsyncIterator
from types import TracebackType
from typing import Final, Self, TypeVar
from urllib.parse import quote
from uuid import uuid4

import httpx
import msgspec

from hubbub._errors import HubbubError, LinkError, RefusedError
from hubbub_protocol.accounts import BotWithToken, MakeBot, Register, SignedIn, SignIn
from hubbub_protocol.errors import ErrorCode
from hubbub_protocol.members import Me, Page, Profile
from hubbub_protocol.messages import FindHistory, MessagePage, WriteMessage, Written
from hubbub_protocol.operations import OPERATIONS, Operation
from hubbub_protocol.rooms import CreateRoom, FindRooms, LeaveRoom, Purpose, Room, RoomPage

TIMEOUT_S: Final = 20.0
FIRST_WAIT_S: Final = 0.25
LONGEST_WAIT_S: Final = 5.0
A = TypeVar("A", bound=msgspec.Struct)

_OPERATIONS: Final = {operation.name: operation for operation in OPERATIONS}


class _Refused(msgspec.Struct, kw_only=True):
    """What a hub answers to a request that it refuses."""

    code: ErrorCode
    detail: str
    field: str | None = None
    limit: int | None = None
    after_ms: int | None = None
    request_id: str | None = None


class _Unreachable(LinkError):
    """Nothing answered, or a proxy did in the hub's place: the hub may be back soon."""


class Client:
    """A hub's HTTP API, as an asynchronous context manager::

        async with Client("http://localhost:8000", token=token) as client:
            room = await client.join_room("0190…")
            await client.write(room.stream, "Hello")

    Every operation of the protocol can be had with :meth:`call` and :meth:`tell`; the other
    methods are those that programs need most. All raise RefusedError and LinkError. With
    ``patience_s``, a request that meets a broken link or a busy hub is repeated for so long; a
    write carries the same key each time, so it happens once.
    """

    def __init__(
        self,
        hub_url: str,
        *,
        token: str | None = None,
        patience_s: float = 0.0,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._http = httpx.AsyncClient(
            base_url=f"{hub_url.rstrip('/')}/api/v1", transport=transport, timeout=TIMEOUT_S
        )
        self._token = token
        self._patience_s = patience_s

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close what is open to the hub."""
        await self._http.aclose()

    # Any operation

    async def call(
        self,
        name: str,
        answer: type[A],
        *,
        query: msgspec.Struct | None = None,
        body: msgspec.Struct | None = None,
        key: str | None = None,
        **path: str,
    ) -> A:
        """Ask for an operation of :mod:`hubbub_protocol.operations` that has an answer.

        ``answer`` is the operation's own type, named for the type checker; ``path`` are the parts
        of its path; ``key`` makes a write happen once.
        """
        operation = _operation(name, answer)
        content = await self._request(operation, query=query, body=body, key=key, path=path)
        try:
            return msgspec.json.decode(content, type=answer)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise LinkError(f"The hub's answer to {name} is not that: {error}") from error

    async def tell(
        self, name: str, *, body: msgspec.Struct | None = None, key: str | None = None, **path: str
    ) -> None:
        """Ask for an operation that has no answer."""
        await self._request(_operation(name, None), query=None, body=body, key=key, path=path)

    # Accounts

    async def register(self, username: str, display_name: str, password: str) -> SignedIn:
        """Make an account; from here on the client speaks for it."""
        body = Register(username=username, display_name=display_name, password=password)
        return self._take_token(await self.call("register", SignedIn, body=body))

    async def sign_in(self, username: str, password: str) -> SignedIn:
        """Sign in; from here on the client speaks for the account."""
        body = SignIn(username=username, password=password)
        return self._take_token(await self.call("sign_in", SignedIn, body=body))

    async def make_bot(self, username: str, display_name: str) -> BotWithToken:
        """Make a bot, as an owner of the community or a host of a room; keep its token."""
        body = MakeBot(username=username, display_name=display_name)
        return await self.call("make_bot", BotWithToken, body=body)

    # Members

    async def get_me(self) -> Me:
        """Return the member for whom the client speaks."""
        return await self.call("get_me", Me)

    async def get_member(self, member_id: str) -> Profile:
        """Return a member with whom one shares a room."""
        return await self.call("get_member", Profile, member=member_id)

    # Rooms

    async def create_room(self, name: str, purpose: Purpose) -> Room:
        """Make a room with a purpose, and own it."""
        return await self.call("create_room", Room, body=CreateRoom(name=name, purpose=purpose))

    async def find_rooms(self, wanted: FindRooms) -> RoomPage:
        """Find rooms by text, tag and kind, liveliest first."""
        return await self.call("find_rooms", RoomPage, query=wanted)

    async def my_rooms(self) -> AsyncIterator[Room]:
        """Go through the rooms to which one belongs, by name."""
        after = ""
        while True:
            page = await self.call("list_my_rooms", RoomPage, query=Page(after=after, limit=100))
            for room in page.rooms:
                yield room
            if page.next is None:
                return
            after = page.next

    async def get_room(self, room_id: str) -> Room:
        """Return a room."""
        return await self.call("get_room", Room, room=room_id)

    async def join_room(self, room_id: str) -> Room:
        """Join a room; to join again has no effect."""
        return await self.call("join_room", Room, room=room_id)

    async def leave_room(self, room_id: str, *, successor: str | None = None) -> None:
        """Leave a room; its last owner names the member who becomes its owner."""
        await self.tell("leave_room", body=LeaveRoom(successor=successor), room=room_id)

    # Messages

    async def history(self, stream: str, wanted: FindHistory | None = None) -> MessagePage:
        """Return messages as they now stand: the latest, or before, after or around a ``seq``."""
        return await self.call("get_history", MessagePage, query=wanted, stream=stream)

    async def write(
        self, stream: str, body: str, *, reply_to: int | None = None, key: str | None = None
    ) -> Written:
        """Write a message. The same ``key`` never writes twice; by default it is a new one."""
        message = WriteMessage(body=body, reply_to=reply_to)
        return await self.call("write_message", Written, body=message, key=key, stream=stream)

    # How

    def _take_token(self, signed_in: SignedIn) -> SignedIn:
        self._token = signed_in.token
        return signed_in

    async def _request(
        self,
        operation: Operation,
        *,
        query: msgspec.Struct | None,
        body: msgspec.Struct | None,
        key: str | None,
        path: dict[str, str],
    ) -> bytes:
        parts = {name: quote(value, safe=":") for name, value in path.items()}
        request = self._http.build_request(
            operation.method,
            operation.path.format_map(parts),
            params=None if query is None else _parameters(query),
            content=None if body is None else msgspec.json.encode(body),
            headers=self._headers(operation, key),
        )
        loop = asyncio.get_running_loop()
        give_up_at = loop.time() + self._patience_s
        wait_s = FIRST_WAIT_S
        while True:
            try:
                return await self._send(request)
            except (_Unreachable, RefusedError) as error:
                if isinstance(error, RefusedError):
                    if error.code not in ("unavailable", "rate_limited"):
                        raise
                    wait_s = max(wait_s, (error.after_ms or 0) / 1000)
                if loop.time() + wait_s > give_up_at:
                    raise
            await asyncio.sleep(wait_s)
            wait_s = min(2 * wait_s, LONGEST_WAIT_S)

    def _headers(self, operation: Operation, key: str | None) -> dict[str, str]:
        headers = {"Accept": "application/json"}
        if self._token is not None:
            headers["Authorization"] = f"Bearer {self._token}"
        if operation.body is not None:
            headers["Content-Type"] = "application/json"
        if operation.method != "GET":
            headers["Idempotency-Key"] = key or str(uuid4())
        return headers

    async def _send(self, request: httpx.Request) -> bytes:
        try:
            response = await self._http.send(request)
        except httpx.HTTPError as error:
            reason = str(error) or type(error).__name__
            raise _Unreachable(f"{request.url.host} cannot be reached: {reason}") from error
        if response.is_success:
            return response.content
        raise _error_of(response)


def _operation(name: str, answer: type[msgspec.Struct] | None) -> Operation:
    operation = _OPERATIONS.get(name)
    if operation is None:
        raise ValueError(f"There is no operation {name!r}")
    if operation.answer is not answer:
        expected = "no answer" if operation.answer is None else operation.answer.__name__
        raise TypeError(f"The operation {name} has {expected}, asked for was {answer}")
    return operation


def _parameters(query: msgspec.Struct) -> dict[str, str]:
    """Write a query's fields as HTTP has them; what is None or empty is left out."""
    fields: dict[str, object] = msgspec.to_builtins(query)
    return {
        name: str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in fields.items()
        if value not in (None, "")
    }


def _error_of(response: httpx.Response) -> HubbubError:
    try:
        refused = msgspec.json.decode(response.content, type=_Refused)
    except (msgspec.DecodeError, UnicodeDecodeError):
        kind = _Unreachable if response.status_code in (502, 503, 504) else LinkError
        return kind(f"{response.url.host} answered with HTTP {response.status_code}")
    error = RefusedError(
        refused.code,
        refused.detail,
        field=refused.field,
        limit=refused.limit,
        after_ms=refused.after_ms,
    )
    error.request_id = refused.request_id
    return error
