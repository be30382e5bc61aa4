"""What passes between people who know each other: asking, answering, ending, blocking."""

from dataclasses import dataclass

from msgspec import UNSET

from hubbub_protocol.accounts import MakeBot
from hubbub_protocol.contact_codes import MadeContactCode, MakeContactCode
from hubbub_protocol.members import Page
from hubbub_protocol.personal_connections import (
    AskedToConnect,
    AskToConnect,
    EditPeopleSettings,
    FindPersonalConnections,
    FindReceivedRequests,
    PersonalConnection,
    ReceivedRequest,
    SentRequest,
)
from hubbub_server.actions import (
    blocks,
    bots,
    connection_requests,
    contact_codes,
    people_settings,
    personal_connections,
)
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.door import Door
from hubbub_server.actions.sign_ins import Granted, recognise
from hubbub_server.domain.caller import Caller
from tests.server.actions.scene import new_key
from tests.server.people import ADDRESS
from tests.server.store.hand_clock import HandClock

DAY_US = 24 * 3600 * 1_000_000


@dataclass(frozen=True)
class Circle:
    """What one needs to let people become connected. Each deed is a second after the last one."""

    desk: Desk
    door: Door
    clock: HandClock

    async def bot(self, host: Caller, username: str = "helper") -> Caller:
        """Let a host of some room make a bot."""
        return (await self.bot_with_token(host, username)).caller

    async def bot_with_token(self, host: Caller, username: str = "helper") -> Granted:
        """Let a host of some room make a bot, and keep its token."""
        asked = MakeBot(username=username, display_name=username.title())
        made = await bots.make_bot(self.desk, self.door, host, asked)
        caller = (await recognise(self.desk, made.token)).caller
        return Granted(caller, made.token, made.expires_at)

    async def ask(
        self,
        caller: Caller,
        other: Caller | None = None,
        *,
        code: str | None = None,
        opening: str = "",
        room: str | None = None,
        key: str | None = None,
    ) -> AskedToConnect:
        """Let somebody ask for a personal connection."""
        self.clock.move(1_000_000)
        asked = AskToConnect(
            member=other.member if other else UNSET,
            code=code or UNSET,
            room=room or UNSET,
            opening=opening,
        )
        return await connection_requests.ask_to_connect(
            self.desk, self.door, caller, asked, key=key or new_key(), address=ADDRESS
        )

    async def request(self, caller: Caller, other: Caller, opening: str = "") -> str:
        """Let somebody ask, to no immediate effect; return the id of the request."""
        asked = await self.ask(caller, other, opening=opening)
        assert asked.request is not None
        assert asked.personal_connection is None
        return asked.request.id

    async def accept(
        self, caller: Caller, request: str, key: str | None = None
    ) -> PersonalConnection:
        """Let somebody accept."""
        self.clock.move(1_000_000)
        return await connection_requests.accept_request(
            self.desk, caller, request, key or new_key()
        )

    async def put_off(self, caller: Caller, request: str) -> None:
        """Let somebody say "not now"."""
        self.clock.move(1_000_000)
        await connection_requests.put_off_request(self.desk, caller, request, new_key())

    async def decline(self, caller: Caller, request: str) -> None:
        """Let somebody decline."""
        self.clock.move(1_000_000)
        await connection_requests.decline_request(self.desk, caller, request, new_key())

    async def withdraw(self, caller: Caller, request: str) -> None:
        """Let somebody take a request back."""
        self.clock.move(1_000_000)
        await connection_requests.withdraw_request(self.desk, caller, request, new_key())

    async def connect(self, caller: Caller, other: Caller) -> PersonalConnection:
        """Let two who share a room become connected."""
        return await self.accept(other, await self.request(caller, other))

    async def end(self, caller: Caller, other: Caller) -> None:
        """Let somebody end a personal connection."""
        self.clock.move(1_000_000)
        await personal_connections.end_personal_connection(
            self.desk, caller, other.member, new_key()
        )

    async def block(self, caller: Caller, other: Caller) -> None:
        """Let somebody block another."""
        self.clock.move(1_000_000)
        await blocks.block_member(self.desk, caller, other.member, new_key())

    async def unblock(self, caller: Caller, other: Caller) -> None:
        """Let somebody lift a block."""
        self.clock.move(1_000_000)
        await blocks.unblock_member(self.desk, caller, other.member, new_key())

    async def blocked(self, caller: Caller) -> list[str]:
        """Return the ids of those whom somebody has blocked."""
        page = await blocks.list_blocks(self.desk, caller, Page())
        return [each.member.id for each in page.blocks]

    async def contact_code(self, caller: Caller, uses: int | None = 1) -> MadeContactCode:
        """Let somebody make a contact code."""
        asked = MakeContactCode(label="the fair", uses=uses)
        return await contact_codes.make_contact_code(self.desk, caller, asked, new_key())

    async def set(self, caller: Caller, settings: EditPeopleSettings) -> None:
        """Let somebody change how they may be approached."""
        await people_settings.edit_people_settings(self.desk, caller, settings, new_key())

    async def sent(self, caller: Caller) -> list[SentRequest]:
        """Return somebody's pending requests."""
        return (await connection_requests.list_sent_requests(self.desk, caller, Page())).requests

    async def received(self, caller: Caller, *, put_off: bool = False) -> list[ReceivedRequest]:
        """Return the requests that somebody may accept."""
        find = FindReceivedRequests(put_off=put_off)
        return (await connection_requests.list_received_requests(self.desk, caller, find)).requests

    async def connected(self, caller: Caller, text: str = "") -> list[PersonalConnection]:
        """Return with whom somebody is connected."""
        find = FindPersonalConnections(text=text)
        page = await personal_connections.list_personal_connections(self.desk, caller, find)
        return page.personal_connections
