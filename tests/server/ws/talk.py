"""A member's conversation with a hub, without a socket between them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from uuid import uuid4

import msgspec
from sqlalchemy import text

from hubbub_protocol.commands import ClientInfo, Command, Hello, Send
from hubbub_protocol.errors import CloseCode
from hubbub_protocol.rooms import Purpose
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.sign_ins import Granted, revoke_sign_in
from hubbub_server.broker.memory import MemoryBroker
from hubbub_server.hub.hub import Hub
from hubbub_server.ws.conversation import Conversation
from hubbub_server.ws.edge import Edge
from tests.server.hub.ear import Ear
from tests.server.people import ADDRESS

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
    edge: Edge
    ada: Granted
    room: str
    phone: Phone

    @property
    def hub(self) -> Hub:
        """The hub."""
        return self.edge.hub

    def call(self, phone: Phone) -> None:
        """Say hello with a phone."""
        phone.conversation = Conversation(self.edge, phone, None, ADDRESS)
        client = ClientInfo(name="test", version="1")
        hello = Hello(token=self.ada.token, device="tab", client=client)
        phone.conversation.take(msgspec.json.encode(hello))

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

    async def ask(self, command: Command) -> dict[str, object]:
        """Say one command, and return the one frame that answers it."""
        self.phone.writes.clear()
        self.phone.conversation.take(msgspec.json.encode(command))
        async with asyncio.timeout(10):
            while not self.phone.frames:
                await self.settled()
        (answer,) = self.phone.frames
        return answer

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
