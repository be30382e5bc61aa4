"""The examples of the README, as they stand, against a real hub."""

import asyncio
import contextlib
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest

from hubbub import (
    Client,
    Event,
    MemberJoined,
    MessageSent,
    PeopleSettingsChanged,
    ReactionAdded,
    Session,
)
from hubbub_load.programs.served_hub import GENEROUS, ServedHub
from hubbub_protocol.accounts import SetUp, SignedIn
from hubbub_protocol.rooms import EditRoom, Purpose, Room, RoomMember, SetRole

pytestmark = pytest.mark.slow

P = TypeVar("P")

ADDRESS = "http://localhost:8000"
PASSWORD = "flour and water"


@dataclass
class Scene:
    """A hub with an owner, a room and a bot's token."""

    hub: ServedHub
    owner: str
    bot: str
    room: str

    @property
    def stream(self) -> str:
        """The room's stream."""
        return f"room:{self.room}"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[ServedHub]:
    """A hub as an operator runs it."""
    with ServedHub(tmp_path, GENEROUS) as hub:
        yield hub


@pytest.fixture
async def scene(served: ServedHub) -> Scene:
    """An owner's hub, with a room and a bot that is in no room yet."""
    async with Client(served.address) as client:
        owner = SetUp(
            token=served.set_up_token, username="ada", display_name="Ada", password=PASSWORD
        )
        signed_in = await client.call("set_up", SignedIn, body=owner)
        await client.sign_in("ada", PASSWORD)
        room = await client.create_room(
            "Bread", Purpose(statement="We bake together", kind="hobby")
        )
        bot = await client.make_bot("echo", "Echo")
    assert signed_in.token is not None
    return Scene(served, signed_in.token, bot.token, room.id)


@asynccontextmanager
async def example(root: Path, name: str, scene: Scene, folder: Path) -> AsyncIterator[Process]:
    """Run an example with the hub's address in place of the one that is written there."""
    source = (root / "clients/python/examples" / name).read_text()
    assert ADDRESS in source
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-c", source.replace(ADDRESS, scene.hub.address),
        cwd=folder, stderr=PIPE,
        env={**os.environ, "BOT_TOKEN": scene.bot, "BOT_ROOM": scene.room},
    )  # fmt: skip
    try:
        yield program
    finally:
        with contextlib.suppress(ProcessLookupError):
            program.terminate()
        await program.communicate()


async def line(program: Process, wanted: str) -> None:
    """Wait until a program has written a line that contains the words."""
    assert program.stderr is not None
    async with asyncio.timeout(30):
        while wanted not in (said := (await program.stderr.readline()).decode()):
            assert said, "the program ended"


async def replies(session: Session) -> AsyncIterator[str]:
    """Yield the bodies of the replies in the room."""
    async for incoming in session:
        match incoming:
            case Event(payload=MessageSent(reply_to=int(), body=body)):
                yield body
            case _:
                pass


async def keep_greeting(session: Session, stream: str, words: str = "hello") -> None:
    """Say something until cancelled: a bot hears only what is said after it has come."""
    while True:
        await session.send(stream, words)
        await asyncio.sleep(0.1)


async def speak(session: Session, stream: str, said: list[str]) -> None:
    """Write messages, slowly enough for the hub to die in between."""
    for body in said:
        await session.send(stream, body)
        await asyncio.sleep(0.02)


async def test_echo_answers_each_message_once_though_the_hub_is_killed(
    root: Path, scene: Scene, tmp_path: Path
) -> None:
    said = [f"message {number}" for number in range(90)]
    answered: list[str] = []
    async with (
        example(root, "echo.py", scene, tmp_path),
        Session(scene.hub.address, token=scene.owner) as session,
        asyncio.timeout(60),
    ):
        await session.subscribe(scene.stream)
        greeting = asyncio.create_task(keep_greeting(session, scene.stream))
        heard = replies(session)
        assert await anext(heard) == "hello"
        greeting.cancel()
        speaking = asyncio.create_task(speak(session, scene.stream, [*said, "the end"]))
        async for body in heard:
            if body != "hello":
                answered.append(body)
            if len(answered) in (10, 30, 50):
                scene.hub.kill()
                await asyncio.to_thread(scene.hub.start)
            if body == "the end":
                break
        await speaking
    assert answered == [*said, "the end"]


