"""Rooms with people in them, made by the actions themselves, and an ear for what is told."""

from collections.abc import Awaitable
from dataclasses import dataclass, field
from uuid import uuid4

import msgspec
import pytest
from msgspec import UNSET, UnsetType

from hubbub_protocol.codec import read_payload
from hubbub_protocol.commands import Delete, Edit, Pin, React, Send
from hubbub_protocol.errors import Refusal
from hubbub_protocol.events import Payload
from hubbub_protocol.frames import Ephemeral
from hubbub_protocol.invitations import MakeInvitation
from hubbub_protocol.join_requests import AskToJoin, RefuseJoinRequest
from hubbub_protocol.rooms import Access, CreateRoom, LeaveRoom, Purpose, Room
from hubbub_protocol.streams import inbox_stream, room_stream
from hubbub_server.actions import (
    accepting,
    invitations,
    join_requests,
    memberships,
    messages,
    moderation,
    pins,
    reactions,
    rooms,
)
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.sending import Sending
from hubbub_server.broker.publication import Publication, Whisper
from hubbub_server.domain.caller import Caller
from hubbub_server.store.interface import StoredEvent
from tests.server.pairs import connect, part
from tests.server.people import ADDRESS, People
from tests.server.store.hand_clock import HandClock

PURPOSE = Purpose(statement="to bake bread", kind="hobby", tags=("bread",))


def new_key() -> str:
    """Make a key that nobody used."""
    return str(uuid4())


async def refusal(deed: Awaitable[object]) -> tuple[str, str | None]:
    """Return code and field of the refusal that a deed must come to."""
    with pytest.raises(Refusal) as refused:
        await deed
    return refused.value.code, refused.value.field


@dataclass
class Heard:
    """What the broker carried."""

    publications: list[Publication] = field(default_factory=list)
    whispers: list[Whisper] = field(default_factory=list)

    def receive(self, publication: Publication) -> None:
        """Remember an event."""
        self.publications.append(publication)

    def overhear(self, whisper: Whisper) -> None:
        """Remember something of the moment."""
        self.whispers.append(whisper)

    def doubt(self) -> None:
        """Nothing is ever lost here."""

    @property
    def ephemerals(self) -> list[tuple[str, Ephemeral]]:
        """The channel and frame of every whisper."""
        return [
            (whisper.stream, msgspec.json.decode(whisper.frame, type=Ephemeral))
            for whisper in self.whispers
        ]


def stream_of(place: str) -> str:
    """Return the stream of a room's id; the name of a stream is its own."""
    return place if ":" in place else room_stream(place)


