"""Several programs on one database write one log, and each sees the others' changes of rights."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from hubbub_server.store.interface import Store
from tests.server.store.backends import Backend
from tests.server.store.hand_clock import HandClock
from tests.server.store.village import Village, codes, dense, seqs


@pytest.fixture
async def other(backend: Backend, store: Store, clock: HandClock) -> AsyncIterator[Village]:
    """The same database, opened once more."""
    opened = await backend.open(clock)
    assert opened.epoch == store.epoch
    yield Village(opened, clock)
    await opened.close()


async def test_both_write_one_dense_log(
    village: Village, other: Village, room: str, ada: str, bo: str
) -> None:
    async def chat(through: Village, author: str) -> list[int]:
        answers = []
        for _ in range(20):
            (result,) = await through.send(through.message(room, author))
            answers.append(result.seq)
        return answers

    answers = await asyncio.gather(chat(village, ada), chat(other, bo), chat(other, ada))
    log = await village.log(room)
    assert dense(log)
    assert sorted(seq for each in answers for seq in each) == seqs(log)[1:]
    assert all(each == sorted(each) for each in answers)


async def test_a_key_that_one_has_written_is_known_to_the_other(
    village: Village, other: Village, room: str, bo: str
) -> None:
    message = village.message(room, bo)
    results = [
        result
        for results in await asyncio.gather(*[v.send(message) for v in (village, other)])
        for result in results
    ]
    assert [result.seq for result in results] == [2, 2]
    assert [result.duplicate for result in results].count(False) == 1


async def test_a_removal_through_one_refuses_messages_through_the_other(
    village: Village, other: Village, room: str, ada: str
) -> None:
    people = [await village.welcome(f"guest{n}") for n in range(10)]
    await village.admit(room, *people)

    async def chat(member: str) -> None:
        while codes(await other.outcomes(other.message(room, member))) == ["ok"]:
            pass

    gone: dict[str, int] = {}

    async def dismiss(member: str) -> None:
        gone[member] = await village.dismiss(room, member, by=ada)

    await asyncio.gather(*map(chat, people), *map(dismiss, people))
    sent = [event for event in await village.log(room) if event.kind == "message_sent"]
    assert [event.seq for event in sent if event.seq > gone[event.actor]] == []
