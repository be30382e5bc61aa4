"""The story, told to a hub: accounts, profiles, rooms, and every message by its own author."""

from collections.abc import Mapping
from dataclasses import dataclass

from hubbub_load.crowd import Progress
from hubbub_load.demo.story import DemoMember, DemoMessage, DemoRoom, Story
from hubbub_load.http_api import HttpApi
from hubbub_protocol.accounts import Register, SignedIn, SignIn
from hubbub_protocol.members import EditProfile, Me
from hubbub_protocol.messages import EditMessage, WriteMessage, Written
from hubbub_protocol.rooms import CreateRoom, Room, RoomMember, RoomPage, SetRole

LABEL = "demo"
"""What the sign-ins of the demo are called in their owners' lists."""


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """What it takes to speak for the demo's people."""

    tokens: Mapping[str, str]
    """By username."""
    streams: Mapping[str, str]
    """By the room's name."""

    def __repr__(self) -> str:  # never with the tokens
        return f"Neighbourhood({len(self.tokens)} members, {len(self.streams)} rooms)"


async def fill(api: HttpApi, story: Story, password: str, progress: Progress) -> Neighbourhood:
    """Make the people and the rooms, and let everything be said that was said.

    Raises :class:`~hubbub_protocol.errors.Refusal`, a ``conflict`` where the people are there
    already, and :class:`~hubbub_load.http_api.HubUnreachable`.
    """
    signed_in: dict[str, SignedIn] = {}
    for number, member in enumerate(story.members, start=1):
        signed_in[member.username] = await _register(api, member, password)
        progress("members", number, len(story.members))
    tokens = {name: each.token or "" for name, each in signed_in.items()}
    ids = {name: each.me.id for name, each in signed_in.items()}
    streams: dict[str, str] = {}
    for number, room in enumerate(story.rooms, start=1):
        made = await _make_room(api, room, tokens, ids)
        streams[room.name] = made.stream
        await _tell(api, room, made.stream, tokens)
        progress("rooms", number, len(story.rooms))
    return Neighbourhood(tokens, streams)


async def sign_in_again(api: HttpApi, story: Story, password: str) -> Neighbourhood:
    """Sign the people in on a hub that was filled before. Raises as :func:`fill` does."""
    tokens: dict[str, str] = {}
    for member in story.members:
        body = SignIn(username=member.username, password=password, label=LABEL)
        tokens[member.username] = (await api.ask("sign_in", SignedIn, body=body)).token or ""
    streams: dict[str, str] = {}
    for room in story.rooms:
        mine = await api.ask("list_my_rooms", RoomPage, token=tokens[room.owner])
        streams |= {each.name: each.stream for each in mine.rooms if each.name == room.name}
    return Neighbourhood(tokens, streams)


async def _register(api: HttpApi, member: DemoMember, password: str) -> SignedIn:
    body = Register(
        username=member.username, display_name=member.display_name, password=password, label=LABEL
    )
    signed_in = await api.ask("register", SignedIn, body=body)
    profile = EditProfile(
        avatar_colour=member.avatar_colour, line=member.line, interests=member.interests
    )
    await api.ask("edit_profile", Me, body=profile, token=signed_in.token)
    return signed_in


async def _make_room(
    api: HttpApi, room: DemoRoom, tokens: Mapping[str, str], ids: Mapping[str, str]
) -> Room:
    made = await api.ask(
        "create_room",
        Room,
        body=CreateRoom(name=room.name, purpose=room.purpose),
        token=tokens[room.owner],
    )
    for name in (*room.hosts, *room.members):
        await api.ask("join_room", Room, token=tokens[name], path={"room": made.id})
    for name in room.hosts:
        await api.ask(
            "set_role",
            RoomMember,
            body=SetRole(role="host"),
            token=tokens[room.owner],
            path={"room": made.id, "member": ids[name]},
        )
    return made


async def _tell(api: HttpApi, room: DemoRoom, stream: str, tokens: Mapping[str, str]) -> None:
    seqs: dict[str, int] = {}
    for message in room.messages:
        written = await api.ask(
            "write_message",
            Written,
            body=WriteMessage(body=message.text.strip(), reply_to=seqs.get(message.reply_to)),
            token=tokens[message.by],
            path={"stream": stream},
        )
        if message.id:
            seqs[message.id] = written.seq
        await _follow_up(api, room, message, {"stream": stream, "seq": written.seq}, tokens)


async def _follow_up(
    api: HttpApi,
    room: DemoRoom,
    message: DemoMessage,
    place: dict[str, str | int],
    tokens: Mapping[str, str],
) -> None:
    """Let a message be edited, pinned and reacted to."""
    if message.edited:
        body = EditMessage(body=message.edited)
        await api.ask("edit_message", Written, body=body, token=tokens[message.by], path=place)
    if message.pinned:
        await api.ask("pin_message", Written, token=tokens[room.owner], path=place)
    for emoji, members in message.reactions.items():
        for name in members:
            path = place | {"emoji": emoji}
            await api.ask("add_reaction", Written, token=tokens[name], path=path)
