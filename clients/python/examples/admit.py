import os

from hubbub import Bot, JoinRequested, Received

bot = Bot("http://localhost:8000", token=os.environ["BOT_TOKEN"])
WORD = "bread"


async def admit_bakers(room: str) -> None:
    async for request in bot.client.join_requests(room):
        if WORD in request.reason.lower():
            await bot.client.admit_member(room, request.member.id)


@bot.on_start
async def see_who_waited() -> None:
    await admit_bakers(os.environ["BOT_ROOM"])


@bot.on(JoinRequested)
async def see_who_asks(event: Received[JoinRequested]) -> None:
    await admit_bakers(event.payload.room)


bot.run()
