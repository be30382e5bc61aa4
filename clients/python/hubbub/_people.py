"""Other members over HTTP: personal connections, blocks and how one may be approached."""

from collections.abc import AsyncIterator

from msgspec import UNSET

from hubbub._http import Requests
from hubbub._pages import PAGE, go_through
from hubbub_protocol.blocks import Block, BlockPage
from hubbub_protocol.contact_codes import (
    ContactCode,
    ContactCodePage,
    LookAtContactCode,
    MadeContactCode,
    MakeContactCode,
    ShownContactCode,
)
from hubbub_protocol.members import MemberCard, Page
from hubbub_protocol.personal_connections import (
    AskedToConnect,
    AskToConnect,
    EditPeopleSettings,
    FindPersonalConnections,
    FindReceivedRequests,
    PeopleSettings,
    PersonalConnection,
    PersonalConnectionPage,
    ReceivedRequest,
    ReceivedRequestPage,
    SentRequest,
    SentRequestPage,
    SetNote,
    Tie,
)


class People:
    """What one can do about other members, :attr:`Client.people`."""

    def __init__(self, requests: Requests) -> None:
        self._requests = requests

    # Asking

    async def ask(
        self,
        member_id: str | None = None,
        *,
        code: str | None = None,
        room_id: str | None = None,
        opening: str = "",
        key: str | None = None,
    ) -> AskedToConnect:
        """Ask a member for a personal connection: one with whom one shares a room, or whose
        contact code one has. Bots cannot (RefusedError ``forbidden``).

        ``room_id`` is the shared room to name as the origin; ``opening`` a line of at most 140
        characters. Every answer but accepting looks like no answer.
        """
        body = AskToConnect(
            member=member_id or UNSET, code=code or UNSET, room=room_id or UNSET, opening=opening
        )
        return await self._requests.ask("ask_to_connect", AskedToConnect, body=body, key=key)

    async def accept(self, request_id: str, *, key: str | None = None) -> PersonalConnection:
        """Accept a request that one has received; again has no effect."""
        path = {"request": request_id}
        return await self._requests.ask("accept_request", PersonalConnection, key=key, path=path)

    async def put_off(self, request_id: str, *, key: str | None = None) -> None:
        """Say "not now": one may accept until the request expires. The sender is not told."""
        await self._requests.tell("put_off_request", key=key, path={"request": request_id})

    async def decline(self, request_id: str, *, key: str | None = None) -> None:
        """Decline a request, and what its sender asks in the next 180 days. They are not told."""
        await self._requests.tell("decline_request", key=key, path={"request": request_id})

    async def withdraw(self, request_id: str, *, key: str | None = None) -> None:
        """Take a request of one's own back."""
        await self._requests.tell("withdraw_request", key=key, path={"request": request_id})

    def sent_requests(self) -> AsyncIterator[SentRequest]:
        """Go through one's own requests that are pending, the latest first."""

        async def ask(after: str) -> SentRequestPage:
            query = Page(after=after, limit=PAGE)
            return await self._requests.ask("list_sent_requests", SentRequestPage, query=query)

        return go_through(ask, lambda page: page.requests)

    def received_requests(self, *, put_off: bool = False) -> AsyncIterator[ReceivedRequest]:
        """Go through the requests that one may accept, the latest first; or those put off."""

        async def ask(after: str) -> ReceivedRequestPage:
            query = FindReceivedRequests(after=after, limit=PAGE, put_off=put_off)
            return await self._requests.ask(
                "list_received_requests", ReceivedRequestPage, query=query
            )

        return go_through(ask, lambda page: page.requests)

    # Personal connections

    def connected(self, text: str = "") -> AsyncIterator[PersonalConnection]:
        """Go through those with whom one is connected, by name; or those with these words."""

        async def ask(after: str) -> PersonalConnectionPage:
            query = FindPersonalConnections(after=after, limit=PAGE, text=text)
            return await self._requests.ask(
                "list_personal_connections", PersonalConnectionPage, query=query
            )

        return go_through(ask, lambda page: page.personal_connections)

    async def end(self, member_id: str, *, key: str | None = None) -> None:
        """End the personal connection with a member; again has no effect."""
        await self._requests.tell("end_personal_connection", key=key, path={"member": member_id})

    async def get_tie(self, member_id: str) -> Tie:
        """Return what one shares with a member with whom one is connected."""
        return await self._requests.ask("get_tie", Tie, path={"member": member_id})

    async def set_note(self, member_id: str, note: str, *, key: str | None = None) -> None:
        """Write one's private note about a member; an empty one erases it."""
        body = SetNote(note=note)
        await self._requests.tell("set_note", body=body, key=key, path={"member": member_id})

    # Blocks

    async def block(self, member_id: str, *, key: str | None = None) -> None:
        """Block a member; again has no effect."""
        await self._requests.tell("block_member", key=key, path={"member": member_id})

    async def unblock(self, member_id: str, *, key: str | None = None) -> None:
        """Block a member no longer; again has no effect."""
        await self._requests.tell("unblock_member", key=key, path={"member": member_id})

    def blocked(self) -> AsyncIterator[Block]:
        """Go through those whom one has blocked, the latest first."""

        async def ask(after: str) -> BlockPage:
            query = Page(after=after, limit=PAGE)
            return await self._requests.ask("list_blocks", BlockPage, query=query)

        return go_through(ask, lambda page: page.blocks)

    # How one may be approached

    async def get_settings(self) -> PeopleSettings:
        """Return how one may be approached."""
        return await self._requests.ask("get_people_settings", PeopleSettings)

    async def edit_settings(
        self, changes: EditPeopleSettings, *, key: str | None = None
    ) -> PeopleSettings:
        """Change that; a bot with ``accept_requests=True`` accepts whoever asks it."""
        return await self._requests.ask(
            "edit_people_settings", PeopleSettings, body=changes, key=key
        )

    async def make_contact_code(
        self, asked: MakeContactCode | None = None, *, key: str | None = None
    ) -> MadeContactCode:
        """Make a code by which somebody may ask one, shown this once: by default one request,
        within 30 days."""
        body = asked or MakeContactCode()
        return await self._requests.ask("make_contact_code", MadeContactCode, body=body, key=key)

    def contact_codes(self) -> AsyncIterator[ContactCode]:
        """Go through one's open contact codes, the latest first."""

        async def ask(after: str) -> ContactCodePage:
            query = Page(after=after, limit=PAGE)
            return await self._requests.ask("list_contact_codes", ContactCodePage, query=query)

        return go_through(ask, lambda page: page.contact_codes)

    async def revoke_contact_code(self, contact_code_id: str, *, key: str | None = None) -> None:
        """End a contact code; requests that came by it stay."""
        path = {"contact_code": contact_code_id}
        await self._requests.tell("revoke_contact_code", key=key, path=path)

    async def look_at_contact_code(self, code: str) -> MemberCard:
        """Return whose a contact code is."""
        body = LookAtContactCode(code=code)
        shown = await self._requests.ask("look_at_contact_code", ShownContactCode, body=body)
        return shown.member
