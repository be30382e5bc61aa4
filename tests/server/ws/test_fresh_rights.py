"""What was found out about a sign-in is relied on for 10 s; after that the database is asked."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from uuid import uuid4

import msgspec
import pytest
from sqlalchemy import text

from hubbub_protocol.commands import ClientInfo, Hello, History, Send
from hubbub_protocol.errors import CloseCode
from hubbub_protocol.rooms import CreateRoom, Purpose
from hubbub_protocol.streams import room_stream
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.rooms import create_room
from hubbub_server.actions.sending import Sending
from hubbub_server.actions.sign_ins import Granted, revoke_sign_in
from hubbub_server.broker.memory import MemoryBroker
from hubbub_server.hub.hub import Hub
from hubbub_server.ws.conversation import Conversation
from hubbub_server.ws.edge import Edge
from hubbub_server.ws.liveness import Liveness
from tests.server.hub.ear import Ear
from tests.server.people import People
from tests.server.store.hand_clock import HandClock

PURPOSE = Purpose(statement="to bake bread", kind="hobby")


class Phone(Ear):
    """An outlet that ends its conversation when it is closed, as a socket does."""

    conversation: Conversation

    def close(self, code: CloseCode, reason: str, retry_ms: int | None = None) -> None:
        """Remember why it was closed, and hang up."""
        super().close(code, reason, retry_ms)
        self.conversation.end()


@dataclass
class Talk:
    """A member's conversation with a hub that hears nothing of what others do."""

    desk: Desk
    hub: Hub
    ada: Granted
    room: str
    phone: Phone

    def say(self, *bodies: str) -> None:
        """Send messages."""
        for ref, body in enumerate(bodies, start=1):
            send = Send(ref=ref, stream=self.room, key=str(uuid4()), body=body)
            self.phone.conversation.take(msgspec.json.encode(send))

    async def told(self, *kinds: str) -> list[dict[str, object]]:
        """Wait for frames of these kinds, and return all that came."""
        async with asyncio.timeout(10):
            while [frame["t"] for frame in self.phone.frames] != list(kinds):
                await self.settled()
        return self.phone.frames

    async def hung_up(self) -> None:
        """Wait until the hub has closed."""
        async with asyncio.timeout(10):
            while self.phone.closed is None:
                await self.settled()

    async def settled(self) -> None:
        """Let what is under way come to its end."""
        for _ in range(10):
            await self.desk.store.read_page(self.room, 0, 1)

    async def bodies(self) -> list[str]:
        """Return what was written in the room."""
        page = await self.desk.store.read_page(self.room, 0, None)
        payloads = [msgspec.json.decode(event.payload) for event in page]
        return [each["body"] for each in payloads if each["kind"] == "message_sent"]

    async def sign_out_elsewhere(self) -> None:
        """End the sign-in on another hub, whose publication is lost."""
        elsewhere = replace(self.desk, broker=MemoryBroker())
        await revoke_sign_in(elsewhere, self.ada.caller, self.ada.caller.sign_in)

    @asynccontextmanager
    async def heads_lost(self) -> AsyncIterator[None]:
        """Let the store refuse to tell heads for a while."""
        async with self.desk.store.transaction(()) as opened:
            await opened.execute(text("ALTER TABLE streams RENAME TO lost"))
        yield
        async with self.desk.store.transaction(()) as opened:
            await opened.execute(text("ALTER TABLE lost RENAME TO streams"))


@pytest.fixture
async def talk(desk: Desk, sending: Sending, people: People) -> Talk:
    ada = await people.member("ada")
    asked = CreateRoom(name="Bread", purpose=PURPOSE)
    room = await create_room(desk, ada.caller, asked, str(uuid4()))
    hub = Hub(desk.store, desk.broker, desk.clock, sockets_per_member=1)
    edge = Edge(desk, hub, sending, Liveness(desk.clock, 25_000, 10_000), "", "token", 25_000)
    phone = Phone()
    phone.conversation = Conversation(edge, phone, None)
    talk = Talk(desk, hub, ada, room_stream(room.id), phone)
    hello = Hello(token=ada.token, device="tab", client=ClientInfo(name="test", version="1"))
    phone.conversation.take(msgspec.json.encode(hello))
    await talk.told("welcome")
    phone.writes.clear()
    return talk


async def test_the_first_hello_makes_sure_of_the_rights(talk: Talk) -> None:
    assert talk.hub.rights_are_fresh


async def test_within_ten_seconds_the_database_is_not_asked(talk: Talk, clock: HandClock) -> None:
    clock.move(10_000_000)
    async with talk.heads_lost():
        await talk.hub.confirm_rights()


async def test_after_ten_seconds_who_was_signed_out_sends_nothing_more(
    talk: Talk, clock: HandClock
) -> None:
    await talk.sign_out_elsewhere()
    talk.say("Not yet known here")
    await talk.told("ok")
    clock.move(10_000_001)
    talk.say("Am I", "still here?")
    await talk.hung_up()
    assert talk.phone.closed == CloseCode.SIGNED_OUT
    assert await talk.bodies() == ["Not yet known here"]


async def test_after_ten_seconds_who_was_signed_out_reads_nothing_more(
    talk: Talk, clock: HandClock
) -> None:
    await talk.sign_out_elsewhere()
    clock.move(10_000_001)
    talk.phone.conversation.take(msgspec.json.encode(History(ref=1, stream=talk.room)))
    await talk.hung_up()
    assert talk.phone.frames == []


async def test_sends_that_wait_for_the_check_keep_their_order(talk: Talk, clock: HandClock) -> None:
    clock.move(10_000_001)

    async def say_more_when_it_is_done() -> None:
        await talk.hub.confirm_rights()
        talk.say("third", "fourth")

    saying_more = asyncio.create_task(say_more_when_it_is_done())
    await asyncio.sleep(0)  # it waits for the check already, so it is told first
    talk.say("first", "second")
    await saying_more
    await talk.told(*["ok"] * 4)
    assert await talk.bodies() == ["first", "second", "third", "fourth"]


async def test_while_the_database_cannot_be_asked_commands_are_refused_for_now(
    talk: Talk, clock: HandClock
) -> None:
    clock.move(10_000_001)
    async with talk.heads_lost():
        talk.say("Hello?")
        (error,) = await talk.told("error")
    assert (error["code"], error["retry"]) == ("unavailable", True)
    assert talk.phone.closed is None
    clock.move(10_000_001)
    talk.say("Hello again")
    await talk.told("error", "ok")
    assert await talk.bodies() == ["Hello again"]
