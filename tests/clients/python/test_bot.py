"""What a bot hears, what it answers, and what it does when things go wrong."""

import asyncio
import logging
from pathlib import Path

import pytest

from hubbub import (
    Bot,
    EndedError,
    HubbubError,
    MemberJoined,
    Mentioned,
    Received,
    ReceivedMessage,
    RoomJoined,
)
from hubbub_protocol.commands import Delete, Edit, React, Send, Subscribe
from hubbub_protocol.events import MessageSent
from hubbub_protocol.frames import Error, Reset
from hubbub_protocol.ids import make_id
from tests.clients.python.bots import echo_bot, running
from tests.clients.python.fake_hub import ANN, INBOX, ME, ROOM, ROOM_ID, FakeHub, room_of


@pytest.fixture(autouse=True)
def _member_of_a_room(hub: FakeHub) -> None:
    hub.rooms.append(room_of())


async def test_a_bot_answers_each_message_once(hub: FakeHub) -> None:
    async with running(echo_bot(hub), hub):
        await hub.say("one")
        await hub.say("two")
        await hub.until(lambda: hub.bodies() == ["one", "two"])
    sends = [each for each in hub.commands(Send) if isinstance(each, Send)]
    assert [each.reply_to for each in sends] == [1, 2]


async def test_a_bot_starts_from_the_present(hub: FakeHub) -> None:
    await hub.say("long ago")
    async with running(echo_bot(hub), hub):
        await hub.say("now")
        await hub.until(lambda: hub.bodies() == ["now"])


async def test_a_bot_does_not_hear_itself(hub: FakeHub) -> None:
    async with running(echo_bot(hub), hub):
        await hub.say("one")
        await hub.until(lambda: hub.bodies() == ["one"])
        await hub.say("two")
        await hub.until(lambda: hub.bodies() == ["one", "two"])


async def test_a_bot_hears_itself_if_it_wants_to(hub: FakeHub) -> None:
    async with running(echo_bot(hub, hears_itself=True), hub):
        await hub.say("one")
        await hub.until(lambda: len(hub.bodies()) > 3)


async def test_a_bot_does_not_hear_what_was_deleted(hub: FakeHub) -> None:
    async with running(echo_bot(hub), hub):
        await hub.write(ROOM, ANN, MessageSent(id=make_id(1, 1), body="", deleted=True))
        await hub.say("one")
        await hub.until(lambda: hub.bodies() == ["one"])


async def test_on_mention_hears_only_what_mentions_the_bot(hub: FakeHub) -> None:
    bot = Bot(hub.url, token="good")

    @bot.on_mention
    async def greet(message: ReceivedMessage) -> None:
        await message.reply("you called?")

    async with running(bot, hub):
        await hub.say("hello")
        await hub.write(ROOM, ANN, MessageSent(id=make_id(2, 2), body="@echo", mentions=(ME,)))
        await hub.until(lambda: hub.bodies() == ["you called?"])
    assert isinstance(hub.commands(Send)[0], Send)


async def test_on_hears_one_kind_of_event_with_its_fields(hub: FakeHub) -> None:
    bot = Bot(hub.url, token="good")

    @bot.on(MemberJoined)
    async def welcome(event: Received[MemberJoined]) -> None:
        member = await bot.get_member(event.payload.member)
        await event.send(f"Welcome, {member.display_name}!")

    async with running(bot, hub):
        await hub.say("no member")
        await hub.write(ROOM, ANN, MemberJoined(member=ANN))
        await hub.until(lambda: hub.bodies() == ["Welcome, Ann!"])


async def test_a_bot_hears_what_concerns_itself_in_its_inbox(hub: FakeHub) -> None:
    bot = Bot(hub.url, token="good")
    heard: list[Mentioned] = []

    @bot.on(Mentioned)
    async def note(event: Received[Mentioned]) -> None:
        heard.append(event.payload)
        await event.send("heard", stream=event.payload.source)

    async with running(bot, hub):
        await hub.write(INBOX, ME, Mentioned(source=ROOM, target=3))
        await hub.until(lambda: hub.bodies() == ["heard"])
    assert heard == [Mentioned(source=ROOM, target=3)]