async def test_welcome_thanks_for_a_mention_and_greets_a_newcomer(
    root: Path, scene: Scene, tmp_path: Path
) -> None:
    async with (
        example(root, "welcome.py", scene, tmp_path),
        Session(scene.hub.address, token=scene.owner) as session,
        Client(scene.hub.address) as newcomer,
        asyncio.timeout(60),
    ):
        await session.subscribe(scene.stream)
        welcome = ""
        greeting = asyncio.create_task(keep_greeting(session, scene.stream, "hello @echo"))
        async for incoming in session:
            match incoming:
                case Event(payload=ReactionAdded(emoji=emoji)) if not greeting.done():
                    assert emoji == "🙏"
                    greeting.cancel()
                    await newcomer.register("bo", "Bo Baker", PASSWORD)
                    await newcomer.join_room(scene.room)
                    await asyncio.wait([greeting])
                case Event(payload=MessageSent(body=body)) if body.startswith("Welcome"):
                    welcome = body
                    break
                case _:
                    pass
    assert welcome == "Welcome, Bo Baker! What brings you here?"
    assert (tmp_path / "welcome.json").exists()


async def room_on_request(scene: Scene) -> None:
    """Make the room one on request, with the bot as its host."""
    async with (
        Client(scene.hub.address, token=scene.owner) as owner,
        Client(scene.hub.address, token=scene.bot) as bot,
    ):
        await bot.join_room(scene.room)
        bot_id = (await bot.get_me()).id
        role = SetRole(role="host")
        await owner.call("set_role", RoomMember, body=role, room=scene.room, member=bot_id)
        access = EditRoom(access="request")
        await owner.call("edit_room", Room, body=access, room=scene.room)


async def test_admit_lets_in_those_whose_reason_has_the_word(
    root: Path, scene: Scene, tmp_path: Path
) -> None:
    await room_on_request(scene)
    async with (
        Client(scene.hub.address) as early,
        Client(scene.hub.address) as other,
        Client(scene.hub.address) as late,
    ):
        for client, username in ((early, "early"), (other, "other"), (late, "late")):
            await client.register(username, username, PASSWORD)
        await early.ask_to_join(scene.room, "Bread is my life")  # before the bot is there
        async with (
            Session(scene.hub.address, token=scene.owner) as session,
            asyncio.timeout(30),
        ):
            await session.subscribe(scene.stream)
            async with example(root, "admit.py", scene, tmp_path):
                assert (await payload_of(MemberJoined, session)).member == (await early.get_me()).id
                await other.ask_to_join(scene.room, "I like cake")
                await late.ask_to_join(scene.room, "I want to learn baking bread")
                assert (await payload_of(MemberJoined, session)).member == (await late.get_me()).id
        assert (await other.get_room(scene.room)).asked is not None


async def test_direct_accepts_whoever_asks_and_answers_them_directly(
    root: Path, scene: Scene, tmp_path: Path
) -> None:
    async with (
        Session(scene.hub.address, token=scene.bot) as bots_inbox,
        Session(scene.hub.address, token=scene.owner) as session,
        asyncio.timeout(60),
    ):
        await bots_inbox.subscribe(bots_inbox.me.inbox)
        async with example(root, "direct.py", scene, tmp_path):
            await payload_of(PeopleSettingsChanged, bots_inbox)
            asked = await session.people.ask(bots_inbox.me.id)
            stream = f"direct:{asked.id}"
            await session.subscribe(stream, 0)
            assert (await payload_of(MessageSent, session)).body == "Write me a word."
            await session.send(stream, "bread")
            assert (await payload_of(MessageSent, session)).body == "bread"
            assert (await payload_of(MessageSent, session)).body == "It has 5 letters."


async def payload_of(kind: type[P], session: Session) -> P:
    """Return the fields of the next event of a kind."""
    async for incoming in session:
        if isinstance(incoming, Event) and isinstance(incoming.payload, kind):
            return incoming.payload
    raise AssertionError("the session ended")


async def test_a_bot_with_a_wrong_token_ends_with_one_sentence(
    root: Path, scene: Scene, tmp_path: Path
) -> None:
    scene.bot = "hub_wrong"
    async with example(root, "echo.py", scene, tmp_path) as program:
        _, said = await program.communicate()
    assert program.returncode == 1
    assert said.decode().splitlines()[-1].startswith("hubbub: The session ended (4200)")


async def test_a_bot_that_is_told_to_end_ends_quietly(
    root: Path, scene: Scene, tmp_path: Path
) -> None:
    async with example(root, "echo.py", scene, tmp_path) as program:
        await line(program, "Live at")
        program.terminate()
        _, said = await program.communicate()
    assert (program.returncode, said) == (0, b"")
