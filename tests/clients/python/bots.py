"""Bots in tests: the echo of the README, and running one until it is all ears."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from hubbub import Bot, ReceivedMessage
from hubbub_protocol.commands import Hello
from tests.clients.python.fake_hub import ROOM, FakeHub


@asynccontextmanager
async def running(bot: Bot, hub: FakeHub) -> AsyncIterator[asyncio.Task[None]]:
    """Run a bot until it has subscribed to its streams, and stop it in the end."""
    before = len(hub.commands(Hello))
    task = asyncio.create_task(bot.start())
    await hub.until(lambda: len(hub.commands(Hello)) > before and hub.listens(ROOM))
    for _ in range(2):  # then the bot has taken the answer to its subscription
        await bot.session.history(ROOM)
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def echo_bot(hub: FakeHub, *, state: Path | None = None, hears_itself: bool = False) -> Bot:
    """Make the bot of the README."""
    bot = Bot(hub.url, token="good", state=state, hears_itself=hears_itself)

    @bot.on_message
    async def echo(message: ReceivedMessage) -> None:
        await message.reply(message.body)

    return bot