async def test_a_bot_listens_to_rooms_that_it_joins_later(hub: FakeHub) -> None:
    stream = f"room:{(other := make_id(9, 9))}"
    async with running(echo_bot(hub), hub):
        joined = await hub.write(stream, ME, MemberJoined(member=ME))
        await hub.write(INBOX, ME, RoomJoined(room=other, joined_seq=joined))
        await hub.until(lambda: hub.listens(stream))
        await hub.say("here too", stream=stream)
        await hub.until(lambda: hub.bodies(stream) == ["here too"])


async def test_a_bot_hears_a_room_from_its_joining_on_and_nothing_older(hub: FakeHub) -> None:
    stream = f"room:{(other := make_id(9, 9))}"
    async with running(echo_bot(hub), hub):
        await hub.say("before the joining", stream=stream)
        joined = await hub.write(stream, ME, MemberJoined(member=ME))
        await hub.say("before the subscription", stream=stream)
        await hub.write(INBOX, ME, RoomJoined(room=other, joined_seq=joined))
        await hub.until(lambda: hub.bodies(stream) == ["before the subscription"])


async def test_a_joining_that_comes_late_does_not_take_a_bot_back(hub: FakeHub) -> None:
    bot = Bot(hub.url, token="good")
    heard: list[str] = []

    @bot.on_message
    async def note(message: ReceivedMessage) -> None:
        heard.append(message.body)
        await message.react("👍")

    joined = await hub.write(ROOM, ME, MemberJoined(member=ME))
    async with running(bot, hub):
        await hub.say("one")
        await hub.until(lambda: len(hub.commands(React)) == 1)
        await hub.write(INBOX, ME, RoomJoined(room=ROOM_ID, joined_seq=joined))
        await hub.until(lambda: len(hub.commands(Subscribe)) == 3)
        await hub.say("two")
        await hub.until(lambda: len(hub.commands(React)) > 1 and "two" in heard)
    assert heard == ["one", "two"]


async def test_a_message_can_be_reacted_to_edited_and_deleted(hub: FakeHub) -> None:
    bot = Bot(hub.url, token="good")

    @bot.on_message
    async def fuss(message: ReceivedMessage) -> None:
        assert (message.author, message.id) == (ANN, message.payload.id)
        await message.react("👍")
        await message.edit("better")
        await message.delete()

    async with running(bot, hub):
        await hub.say("one")
        await hub.until(lambda: bool(hub.commands(Delete)))
    assert [type(each) for each in hub.received[-3:]] == [React, Edit, Delete]


async def test_a_bot_writes_of_its_own_accord(hub: FakeHub) -> None:
    bot = Bot(hub.url, token="good")
    async with running(bot, hub):
        await bot.send(ROOM, "good morning")
        assert bot.me.username == "echo"
    assert hub.bodies() == ["good morning"]


async def test_on_start_runs_beside_the_listeners(hub: FakeHub) -> None:
    bot = echo_bot(hub)

    @bot.on_start
    async def greet() -> None:
        await bot.send(ROOM, "good morning")
        await asyncio.Event().wait()

    async with running(bot, hub):
        await hub.until(lambda: hub.bodies() == ["good morning"])
        await hub.say("one")
        await hub.until(lambda: hub.bodies() == ["good morning", "one"])


async def test_a_start_that_fails_does_not_stop_the_bot(
    hub: FakeHub, caplog: pytest.LogCaptureFixture
) -> None:
    bot = echo_bot(hub)

    @bot.on_start
    async def fail() -> None:
        raise RuntimeError("oops")

    async with running(bot, hub):
        await hub.say("one")
        await hub.until(lambda: hub.bodies() == ["one"])
    assert "RuntimeError: oops" in caplog.text


# What goes wrong


async def test_a_failing_listener_stops_neither_the_bot_nor_the_others(
    hub: FakeHub, caplog: pytest.LogCaptureFixture
) -> None:
    bot = Bot(hub.url, token="good")

    @bot.on_message
    async def fail(message: ReceivedMessage) -> None:
        raise RuntimeError("oops")

    @bot.on_message
    async def echo(message: ReceivedMessage) -> None:
        await message.reply(message.body)

    async with running(bot, hub):
        await hub.say("a secret")
        await hub.until(lambda: hub.bodies() == ["a secret"])
    (record,) = [each for each in caplog.records if each.levelno == logging.ERROR]
    assert record.getMessage().endswith(f".fail, at {ROOM} 1:")
    assert "a secret" not in caplog.text


