"""What a bot does after a restart: it goes on where it was, and answers nothing twice."""

import asyncio
import logging
from pathlib import Path

import pytest

from hubbub_protocol.commands import Send
from hubbub_protocol.frames import Error
from hubbub_protocol.ids import make_id
from tests.clients.python.bots import echo_bot, running
from tests.clients.python.fake_hub import ROOM, ROOM_ID, FakeHub, room_of


@pytest.fixture(autouse=True)
def _member_of_a_room(hub: FakeHub) -> None:
    hub.rooms.append(room_of())


async def test_a_bot_with_state_goes_on_where_it_was(hub: FakeHub, tmp_path: Path) -> None:
    state = tmp_path / "echo.json"
    async with running(echo_bot(hub, state=state), hub):
        await hub.say("one")
        await hub.until(lambda: hub.bodies() == ["one"])
    await hub.say("while it was away")
    async with running(echo_bot(hub, state=state), hub):
        await hub.until(lambda: hub.bodies() == ["one", "while it was away"])


async def test_a_bot_with_state_misses_nothing_after_its_very_first_start(
    hub: FakeHub, tmp_path: Path
) -> None:
    state = tmp_path / "echo.json"
    async with running(echo_bot(hub, state=state), hub):
        pass
    await hub.say("while it was away")
    async with running(echo_bot(hub, state=state), hub):
        await hub.until(lambda: hub.bodies() == ["while it was away"])


async def test_a_bot_that_died_before_it_saved_answers_nothing_twice(
    hub: FakeHub, tmp_path: Path
) -> None:
    state = tmp_path / "echo.json"
    async with running(echo_bot(hub, state=state), hub):
        pass
    before = state.read_bytes()
    async with running(echo_bot(hub, state=state), hub):
        await hub.say("one")
        await hub.until(lambda: hub.bodies() == ["one"])
    state.write_bytes(before)
    async with running(echo_bot(hub, state=state), hub):
        await hub.say("two")
        await hub.until(lambda: hub.bodies() == ["one", "two"])
    keys = [each.key for each in hub.commands(Send) if isinstance(each, Send)]
    assert keys[0] == keys[1] != keys[2]


async def test_an_answer_that_would_now_be_another_is_left_as_it_is(
    hub: FakeHub, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "hubbub")
    hub.refusals.append(Error(ref=0, code="conflict", detail="other words", retry=False))
    async with running(echo_bot(hub), hub):
        await hub.say("one")
        await hub.say("two")
        await hub.until(lambda: hub.bodies() == ["two"])
    assert f"echo, at {ROOM} 1: answered before" in caplog.text
    assert not [each for each in caplog.records if each.levelno >= logging.ERROR]


async def test_a_stream_that_is_refused_is_forgotten(hub: FakeHub, tmp_path: Path) -> None:
    state = tmp_path / "echo.json"
    async with running(echo_bot(hub, state=state), hub):
        await hub.say("one")
        await hub.until(lambda: hub.bodies() == ["one"])
    assert ROOM_ID in state.read_text()
    other = make_id(8, 8)
    hub.rooms = [room_of(other)]
    hub.hidden.add(ROOM)
    task = asyncio.create_task(echo_bot(hub, state=state).start())
    await hub.until(lambda: hub.listens(f"room:{other}"))
    await hub.say("one", stream=f"room:{other}")
    await hub.until(lambda: bool(hub.bodies(f"room:{other}")))
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert ROOM_ID not in state.read_text()
