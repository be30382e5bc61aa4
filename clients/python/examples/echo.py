import os

from hubbub import Bot, ReceivedMessage

bot = Bot("http://localhost:8000", token=os.environ["BOT_TOKEN"], rooms=[os.environ["BOT_ROOM"]])


@bot.on_message
async def echo(message: ReceivedMessage) -> None:
    await message.reply(message.body)


bot.run()
