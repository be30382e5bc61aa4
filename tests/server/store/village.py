"""A small place to write in: members, rooms, and the deeds that the store's suite needs.

What the actions do with a room is done here with the store alone, in the same shape: lock, read,
append, change what hangs on it, commit.
"""

import hashlib
import secrets
from uuid import uuid4

from sqlalchemy import delete, insert, update

from hubbub_protocol.errors import Refusal
from hubbub_protocol.events import (
    BlockLifted,
    BlockSet,
    DirectChannelEnded,
    DirectChannelOpened,
    MemberBanned,
    MemberRemoved,
    RoleChanged,
    RoomCreated,
)
from hubbub_protocol.ids import make_id
from hubbub_protocol.rooms import Purpose, Role
from hubbub_protocol.streams import CONTROL, direct_stream, room_stream, stream_subject
from hubbub_server.domain.access import MembershipState
from hubbub_server.store.interface import (
    MessageWritten,
    NewEvent,
    NewMessage,
    Store,
    StoredEvent,
    Transaction,
    WriteKey,
    WriteResult,
)
from hubbub_server.store.personal_connections import (
    Opening,
    end_personal_connection,
    find_personal_connection,
    open_personal_connection,
)
from hubbub_server.store.schema import blocks, members, memberships, rooms
from tests.server.store.hand_clock import HandClock

PURPOSE = Purpose(statement="to bake bread", kind="hobby")


class Village:
    """A store with people in it."""

    def __init__(self, store: Store, clock: HandClock) -> None:
        self.store = store
        self.clock = clock

    def new_id(self) -> str:
        """Make an id."""
        return make_id(self.clock.now_us(), secrets.randbits(74))

    async def welcome(self, username: str) -> str:
        """Make a member and return the id."""
        member = self.new_id()
        values = {"avatar_colour": "#336699", "kind": "person", "line": "", "interests": "[]"}
        async with self.store.transaction(()) as opened:
            await opened.execute(
                insert(members).values(
                    id=member,
                    username=username,
                    display_name=username.title(),
                    search_text=username,
                    created_at=opened.now_us,
                    **values,
                )
            )
        return member

    async def found(self, owner: str) -> str:
        """Make a room, of which the first event tells, and return its stream."""
        room = self.new_id()
        stream = room_stream(room)
        texts = {"statement": PURPOSE.statement, "kind": PURPOSE.kind, "tags": "[]", "signs": "[]"}
        async with self.store.transaction([stream]) as opened:
            await opened.execute(
                insert(rooms).values(
                    id=room,
                    name="Bread",
                    access="open",
                    look=True,
                    state="active",
                    search_text="bread",
                    created_at=opened.now_us,
                    **texts,
                )
            )
            created = RoomCreated(name="Bread", purpose=PURPOSE, access="open", look=True)
            await opened.append_events([NewEvent(stream, owner, created)])
        await self.admit(stream, owner, role="owner")
        return stream

    async def admit(self, stream: str, *who: str, role: Role = "member") -> None:
        """Make members of the room, without an event, so that tests can count from 2 on."""
        async with self.store.transaction([stream]) as opened:
            for member in who:
                await opened.execute(
                    insert(memberships).values(
                        room=stream_subject(stream),
                        member=member,
                        role=role,
                        state="member",
                        joined_at=opened.now_us,
                        joined_seq=1,
                        changed_at=opened.now_us,
                        changed_by=member,
                    )
                )

    async def dismiss(
        self, stream: str, member: str, *, by: str, state: MembershipState = "removed"
    ) -> int:
        """Remove or ban a member, and return the ``seq`` of the event."""
        payload = MemberBanned if state == "banned" else MemberRemoved
        async with self.store.transaction([stream]) as opened:
            (event,) = await opened.append_events([NewEvent(stream, by, payload(member=member))])
            await opened.execute(
                update(memberships)
                .where(memberships.c.room == stream_subject(stream), memberships.c.member == member)
                .values(state=state, until_seq=event.seq, changed_at=opened.now_us, changed_by=by)
            )
        return event.seq

    async def give_role(self, stream: str, member: str, role: Role, *, by: str) -> int:
        """Give a member of the room a role, and return the ``seq`` of the event."""
        payload = RoleChanged(member=member, role=role)
        async with self.store.transaction([stream]) as opened:
            (event,) = await opened.append_events([NewEvent(stream, by, payload)])
            await opened.execute(
                update(memberships)
                .where(memberships.c.room == stream_subject(stream), memberships.c.member == member)
                .values(role=role, changed_at=opened.now_us, changed_by=by)
            )
        return event.seq

    async def block(self, blocker: str, blocked: str) -> list[StoredEvent]:
        """Let one block another; returns the event by which hubs learn of it."""
        payload = BlockSet(blocker=blocker, blocked=blocked)
        async with self.store.transaction([CONTROL]) as opened:
            await opened.execute(
                insert(blocks).values(blocker=blocker, blocked=blocked, blocked_at=opened.now_us)
            )
            return await opened.append_events([NewEvent(CONTROL, "", payload)])

    async def unblock(self, blocker: str, blocked: str) -> list[StoredEvent]:
        """Let one block another no longer; returns the event by which hubs learn of it."""
        payload = BlockLifted(blocker=blocker, blocked=blocked)
        async with self.store.transaction([CONTROL]) as opened:
            await opened.execute(
                delete(blocks).where(blocks.c.blocker == blocker, blocks.c.blocked == blocked)
            )
            return await opened.append_events([NewEvent(CONTROL, "", payload)])

    async def close_to_strangers(self, stream: str) -> None:
        """Let a room be one by invitation."""
        async with self.store.transaction([stream]) as opened:
            await opened.execute(
                update(rooms)
                .where(rooms.c.id == stream_subject(stream))
                .values(access="invite", look=False)
            )

    async def archive(self, stream: str) -> None:
        """Make a room read-only."""
        async with self.store.transaction([stream]) as opened:
            await opened.execute(
                update(rooms).where(rooms.c.id == stream_subject(stream)).values(state="archived")
            )

    async def connect(self, one: str, other: str) -> str:
        """Connect two members, also again, and return the stream of their direct channel."""
        async with self.store.snapshot() as reading:
            before = await find_personal_connection(reading, one, other)
        channel = self.new_id() if before is None else before.channel
        stream = direct_stream(channel)
        lower, higher = sorted((one, other))
        opened = DirectChannelOpened(members=(lower, higher), origin="code")
        async with self.store.transaction([stream]) as writing:
            (event,) = await writing.append_events([NewEvent(stream, one, opened)])
            opening = Opening(channel, one, other, "code", None, None, event.seq)
            await open_personal_connection(writing, opening)
        return stream

    async def part(self, stream: str, by: str) -> int:
        """End a personal connection, and return the ``seq`` of the event in the direct channel."""
        async with self.store.transaction([stream]) as writing:
            return await write_the_end(writing, stream, by)

    def message(  # noqa: PLR0913 - one for each field that some test sets
        self,
        stream: str,
        author: str,
        body: str = "Good morning",
        *,
        key: str | None = None,
        reply_to: int | None = None,
        mentions: tuple[str, ...] = (),
        mentions_room: bool = False,
    ) -> NewMessage:
        """Write down what a member asks to send; ``mentions`` are usernames."""
        return NewMessage(
            key=write_key(author, key, stream, body, reply_to),
            stream=stream,
            id=self.new_id(),
            body=body,
            reply_to=reply_to,
            mentions=mentions,
            mentions_room=mentions_room,
        )

    async def outcomes(self, *batch: NewMessage) -> list[MessageWritten | Refusal]:
        """Send messages in one batch."""
        return await self.store.append_messages(batch)

    async def send(self, *batch: NewMessage) -> list[WriteResult]:
        """Send messages in one batch, all of which must be accepted."""
        return [written.result for written in accepted(await self.outcomes(*batch))]

    async def log(self, stream: str) -> list[StoredEvent]:
        """Return a whole stream."""
        found: list[StoredEvent] = []
        while page := await self.store.read_page(stream, len(found), None):
            found += page
        return found


