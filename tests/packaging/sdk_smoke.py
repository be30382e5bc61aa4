"""Run with the SDK alone installed: a member and a bot talk over the hub whose address is given.

Usage: `python sdk_smoke.py ADDRESS PASSWORD`, with an owner named ada. Prints what the bot wrote.
"""

import asyncio
import sys

from hubbub import Bot, Client, Event, MessageSent, ReceivedMessage, Session
from hubbub_protocol.rooms import Purpose

TIMEOUT_S = 30.0


async def converse(address: str, password: str) -> str:
    """Return the bot's answer to what ada writes once it is in her room."""
    async with Client(address) as ada:
        token = (await ada.sign_in("ada", password)).token
        assert token is not None
        made = await ada.make_bot("echo", "Echo")
        room = await ada.create_room(
            "Bread", Purpose(statement="We bake together", kind="hobby", tags=("sourdough",))
        )
        bots_id = made.bot.member.id
        bot = Bot(address, token=made.token, rooms=[room.id])

        @bot.on_message
        async def echo(message: ReceivedMessage) -> None:
            await message.reply(message.body)

        async with (
            Session(address, token=token) as session,
            asyncio.timeout(TIMEOUT_S),
            asyncio.TaskGroup() as tasks,
        ):
            await session.subscribe(room.stream)
            running = tasks.create_task(bot.start(), name="bot")
            speaking = tasks.create_task(keep_saying(session, room.stream), name="ada")
            async for incoming in session:
                match incoming:
                    case Event(actor=actor, payload=MessageSent(body=body)) if actor == bots_id:
                        running.cancel()
                        speaking.cancel()
                        return body
                    case _:
                        pass
    raise AssertionError("the session ended before the bot answered")


async def keep_saying(session: Session, stream: str) -> None:
    """Say it until cancelled: a bot hears only what comes after it has arrived."""
    while True:
        await session.send(stream, "Is anybody here?")
        await asyncio.sleep(0.2)


if __name__ == "__main__":
    sys.stdout.write(asyncio.run(converse(*sys.argv[1:])) + "\n")
