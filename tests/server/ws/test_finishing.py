"""A conversation that comes to its end: what was taken is answered, and nothing more is taken."""

from uuid import uuid4

import msgspec

from hubbub_protocol.commands import History, Send
from hubbub_protocol.errors import CloseCode
from tests.server.ws.talk import Phone, Talk

WHY = (CloseCode.SERVICE_RESTART, "The hub restarts")


async def test_whoever_waits_for_nothing_is_closed_at_once(talk: Talk) -> None:
    talk.phone.conversation.finish(*WHY)
    assert talk.phone.closed == CloseCode.SERVICE_RESTART


async def test_messages_under_way_are_committed_and_answered_before_the_close(talk: Talk) -> None:
    talk.say("one", "two")
    talk.phone.conversation.finish(*WHY)
    assert talk.phone.closed is None
    await talk.hung_up()
    assert [(frame["t"], frame["ref"]) for frame in talk.phone.frames] == [("ok", 1), ("ok", 2)]
    assert await talk.bodies() == ["one", "two"]


async def test_a_question_under_way_is_answered_before_the_close(talk: Talk) -> None:
    ask = History(ref=1, stream=talk.room)
    talk.phone.conversation.take(msgspec.json.encode(ask))
    talk.phone.conversation.finish(*WHY)
    await talk.hung_up()
    assert [frame["t"] for frame in talk.phone.frames] == ["messages"]


async def test_what_comes_after_the_hub_takes_its_leave_is_neither_done_nor_answered(
    talk: Talk,
) -> None:
    talk.say("in time")
    talk.phone.conversation.finish(*WHY)
    late = Send(ref=2, stream=talk.room, key=str(uuid4()), body="late")
    talk.phone.conversation.take(msgspec.json.encode(late))
    await talk.hung_up()
    assert await talk.bodies() == ["in time"]
    assert [frame["ref"] for frame in talk.phone.frames] == [1]


async def test_a_draining_hub_welcomes_nobody_and_sends_them_on(talk: Talk) -> None:
    talk.hub.draining = True
    phone = Phone()
    talk.call(phone)
    await talk.settled()
    assert (phone.closed, phone.frames) == (CloseCode.SERVICE_RESTART, [])
