"""What was found out about a sign-in is relied on for 10 s; after that the database is asked."""

import asyncio

import msgspec

from hubbub_protocol.commands import History
from hubbub_protocol.errors import CloseCode
from tests.server.store.hand_clock import HandClock
from tests.server.ws.talk import Talk


async def test_the_first_hello_makes_sure_of_the_rights(talk: Talk) -> None:
    assert talk.hub.rights_are_fresh


async def test_within_ten_seconds_the_database_is_not_asked(talk: Talk, clock: HandClock) -> None:
    clock.move(10_000_000)
    async with talk.heads_lost():
        await talk.hub.confirm_rights()


async def test_after_ten_seconds_who_was_signed_out_sends_nothing_more(
    talk: Talk, clock: HandClock
) -> None:
    await talk.sign_out_elsewhere()
    talk.say("Not yet known here")
    await talk.told("ok")
    clock.move(10_000_001)
    talk.say("Am I", "still here?")
    await talk.hung_up()
    assert talk.phone.closed == CloseCode.SIGNED_OUT
    assert await talk.bodies() == ["Not yet known here"]


async def test_after_ten_seconds_who_was_signed_out_reads_nothing_more(
    talk: Talk, clock: HandClock
) -> None:
    await talk.sign_out_elsewhere()
    clock.move(10_000_001)
    talk.phone.conversation.take(msgspec.json.encode(History(ref=1, stream=talk.room)))
    await talk.hung_up()
    assert talk.phone.frames == []


async def test_sends_that_wait_for_the_check_keep_their_order(talk: Talk, clock: HandClock) -> None:
    clock.move(10_000_001)

    async def say_more_when_it_is_done() -> None:
        await talk.hub.confirm_rights()
        talk.say("third", "fourth")

    saying_more = asyncio.create_task(say_more_when_it_is_done())
    await asyncio.sleep(0)  # it waits for the check already, so it is told first
    talk.say("first", "second")
    await saying_more
    await talk.told(*["ok"] * 4)
    assert await talk.bodies() == ["first", "second", "third", "fourth"]


async def test_while_the_database_cannot_be_asked_commands_are_refused_for_now(
    talk: Talk, clock: HandClock
) -> None:
    clock.move(10_000_001)
    async with talk.heads_lost():
        talk.say("Hello?")
        (error,) = await talk.told("error")
    assert (error["code"], error["retry"]) == ("unavailable", True)
    assert talk.phone.closed is None
    clock.move(10_000_001)
    talk.say("Hello again")
    await talk.told("error", "ok")
    assert await talk.bodies() == ["Hello again"]
