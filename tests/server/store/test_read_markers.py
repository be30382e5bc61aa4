"""How far members have read: the highest place wins."""

from hubbub_server.store.interface import Store
from hubbub_server.store.places import read_places
from hubbub_server.store.read_markers import raise_marker


async def marker(store: Store, member: str, stream: str) -> int:
    """Return where a member's marker stands."""
    async with store.snapshot() as reading:
        return (await read_places(reading, member, [stream]))[stream].read


async def test_a_marker_moves_forward_and_never_back(store: Store, bo: str, room: str) -> None:
    moves = []
    for seq in (1, 1, 3, 2):
        async with store.transaction(()) as writing:
            moves.append(await raise_marker(writing, bo, room, seq))
    assert moves == [True, False, True, False]
    assert await marker(store, bo, room) == 3


async def test_each_member_has_a_marker_of_their_own(
    store: Store, ada: str, bo: str, room: str
) -> None:
    async with store.transaction(()) as writing:
        await raise_marker(writing, bo, room, 1)
    assert (await marker(store, ada, room), await marker(store, bo, room)) == (0, 1)
