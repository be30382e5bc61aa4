import os

from hubbub import Bot, MemberJoined, Received, ReceivedMessage

bot = Bot(
    "http://localhost:8000",
    token=os.environ["BOT_TOKEN"],
    rooms=[os.environ["BOT_ROOM"]],
    state="welcome.json",
)


@bot.on(MemberJoined)
async def welcome(event: Received[MemberJoined]) -> None:
    newcomer = await bot.get_member(event.payload.member)
    await event.send(f"Welcome, {newcomer.display_name}! What brings you here?")


@bot.on_mention
async def thank(message: ReceivedMessage) -> None:
    await message.react("🙏")


bot.run()