async def write_the_end(writing: Transaction, stream: str, by: str) -> int:
    """End a personal connection in a transaction that has locked the direct channel's stream."""
    (event,) = await writing.append_events([NewEvent(stream, by, DirectChannelEnded())])
    await end_personal_connection(writing, stream_subject(stream))
    return event.seq


def write_key(actor: str, key: str | None, *content: object) -> WriteKey:
    """Tie a key, a new one if none is given, to what it asks for."""
    fingerprint = hashlib.blake2b(repr(content).encode(), digest_size=8).digest()
    return WriteKey(actor, key or str(uuid4()), fingerprint)


def accepted(outcomes: list[MessageWritten | Refusal]) -> list[MessageWritten]:
    """Return what was written; raises the first refusal."""
    written: list[MessageWritten] = []
    for outcome in outcomes:
        if isinstance(outcome, Refusal):
            raise outcome
        written.append(outcome)
    return written


def codes(outcomes: list[MessageWritten | Refusal]) -> list[str]:
    """Return the code of each refusal, and ``ok`` for what was written."""
    return [each.code if isinstance(each, Refusal) else "ok" for each in outcomes]


def seqs(log: list[StoredEvent]) -> list[int]:
    """Return the numbers of events."""
    return [event.seq for event in log]


def dense(log: list[StoredEvent]) -> bool:
    """Whether the numbers of a whole stream are 1, 2, 3 … without a hole."""
    return seqs(log) == list(range(1, len(log) + 1))
