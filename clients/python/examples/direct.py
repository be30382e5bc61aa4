import os

from hubbub import Bot, PersonalConnectionOpened, Received, ReceivedMessage
from hubbub_protocol.personal_connections import EditPeopleSettings

bot = Bot(
    "http://localhost:8000",
    token=os.environ["BOT_TOKEN"],
    rooms=[os.environ["BOT_ROOM"]],
    state="direct.json",
)


@bot.on_start
async def be_open_to_all() -> None:
    await bot.client.people.edit_settings(EditPeopleSettings(accept_requests=True))


@bot.on(PersonalConnectionOpened)
async def greet(event: Received[PersonalConnectionOpened]) -> None:
    await event.send("Write me a word.", stream=f"direct:{event.payload.channel}")


@bot.on_message
async def count(message: ReceivedMessage) -> None:
    if message.is_direct:
        await message.reply(f"It has {len(message.body)} letters.")


bot.run()