@dataclass(frozen=True)
class Scene:
    """What one needs to let people meet."""

    desk: Desk
    people: People
    sending: Sending
    clock: HandClock

    async def member(self, username: str) -> Caller:
        """Register a person."""
        return (await self.people.member(username)).caller

    async def room(
        self,
        owner: Caller,
        *others: Caller,
        name: str = "Bread",
        look: bool | UnsetType = UNSET,
        access: Access = "open",
        purpose: Purpose = PURPOSE,
    ) -> str:
        """Make a room, a second after what was last done, and let others join it."""
        self.clock.move(1_000_000)
        request = CreateRoom(name=name, purpose=purpose, access=access, look=look)
        room = (await rooms.create_room(self.desk, owner, request, new_key())).id
        for other in others:
            if access == "open":
                await self.join(other, room)
            else:
                await self.let_in(owner, room, other)
        return room

    async def let_in(self, host: Caller, room: str, other: Caller) -> None:
        """Let somebody come in by an invitation of a host."""
        await self.accept(other, await self.invite(host, room))

    async def invite(self, caller: Caller, room: str | None, uses: int | None = None) -> str:
        """Make an invitation and return its code."""
        asked = MakeInvitation(uses=uses)
        made = await invitations.make_invitation(self.desk, caller, room, asked, new_key())
        return made.code

    async def accept(self, caller: Caller, code: str) -> Room | None:
        """Let somebody accept an invitation."""
        accepted = await accepting.accept_invitation(
            self.desk, self.people.door, caller, code, key=new_key(), address=ADDRESS
        )
        return accepted.room

    async def ask(self, caller: Caller, room: str, reason: str = "I bake") -> Room:
        """Let somebody ask to be let in, a second after what was last done."""
        self.clock.move(1_000_000)
        asked = AskToJoin(reason=reason)
        return await join_requests.ask_to_join(self.desk, caller, room, asked, new_key())

    async def admit(self, host: Caller, room: str, asker: Caller) -> None:
        """Let a host admit somebody."""
        await join_requests.admit_member(self.desk, host, room, asker.member, new_key())

    async def refuse(self, host: Caller, room: str, asker: Caller, word: str = "") -> None:
        """Let a host refuse somebody."""
        asked = RefuseJoinRequest(word=word)
        await join_requests.refuse_join_request(
            self.desk, host, room, asker.member, asked, new_key()
        )

    async def withdraw(self, caller: Caller, room: str) -> None:
        """Let somebody ask no longer."""
        await join_requests.withdraw_join_request(self.desk, caller, room, new_key())

    async def join(self, caller: Caller, room: str) -> Room:
        """Let somebody join."""
        return await memberships.join_room(self.desk, caller, room, new_key())

    async def leave(self, caller: Caller, room: str) -> None:
        """Let somebody leave."""
        await memberships.leave_room(self.desk, caller, room, LeaveRoom(), new_key())

    async def ban(self, by: Caller, room: str, other: Caller) -> None:
        """Let a host shut somebody out."""
        await moderation.ban_member(self.desk, by, room, other.member, "", new_key())

    async def make_host(self, by: Caller, room: str, other: Caller) -> None:
        """Let an owner make somebody host."""
        await memberships.set_role(self.desk, by, room, other.member, "host", new_key())

    async def connect(self, one: Caller, other: Caller) -> str:
        """Connect two members, also again, and return the stream of their direct channel."""
        self.clock.move(1_000_000)
        return await connect(self.desk, one.member, other.member)

    async def part(self, by: Caller, stream: str) -> int:
        """Let one of the two end their connection; return the ``seq`` in their direct channel."""
        self.clock.move(1_000_000)
        return await part(self.desk, by.member, stream)

    async def say(
        self, caller: Caller, room: str, body: str = "Good morning", reply_to: int | None = None
    ) -> int:
        """Let somebody write a message, a second after the last one; return its ``seq``."""
        self.clock.move(1_000_000)
        send = Send(ref=0, stream=stream_of(room), key=new_key(), body=body, reply_to=reply_to)
        return (await self.sending.submit(caller, send)).seq

    async def edit(self, caller: Caller, room: str, target: int, body: str) -> int:
        """Let somebody edit a message; return the ``seq`` of the event."""
        self.clock.move(1_000_000)
        edit = Edit(ref=0, stream=stream_of(room), key=new_key(), target=target, body=body)
        return (await messages.edit(self.desk, caller, edit)).seq

    async def delete(self, caller: Caller, room: str, target: int) -> int:
        """Let somebody delete a message; return the ``seq`` of the event."""
        delete = Delete(ref=0, stream=stream_of(room), key=new_key(), target=target)
        return (await messages.delete(self.desk, caller, delete)).seq

    async def react(self, caller: Caller, room: str, target: int, emoji: str = "🍞") -> int:
        """Let somebody react; return the ``seq`` of the event."""
        react = React(ref=0, stream=stream_of(room), key=new_key(), target=target, emoji=emoji)
        return (await reactions.react(self.desk, caller, react)).seq

    async def pin(self, caller: Caller, room: str, target: int) -> int:
        """Let somebody pin a message; return the ``seq`` of the event."""
        pin = Pin(ref=0, stream=stream_of(room), key=new_key(), target=target)
        return (await pins.pin(self.desk, caller, pin)).seq

    async def log(self, stream: str) -> list[StoredEvent]:
        """Return a whole stream."""
        found: list[StoredEvent] = []
        while page := await self.desk.store.read_page(stream, len(found), None):
            found += page
        return found

    async def events_of(self, room: str, after: int = 0) -> list[Payload]:
        """Return what happened in a room."""
        log = await self.log(stream_of(room))
        return [read_payload(event.payload) for event in log[after:]]

    async def inbox_of(self, caller: Caller) -> list[Payload]:
        """Return what somebody was told."""
        log = await self.log(inbox_stream(caller.member))
        return [read_payload(event.payload) for event in log]

    async def listen(self, *streams: str) -> Heard:
        """Hear what is told in these streams from now on."""
        heard = Heard()
        self.desk.broker.attach(heard)
        for stream in streams:
            await self.desk.broker.listen(stream)
        return heard
