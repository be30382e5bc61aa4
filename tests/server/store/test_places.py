"""Where a member stands to streams of all kinds, asked at once."""

import pytest

from hubbub_protocol.streams import CONTROL, inbox_stream
from hubbub_server.domain.access import Membership, RoomRights
from hubbub_server.domain.direct_channels import Side
from hubbub_server.domain.places import Place
from hubbub_server.store.interface import Store
from hubbub_server.store.places import read_places
from hubbub_server.store.read_markers import raise_marker
from tests.server.store.village import Village

OPEN = RoomRights("open", look=True, state="active")


@pytest.fixture
async def cy(village: Village) -> str:
    """One who does not belong to the room."""
    return await village.welcome("cy")


async def places(store: Store, member: str, *names: str) -> list[Place]:
    """Return where a member stands to these streams, in their order."""
    async with store.snapshot() as reading:
        found = await read_places(reading, member, names)
    assert list(found) == list(names)
    return [found[name] for name in names]


async def test_a_member_stands_to_each_stream_as_is_right_for_its_kind(
    village: Village, store: Store, ada: str, bo: str, cy: str, room: str
) -> None:
    direct, foreign = await village.connect(ada, bo), await village.connect(ada, cy)
    await village.block(ada, cy)  # so that the control stream has an event
    await village.send(village.message(room, ada), village.message(direct, ada))
    async with store.transaction(()) as writing:
        await raise_marker(writing, bo, room, 2)
        await raise_marker(writing, ada, direct, 2)
    inbox = inbox_stream(bo)
    assert await places(store, bo, room, direct, foreign, inbox, CONTROL) == [
        Place(room, head=2, read=2, room=OPEN, membership=Membership("member", "member", 1, None)),
        Place(direct, head=2, read=0, side=Side(connected=True)),
        Place(foreign, head=1, read=0),
        Place(inbox, head=0, read=0),
        Place(CONTROL, head=1, read=0),
    ]


async def test_one_who_does_not_belong_finds_the_room_and_no_membership(
    store: Store, cy: str, room: str
) -> None:
    assert await places(store, cy, room) == [Place(room, head=1, read=0, room=OPEN)]


async def test_one_who_departed_stands_where_they_departed(
    village: Village, store: Store, ada: str, bo: str, room: str
) -> None:
    until = await village.dismiss(room, bo, by=ada)
    departed = Membership("member", "removed", 1, until)
    assert await places(store, bo, room) == [
        Place(room, head=2, read=0, room=OPEN, membership=departed)
    ]


async def test_after_the_end_one_has_a_side_that_is_not_connected(
    village: Village, store: Store, ada: str, bo: str
) -> None:
    direct = await village.connect(ada, bo)
    await village.part(direct, ada)
    assert await places(store, bo, direct) == [
        Place(direct, head=2, read=0, side=Side(connected=False))
    ]


async def test_to_what_does_not_exist_one_stands_nowhere(
    village: Village, store: Store, bo: str, room: str
) -> None:
    unknown = [f"room:{village.new_id()}", f"direct:{village.new_id()}", "room:", room[5:], "a%'b"]
    assert await places(store, bo, *unknown) == [Place(name, head=0, read=0) for name in unknown]
