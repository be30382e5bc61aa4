"""Old state + emitted events = fresh state, whatever people do in a room."""

from dataclasses import dataclass
from typing import Literal, assert_never

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some

from hubbub_protocol.codec import read_frame
from hubbub_protocol.commands import Unpin, Unreact
from hubbub_protocol.errors import Refusal
from hubbub_protocol.events import Event
from hubbub_protocol.members import FindMembers
from hubbub_protocol.messages import FindHistory, Message, MessagePage
from hubbub_protocol.rooms import Role
from hubbub_protocol.streams import room_stream
from hubbub_server.actions import memberships, moderation, pins, reactions, rooms
from hubbub_server.actions.history import get_history
from hubbub_server.domain.caller import Caller
from tests.server.actions.fold import FoldedRoom
from tests.server.actions.scene import Scene, new_key

Deed = Literal[
    "say", "edit", "delete", "react", "unreact", "pin", "unpin", "join", "leave", "ban", "unban"
]
DEEDS: tuple[Deed, ...] = (
    "say", "say", "say", "edit", "edit", "edit", "react", "react", "react", "unreact", "pin",
    "pin", "unpin", "delete", "join", "join", "leave", "ban", "unban",
)  # fmt: skip


@dataclass(frozen=True)
class Step:
    """Somebody does something, to the n-th message where it needs one, with one of few texts."""

    deed: Deed
    who: int
    which: int
    text: int


STEP = some.builds(
    Step,
    deed=some.sampled_from(DEEDS),
    who=some.integers(0, 2),
    which=some.integers(0, 3),
    text=some.integers(0, 3),
)
STEPS = some.lists(STEP, min_size=30, max_size=40)  # fewer seldom meet on one message
BODIES = ("plain", "@bo", "@cleo and @bo", "@room `@bo`")
EMOJI = ("🍞", "🥖", "🥐", "👍")


@dataclass
class Play:
    """A room in which the steps are done."""

    scene: Scene
    people: list[Caller]
    room: str

    async def do(self, step: Step, said: list[int]) -> None:
        """Do one step; what is refused is left."""
        try:
            if step.deed in ("say", "join", "leave", "ban", "unban"):
                await self._do_in_room(step, said)
            elif said:
                await self._do_to_message(step, said[step.which % len(said)])
        except Refusal:
            pass  # rights and rules have tests of their own; here only the events count

    async def _do_in_room(self, step: Step, said: list[int]) -> None:
        scene, who, owner = self.scene, self.people[step.who], self.people[0]
        match step.deed:
            case "say":
                reply_to = said[step.which] if step.which < len(said) else None
                said.append(await scene.say(who, self.room, BODIES[step.text], reply_to))
            case "join":
                await scene.join(who, self.room)
            case "leave":
                await scene.leave(who, self.room)
            case "ban":
                await scene.ban(owner, self.room, who)
            case _:
                await moderation.unban_member(scene.desk, owner, self.room, who.member, new_key())

    async def _do_to_message(self, step: Step, target: int) -> None:
        scene, who, stream = self.scene, self.people[step.who], room_stream(self.room)
        match step.deed:
            case "edit":
                await scene.edit(who, self.room, target, BODIES[step.text])
            case "delete":
                await scene.delete(who, self.room, target)
            case "react":
                await scene.react(who, self.room, target, EMOJI[step.text])
            case "unreact":
                emoji = EMOJI[step.text]
                unreact = Unreact(ref=0, stream=stream, key=new_key(), target=target, emoji=emoji)
                await reactions.unreact(scene.desk, who, unreact)
            case "pin":
                await scene.pin(who, self.room, target)
            case "unpin":
                unpin = Unpin(ref=0, stream=stream, key=new_key(), target=target)
                await pins.unpin(scene.desk, who, unpin)
            case "say" | "join" | "leave" | "ban" | "unban":
                raise LookupError(step.deed)
            case unknown:
                assert_never(unknown)

    async def fresh(self) -> FoldedRoom:
        """Return the room as somebody gets it who asks now."""
        return FoldedRoom.of(await self.history(FindHistory(limit=200)), await self.roles())

    async def history(self, find: FindHistory) -> MessagePage:
        """Return a page of the room."""
        stream = room_stream(self.room)
        return await get_history(self.scene.desk, self.people[0], stream, find)

    async def roles(self) -> dict[str, Role]:
        """Return who belongs to the room."""
        desk, find = self.scene.desk, FindMembers()
        page = await memberships.list_room_members(desk, self.people[0], self.room, find)
        return {item.member.id: item.role for item in page.members}

    async def replay(self) -> list[Event]:
        """Return the room's events as they are read from the store now."""
        log = await self.scene.log(room_stream(self.room))
        return [event_of(event.json()) for event in log]


