"""When the database does not take messages, none is lost or overtakes another, and it goes on."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import insert

from hubbub_protocol.commands import Send
from hubbub_protocol.errors import Refusal
from hubbub_protocol.streams import room_stream
from hubbub_server.domain.caller import Caller
from hubbub_server.store.interface import Store, WriteResult
from hubbub_server.store.schema import events
from hubbub_server.store.sqlite import SQLiteStore
from tests.server.actions.scene import Scene, new_key
from tests.server.store.backends import DATABASES
from tests.server.store.renewing import renewed_elsewhere


@pytest.fixture
async def busy(store: Store, tmp_path: Path) -> AsyncIterator[sqlite3.Connection]:
    """Another program that holds the database's lock, until it is closed."""
    assert isinstance(store, SQLiteStore)
    await store._writer.run(lambda link: link.exec_driver_sql("PRAGMA busy_timeout=0"))
    other = sqlite3.connect(tmp_path / "hubbub.db", isolation_level=None)
    yield other
    other.close()


def send(room: str, body: str) -> Send:
    return Send(ref=1, stream=room_stream(room), key=new_key(), body=body)


def code_of(result: "asyncio.Future[WriteResult]") -> str:
    """Return the code of the refusal that a message came to, or ``ok``."""
    error = result.exception()
    assert error is None or isinstance(error, Refusal)
    return "ok" if error is None else error.code


async def test_messages_are_refused_while_the_database_is_busy_and_taken_later(
    scene: Scene, anna: Caller, busy: sqlite3.Connection
) -> None:
    room = await scene.room(anna)
    asked = [send(room, f"loaf {n}") for n in range(3)]
    busy.execute("BEGIN IMMEDIATE")
    results = [scene.sending.submit(anna, each) for each in asked]
    await asyncio.wait(results)
    busy.close()
    assert list(map(code_of, results)) == 3 * ["unavailable"]
    again = [await scene.sending.submit(anna, each) for each in asked]
    assert [result.duplicate for result in again] == 3 * [False]


async def test_what_is_sent_before_its_author_hears_of_a_refusal_is_refused_too(
    scene: Scene, anna: Caller, busy: sqlite3.Connection
) -> None:
    room = await scene.room(anna)
    late: list[asyncio.Future[WriteResult]] = []

    def send_one_more(_: "asyncio.Future[WriteResult]") -> None:
        busy.close()
        late.append(scene.sending.submit(anna, send(room, "second")))

    busy.execute("BEGIN IMMEDIATE")
    first = scene.sending.submit(anna, send(room, "first"))
    first.add_done_callback(send_one_more)  # in the same turn as whoever waits for the answer
    await asyncio.wait([first])
    await asyncio.wait(late)
    assert (code_of(first), code_of(late[0])) == ("unavailable", "unavailable")
    assert await scene.say(anna, room, "third") == 3


async def test_messages_of_a_former_epoch_are_not_written_in_the_next(
    scene: Scene, anna: Caller
) -> None:
    room = await scene.room(anna)
    find_out = await renewed_elsewhere(scene.desk.store)
    pending = scene.sending.submit(anna, send(room, "an answer to what is another message now"))
    find_out()
    await asyncio.wait([pending])
    assert code_of(pending) == "unavailable"
    assert await scene.say(anna, room, "in the new one") == 3


async def test_a_message_whose_commit_a_new_epoch_meets_is_neither_acknowledged_nor_published(
    scene: Scene, anna: Caller
) -> None:
    room = await scene.room(anna)
    heard = await scene.listen(room_stream(room))
    find_out = await renewed_elsewhere(scene.desk.store)
    asked = send(room, "in the former one")
    async with scene.desk.store.transaction(()):
        committing = scene.sending.submit(anna, asked)
        while scene.sending._pending:
            await scene.desk.store.read_page("", 0, None)
        find_out()
    await asyncio.wait([committing])
    assert code_of(committing) == "unavailable"
    assert heard.publications == []
    assert (await scene.sending.submit(anna, asked)).duplicate


@pytest.mark.parametrize("database", DATABASES)
async def test_a_message_that_cannot_be_stored_ends_neither_the_hub_nor_others_messages(
    scene: Scene, anna: Caller
) -> None:
    broken, sound = await scene.room(anna), await scene.room(anna)
    stray = {"stream": room_stream(broken), "seq": 3, "kind": "message_sent", "at": 0}
    async with scene.desk.store.transaction(()) as opened:
        await opened.execute(insert(events).values(**stray, actor=anna.member, payload=b"{}"))
    failed = scene.sending.submit(anna, send(broken, "into a damaged log"))
    await asyncio.wait([failed])
    assert code_of(failed) == "internal"
    assert await scene.say(anna, sound) == 3