async def test_a_refused_answer_is_one_line_in_the_log(
    hub: FakeHub, caplog: pytest.LogCaptureFixture
) -> None:
    hub.refusals.append(Error(ref=0, code="forbidden", detail="archived", retry=False))
    async with running(echo_bot(hub), hub):
        await hub.say("one")
        await hub.say("two")
        await hub.until(lambda: hub.bodies() == ["two"])
    (record,) = [each for each in caplog.records if each.levelno == logging.ERROR]
    assert record.getMessage().endswith(f"echo, at {ROOM} 1: forbidden: archived")


async def test_a_break_makes_one_line_and_the_return_another(
    hub: FakeHub, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "hubbub")
    async with running(echo_bot(hub), hub):
        await hub.stop()
        await hub.say("meanwhile")
        await hub.start()
        await hub.until(lambda: hub.bodies() == ["meanwhile"])
    lines = [each.getMessage() for each in caplog.records if each.name == "hubbub"]
    assert lines == [
        f"Live at {hub.url} as @echo",
        "The link broke (1012: the socket was closed); trying again until it is back",
        f"Back at {hub.url} as @echo",
    ]


async def test_a_bot_waits_for_a_hub_that_is_not_there_yet(
    hub: FakeHub, caplog: pytest.LogCaptureFixture
) -> None:
    await hub.stop()
    task = asyncio.create_task(echo_bot(hub).start())
    await asyncio.sleep(0)
    await hub.start()
    await hub.until(lambda: hub.listens(ROOM))
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert caplog.text.count("The hub cannot be reached") <= 1


async def test_a_bot_is_patient_with_a_busy_hub(hub: FakeHub) -> None:
    hub.unavailable = 1
    async with running(echo_bot(hub), hub):
        await hub.say("one")
        await hub.until(lambda: hub.bodies() == ["one"])


async def test_a_bot_goes_on_from_the_present_after_a_reset(hub: FakeHub) -> None:
    async with running(echo_bot(hub), hub):
        await hub.tell(Reset(stream=ROOM, epoch=hub.epoch, head=0))
        await hub.until(lambda: len(hub.commands(Subscribe)) == 3)
        await hub.say("anew")
        await hub.until(lambda: hub.bodies() == ["anew"])


async def test_a_room_that_it_cannot_receive_does_not_stop_a_bot(
    hub: FakeHub, caplog: pytest.LogCaptureFixture
) -> None:
    hidden = make_id(7, 7)
    hub.rooms.insert(0, room_of(hidden))
    hub.hidden.add(f"room:{hidden}")
    async with running(echo_bot(hub), hub):
        await hub.say("one")
        await hub.until(lambda: hub.bodies() == ["one"])
    assert f"room:{hidden} is not received: not_found" in caplog.text


async def test_a_bot_that_the_hub_sends_away_raises(hub: FakeHub) -> None:
    async with running(echo_bot(hub), hub) as task:
        await hub.close_sockets(4201)
        with pytest.raises(EndedError, match="banned"):
            await task


async def test_a_bot_with_a_bad_token_raises(hub: FakeHub) -> None:
    with pytest.raises(EndedError, match="does not know the token"):
        await Bot(hub.url, token="bad").start()


async def test_a_state_that_cannot_be_written_stops_the_bot(hub: FakeHub, tmp_path: Path) -> None:
    bot = echo_bot(hub, state=tmp_path / "nowhere" / "echo.json")
    with pytest.raises(HubbubError, match="cannot be written"):
        await bot.start()


def test_acting_before_running_says_so() -> None:
    with pytest.raises(HubbubError, match="does not run"):
        _ = Bot("http://localhost:1", token="good").session


def test_an_address_that_is_none_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="like http://localhost:8000"):
        Bot("localhost:8000", token="good")
