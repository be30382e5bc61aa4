"""A database that cannot be written to refuses with ``unavailable``, and loses nothing."""

import pytest

from hubbub_protocol.errors import Refusal
from hubbub_protocol.events import RoomArchived
from hubbub_server.store.interface import NewEvent
from tests.server.store.backends import Backend
from tests.server.store.village import Village, seqs


async def test_a_batch_is_refused_as_a_whole_and_may_be_repeated(
    village: Village, backend: Backend, room: str, bo: str
) -> None:
    messages = [village.message(room, bo) for _ in range(3)]
    async with backend.out_of_reach(village.store):
        with pytest.raises(Refusal) as raised:
            await village.outcomes(*messages)
    assert (raised.value.code, raised.value.retry) == ("unavailable", True)
    assert raised.value.after_ms is not None
    assert [result.duplicate for result in await village.send(*messages)] == 3 * [False]
    assert seqs(await village.log(room)) == [1, 2, 3, 4]


async def test_a_transaction_is_refused_and_the_next_one_works(
    village: Village, backend: Backend, room: str, ada: str
) -> None:
    async def archive() -> None:
        async with village.store.transaction([room]) as opened:
            await opened.append_events([NewEvent(room, ada, RoomArchived())])

    async with backend.out_of_reach(village.store):
        with pytest.raises(Refusal) as raised:
            await archive()
    assert raised.value.code == "unavailable"
    await archive()
    assert seqs(await village.log(room)) == [1, 2]


async def test_reading_goes_on_meanwhile(
    village: Village, backend: Backend, room: str, bo: str
) -> None:
    await village.send(village.message(room, bo))
    async with backend.out_of_reach(village.store):
        assert seqs(await village.log(room)) == [1, 2]
