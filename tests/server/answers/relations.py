"""How one member may stand to another, each brought about by what the two did."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from hubbub_protocol.introductions import Introduce
from hubbub_protocol.personal_connections import EditPeopleSettings
from hubbub_protocol.streams import direct_stream, room_stream
from hubbub_server.actions.introductions import introduce
from hubbub_server.actions.memberships import set_role
from hubbub_server.domain.caller import Caller
from hubbub_server.domain.suggestions import Mutual
from hubbub_server.store.suggestions import NewSuggestion, put_suggestion
from tests.server.actions.circle import Circle
from tests.server.actions.scene import Scene, new_key
from tests.server.answers.house import House
from tests.server.people import People

OTHER_SAYS: Final = "so says the other"
UNKNOWN: Final = "01890000-0000-7000-8000-000000000000"


@dataclass
class Pair:
    """Two members, and what there is between and around them, by the words in paths."""

    token: str
    """The caller's."""
    me: str
    other: str
    third: str
    """Somebody who is connected with both."""
    room: str
    """Where both are ordinary members."""
    own_room: str
    """The caller's own, to which the other belongs."""
    mine: int
    """The ``seq`` of the caller's message in the room."""
    theirs: int
    """That of the other's."""
    code: str
    """The other's contact code."""
    introduction: str
    """In which the third introduces the two."""
    channel: str
    """Their direct channel, or that of the other and the third; messages of the other and of the
    other one of the two stand at 2 and 3."""
    request: str
    """The last connection request between them, or that of the other and the third."""

    @property
    def words(self) -> dict[str, str | int]:
        """All of it by name, and the streams of the direct channel and the room."""
        streams = {"direct": direct_stream(self.channel), "room_stream": room_stream(self.room)}
        return {**vars(self), **streams}


class Cast:
    """Who acts, before there is anything between the two."""

    def __init__(self, house: House) -> None:
        people = People(house.desk, house.door)
        self.house = house
        self.scene = Scene(house.desk, people, house.sending, house.clock)
        self.circle = Circle(house.desk, house.door, house.clock)
        self.pair: Pair  # once they have met
        self.host: Caller
        self.me: Caller
        self.other: Caller

    async def meet(self, *, strangers: bool, is_bot: bool) -> None:
        """Let all come in and get to know the third; the two meet in a room, or not."""
        scene, circle = self.scene, self.circle
        self.host = host = await scene.member("cleo")
        third = await scene.member("dora")
        self.other = await scene.member("bo")
        room = await scene.room(host, third, name="Bread")
        mine = await (
            circle.bot_with_token(host, "anna") if is_bot else scene.people.member("anna")
        )
        self.me = mine.caller
        together = [self.me] if strangers else [self.me, self.other]
        for member in together:
            await scene.join(member, room)
        await scene.room(third, self.other, name="Far away")
        own = await scene.room(host, *together, name="Rye")
        await set_role(self.house.desk, host, own, self.me.member, "owner", new_key())
        request = await circle.request(third, self.other)
        channel = (await circle.accept(self.other, request)).channel
        await self._talk(direct_stream(channel), third)
        await circle.connect(third, self.me)
        writer = third if strangers else self.other
        self.pair = Pair(
            token=mine.token,
            me=self.me.member,
            other=self.other.member,
            third=third.member,
            room=room,
            own_room=own,
            theirs=await scene.say(writer, room, OTHER_SAYS),
            mine=await scene.say(self.me, room, "and I say"),
            code=(await circle.contact_code(self.other)).code,
            introduction=UNKNOWN if is_bot else await self._introduced_by(third),
            channel=channel,
            request=request,
        )
        await scene.pin(host, room, self.pair.theirs)
        await circle.set(self.other, EditPeopleSettings(suggestions=True))
        if not is_bot:
            await circle.set(self.me, EditPeopleSettings(suggestions=True))
        await self._suggest()
        await circle.block(third, host)  # so that there are blocks, whatever the two do

    async def ask(self) -> None:
        """Let the caller ask the other."""
        self.pair.request = await self.circle.request(self.me, self.other)

    async def be_asked(self) -> None:
        """Let the other ask the caller."""
        self.pair.request = await self.circle.request(self.other, self.me)

    async def connect(self) -> None:
        """Let the two become connected, and talk."""
        await self.be_asked()
        accepted = await self.circle.accept(self.me, self.pair.request)
        self.pair.channel = accepted.channel
        await self._talk(accepted.stream, self.me)

    async def _talk(self, stream: str, another: Caller) -> None:
        assert await self.scene.say(self.other, stream, OTHER_SAYS) == 2
        assert await self.scene.say(another, stream, "and I say") == 3

    async def _introduced_by(self, third: Caller) -> str:
        members = (self.me.member, self.other.member)
        asked = Introduce(members=members, sentence="You both bake rye")
        return (await introduce(self.house.desk, third, asked, new_key())).id

    async def _suggest(self) -> None:
        met = Mutual(self.pair.room, replies=4, reactions=0, threads=0)
        async with self.house.desk.write() as writing:
            await put_suggestion(
                writing, NewSuggestion(self.me.member, self.other.member, "met", met)
            )


Story = Callable[[Cast], Awaitable[None]]


async def _nothing(cast: Cast) -> None:
    del cast


async def _put_off(cast: Cast) -> None:
    await cast.ask()
    await cast.circle.put_off(cast.other, cast.pair.request)


async def _declined(cast: Cast) -> None:
    await cast.ask()
    await cast.circle.decline(cast.other, cast.pair.request)


async def _ended(cast: Cast) -> None:
    await cast.connect()
    await cast.circle.end(cast.other, cast.me)


async def _blocking(cast: Cast) -> None:
    await cast.connect()
    await cast.circle.block(cast.me, cast.other)


async def _blocked(cast: Cast) -> None:
    await cast.connect()
    await cast.circle.block(cast.other, cast.me)


RELATIONS: Final[dict[str, Story]] = {
    "stranger": _nothing,
    "met": _nothing,
    "pending": Cast.ask,
    "not now": _put_off,
    "declined": _declined,
    "asked": Cast.be_asked,
    "ended": _ended,
    "blocking": _blocking,
    "blocked": _blocked,
    "connected": Cast.connect,
    "bot": _nothing,
    "connected bot": Cast.connect,
}
"""The columns of the table: what happened between the two."""


async def bring_about(house: House, relation: str) -> Pair:
    """Let two members come to stand to each other like this."""
    cast = Cast(house)
    await cast.meet(strangers=relation == "stranger", is_bot="bot" in relation)
    await RELATIONS[relation](cast)
    return cast.pair
