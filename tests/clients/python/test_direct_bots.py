"""What a bot hears and answers in direct channels."""

from pathlib import Path

import pytest

from hubbub import Bot, DirectChannelOpened, PersonalConnectionOpened, Received, ReceivedMessage
from hubbub_protocol.commands import Subscribe
from tests.clients.python.bots import echo_bot, running
from tests.clients.python.fake_hub import (
    ANN,
    CHANNEL,
    CHANNEL_ID,
    INBOX,
    ME,
    ROOM,
    FakeHub,
    channel_of,
    room_of,
)

OPENED = DirectChannelOpened(members=(ME, ANN), origin="room")


@pytest.fixture(autouse=True)
def _member_of_a_room(hub: FakeHub) -> None:
    hub.rooms.append(room_of())


async def open_channel(hub: FakeHub) -> None:
    """Have Ann become connected with the bot."""
    seq = await hub.write(CHANNEL, ANN, OPENED)
    opened = PersonalConnectionOpened(member=ANN, channel=CHANNEL_ID, opened_seq=seq)
    await hub.write(INBOX, ANN, opened)


async def test_a_bot_listens_to_a_direct_channel_from_its_opening_on(hub: FakeHub) -> None:
    bot = echo_bot(hub)
    heard: list[str] = []

    @bot.on(DirectChannelOpened)
    async def note(event: Received[DirectChannelOpened]) -> None:
        heard.append(event.stream)
        await event.send("I hear you")

    async with running(bot, hub):
        await open_channel(hub)
        await hub.say("hello", stream=CHANNEL)
        await hub.until(lambda: hub.bodies(CHANNEL) == ["I hear you", "hello"])
    assert heard == [CHANNEL]


@pytest.mark.parametrize("hidden", [False, True])
async def test_a_bot_listens_to_the_direct_channels_that_are_open_as_it_starts(
    hub: FakeHub, hidden: bool
) -> None:
    await hub.write(CHANNEL, ANN, OPENED)
    await hub.say("long ago", stream=CHANNEL)
    hub.channels.append(channel_of(hidden=hidden))
    async with running(echo_bot(hub), hub):
        await hub.until(lambda: hub.listens(CHANNEL))
        await hub.say("now", stream=CHANNEL)
        await hub.until(lambda: hub.bodies(CHANNEL) == ["now"])


async def test_a_bot_does_not_ask_for_direct_channels_that_have_ended(hub: FakeHub) -> None:
    hub.channels.append(channel_of(is_open=False))
    bot = echo_bot(hub)
    started: list[str] = []

    @bot.on_start
    async def note() -> None:
        started.append("now")
        await bot.send(ROOM, "I am there")

    async with running(bot, hub):
        await hub.until(lambda: hub.bodies() == ["I am there"])
    subscribed = [one.stream for each in hub.commands(Subscribe) if isinstance(each, Subscribe)
                  for one in each.streams]  # fmt: skip
    assert subscribed == [INBOX, ROOM]


async def test_a_bot_with_state_answers_what_was_written_to_it_directly_while_it_was_away(
    hub: FakeHub, tmp_path: Path
) -> None:
    state = tmp_path / "echo.json"
    async with running(echo_bot(hub, state=state), hub):
        pass
    await open_channel(hub)
    hub.channels.append(channel_of())
    await hub.say("are you there?", stream=CHANNEL)
    async with running(echo_bot(hub, state=state), hub):
        await hub.until(lambda: hub.bodies(CHANNEL) == ["are you there?"])


async def test_a_message_says_whether_it_was_written_directly(hub: FakeHub) -> None:
    bot = Bot(hub.url, token="good")

    @bot.on_message
    async def answer(message: ReceivedMessage) -> None:
        await message.reply("directly" if message.is_direct else "to all")

    async with running(bot, hub):
        await open_channel(hub)
        await hub.until(lambda: hub.listens(CHANNEL))
        await hub.say("hello", stream=CHANNEL)
        await hub.say("hello")
        await hub.until(lambda: (hub.bodies(CHANNEL), hub.bodies()) == (["directly"], ["to all"]))
