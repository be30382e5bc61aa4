"""A hub over HTTP: accounts, rooms, members, history, and writing without a live session."""

from collections.abc import AsyncIterator
from types import TracebackType
from typing import Self

import httpx
import msgspec

from hubbub._direct_channels import DirectChannels
from hubbub._http import A, Requests
from hubbub._introductions import Introductions
from hubbub._pages import PAGE, go_through
from hubbub._people import People
from hubbub._reports import Reports
from hubbub_protocol.accounts import BotWithToken, MakeBot, Register, SignedIn, SignIn
from hubbub_protocol.invitations import (
    AcceptedInvitation,
    Invitation,
    InvitationCode,
    InvitationPage,
    MadeInvitation,
    MakeInvitation,
    ShownInvitation,
)
from hubbub_protocol.join_requests import (
    AskToJoin,
    JoinRequestPage,
    RefuseJoinRequest,
    RoomJoinRequest,
)
from hubbub_protocol.members import Me, Page
from hubbub_protocol.messages import FindHistory, MessagePage, WriteMessage, Written
from hubbub_protocol.personal_connections import Acquaintance
from hubbub_protocol.rooms import (
    Access,
    CreateRoom,
    FindRooms,
    LeaveRoom,
    Purpose,
    Room,
    RoomMember,
    RoomPage,
)


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
        self._requests = Requests(hub_url, token=token, patience_s=patience_s, transport=transport)
        self._people = People(self._requests)
        self._direct_channels = DirectChannels(self._requests)
        self._introductions = Introductions(self._requests)
        self._reports = Reports(self._requests)

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
        await self._requests.close()

    # What has a name of its own

    @property
    def people(self) -> People:
        """Asking for personal connections and answering, ending them, blocks, contact codes, and
        how one may be approached."""
        return self._people

    @property
    def direct_channels(self) -> DirectChannels:
        """Listing, hiding and exporting direct channels."""
        return self._direct_channels

    @property
    def introductions(self) -> Introductions:
        """Introducing members, answering, and whom the hub suggests."""
        return self._introductions

    @property
    def reports(self) -> Reports:
        """Reporting a connection request, and what owners of the community do with reports."""
        return self._reports

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
        return await self._requests.ask(name, answer, query=query, body=body, key=key, path=path)

    async def tell(
        self, name: str, *, body: msgspec.Struct | None = None, key: str | None = None, **path: str
    ) -> None:
        """Ask for an operation that has no answer."""
        await self._requests.tell(name, body=body, key=key, path=path)

    # Accounts

    async def register(
        self, username: str, display_name: str, password: str, *, invitation: str | None = None
    ) -> SignedIn:
        """Make an account; from here on the client speaks for it.

        ``invitation`` is the code of an invitation into the community, where it takes one.
        """
        body = Register(
            username=username, display_name=display_name, password=password, invitation=invitation
        )
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

    async def get_member(self, member_id: str) -> Acquaintance:
        """Return a member with whom one shares a room."""
        return await self.call("get_member", Acquaintance, member=member_id)

    # Rooms

    async def create_room(self, name: str, purpose: Purpose, *, access: Access = "open") -> Room:
        """Make a room with a purpose, and own it; ``access`` says who may join."""
        body = CreateRoom(name=name, purpose=purpose, access=access)
        return await self.call("create_room", Room, body=body)

    async def find_rooms(self, wanted: FindRooms) -> RoomPage:
        """Find rooms by text, tag and kind, liveliest first."""
        return await self.call("find_rooms", RoomPage, query=wanted)

    def my_rooms(self) -> AsyncIterator[Room]:
        """Go through the rooms to which one belongs, by name."""

        async def ask(after: str) -> RoomPage:
            query = Page(after=after, limit=PAGE)
            return await self.call("list_my_rooms", RoomPage, query=query)

        return go_through(ask, lambda page: page.rooms)

    async def get_room(self, room_id: str) -> Room:
        """Return a room."""
        return await self.call("get_room", Room, room=room_id)

    async def join_room(self, room_id: str) -> Room:
        """Join an open room; to join again has no effect."""
        return await self.call("join_room", Room, room=room_id)

    async def leave_room(self, room_id: str, *, successor: str | None = None) -> None:
        """Leave a room; its last owner names the member who becomes its owner."""
        await self.tell("leave_room", body=LeaveRoom(successor=successor), room=room_id)

    # Join requests

    async def ask_to_join(self, room_id: str, reason: str) -> Room:
        """Ask the hosts of a room on request to be let in; the answer comes to one's inbox."""
        body = AskToJoin(reason=reason)
        return await self.call("ask_to_join", Room, body=body, room=room_id)

    async def withdraw_join_request(self, room_id: str) -> None:
        """Ask no longer."""
        await self.tell("withdraw_join_request", room=room_id)

    def join_requests(self, room_id: str) -> AsyncIterator[RoomJoinRequest]:
        """Go through those who ask to be let in, the oldest first, as a host or owner."""

        async def ask(after: str) -> JoinRequestPage:
            query = Page(after=after, limit=PAGE)
            return await self.call("list_join_requests", JoinRequestPage, query=query, room=room_id)

        return go_through(ask, lambda page: page.requests)

    async def admit_member(self, room_id: str, member_id: str) -> RoomMember:
        """Let one in who asked, as a host or owner; again has no effect."""
        return await self.call("admit_member", RoomMember, room=room_id, member=member_id)

    async def refuse_join_request(self, room_id: str, member_id: str, word: str = "") -> None:
        """Refuse one who asked, as a host or owner, with a word or none."""
        body = RefuseJoinRequest(word=word)
        await self.tell("refuse_join_request", body=body, room=room_id, member=member_id)

    # Invitations

    async def make_invitation(
        self, asked: MakeInvitation | None = None, *, room_id: str | None = None
    ) -> MadeInvitation:
        """Invite into a room, or without one into the community; keep the code, shown once.

        By default one may come in by it, within seven days.
        """
        body = asked or MakeInvitation()
        if room_id is None:
            return await self.call("make_invitation", MadeInvitation, body=body)
        return await self.call("make_room_invitation", MadeInvitation, body=body, room=room_id)

    def invitations(self, room_id: str | None = None) -> AsyncIterator[Invitation]:
        """Go through the open invitations into a room or the community, the latest first."""

        async def ask(after: str) -> InvitationPage:
            return await self._invitation_page(room_id, Page(after=after, limit=PAGE))

        return go_through(ask, lambda page: page.invitations)

    async def revoke_invitation(self, invitation_id: str, *, room_id: str | None = None) -> None:
        """End an invitation into a room or the community."""
        if room_id is None:
            await self.tell("revoke_invitation", invitation=invitation_id)
        else:
            await self.tell("revoke_room_invitation", room=room_id, invitation=invitation_id)

    async def look_at_invitation(self, code: str) -> ShownInvitation:
        """Return what a code is for; this takes no account."""
        body = InvitationCode(code=code)
        return await self.call("look_at_invitation", ShownInvitation, body=body)

    async def accept_invitation(self, code: str) -> Room | None:
        """Join the room that a code leads into; None for one into the community."""
        body = InvitationCode(code=code)
        return (await self.call("accept_invitation", AcceptedInvitation, body=body)).room

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

    async def _invitation_page(self, room_id: str | None, query: Page) -> InvitationPage:
        if room_id is None:
            return await self.call("list_invitations", InvitationPage, query=query)
        return await self.call("list_room_invitations", InvitationPage, query=query, room=room_id)

    def _take_token(self, signed_in: SignedIn) -> SignedIn:
        self._requests.token = signed_in.token
        return signed_in