def event_of(text: bytes) -> Event:
    """Read an event as a client reads it."""
    event = read_frame(text, "json")
    assert isinstance(event, Event)
    return event


def unread_by(room: FoldedRoom, member: str, read: int) -> tuple[int, int]:
    """Count what somebody has not read, and how much of it mentions them now."""
    unread = [
        message
        for message in room.messages.values()
        if message.seq > read and message.author != member and not message.deleted
    ]
    return len(unread), sum(member in m.mentions or m.mentions_room for m in unread)


@pytest.fixture
def trio(anna: Caller, bo: Caller, cleo: Caller) -> list[Caller]:
    return [anna, bo, cleo]


EACH_IN_A_ROOM_OF_ITS_OWN = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],  # to shrink what failed would take minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@EACH_IN_A_ROOM_OF_ITS_OWN
@given(before=STEPS, after=STEPS)
async def test_what_one_had_and_the_events_since_are_what_there_is(
    scene: Scene, trio: list[Caller], before: list[Step], after: list[Step]
) -> None:
    play = Play(scene, trio, await scene.room(*trio))
    heard = await scene.listen(room_stream(play.room))
    said: list[int] = []
    for step in before:
        await play.do(step, said)
    old = await play.fresh()
    heard.publications.clear()
    for step in after:
        await play.do(step, said)
    for publication in heard.publications:
        old.apply(event_of(publication.event))
    assert old == await play.fresh()


@EACH_IN_A_ROOM_OF_ITS_OWN
@given(steps=STEPS)
async def test_a_replay_from_the_first_event_is_what_there_is(
    scene: Scene, trio: list[Caller], steps: list[Step]
) -> None:
    play = Play(scene, trio, await scene.room(*trio))
    said: list[int] = []
    for step in steps:
        await play.do(step, said)
    replayed = FoldedRoom()
    for event in await play.replay():
        replayed.apply(event)
    assert replayed == await play.fresh()


@EACH_IN_A_ROOM_OF_ITS_OWN
@given(steps=STEPS, limit=some.integers(1, 4))
async def test_pages_in_either_direction_are_the_whole_history(
    scene: Scene, trio: list[Caller], steps: list[Step], limit: int
) -> None:
    play = Play(scene, trio, await scene.room(*trio))
    said: list[int] = []
    for step in steps:
        await play.do(step, said)
    whole = (await play.history(FindHistory(limit=200))).messages
    assert await pages_up(play, limit) == whole
    assert await pages_down(play, limit) == whole


async def pages_up(play: Play, limit: int) -> list[Message]:
    """Read a room from its first message on."""
    found: list[Message] = []
    page = await play.history(FindHistory(after=0, limit=limit))
    assert not page.more_before
    while True:
        found += page.messages
        if not page.more_after:
            return found
        page = await play.history(FindHistory(after=found[-1].seq, limit=limit))
        assert page.more_before


async def pages_down(play: Play, limit: int) -> list[Message]:
    """Read a room from its last message back."""
    found: list[Message] = []
    page = await play.history(FindHistory(limit=limit))
    assert not page.more_after
    while True:
        found = [*page.messages, *found]
        if not page.more_before:
            return found
        page = await play.history(FindHistory(before=found[0].seq, limit=limit))
        assert page.more_after


@EACH_IN_A_ROOM_OF_ITS_OWN
@given(steps=STEPS)
async def test_unread_counts_are_what_a_client_would_count(
    scene: Scene, trio: list[Caller], steps: list[Step]
) -> None:
    play = Play(scene, trio, await scene.room(*trio))
    said: list[int] = []
    for step in (step for step in steps if step.deed != "edit"):
        await play.do(step, said)  # a mention that was edited away still counts as one
    now = await play.fresh()
    for caller in (caller for caller in trio if caller.member in now.members):
        standing = (await rooms.get_room(scene.desk, caller, play.room)).standing
        assert standing is not None
        expected = unread_by(now, caller.member, standing.read)
        assert (standing.unread, standing.mentions) == expected
