"""The socket commands for personal connections and blocks: the deeds of HTTP, with its keys."""

from dataclasses import dataclass
from uuid import uuid4

import msgspec
import pytest

from hubbub_protocol.commands import (
    AnswerRequest,
    Block,
    Connect,
    EndPersonalConnection,
    Unblock,
    WithdrawRequest,
)
from hubbub_protocol.limits import MAX_OPENING
from hubbub_protocol.personal_connections import RequestAnswer
from hubbub_protocol.streams import direct_stream, inbox_stream
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.door import Door
from hubbub_server.actions.sending import Sending
from hubbub_server.actions.sign_ins import Granted
from hubbub_server.domain.attempts import AttemptLimits
from tests.server.actions.circle import Circle
from tests.server.actions.scene import Scene
from tests.server.people import People
from tests.server.ws.edges import edge_of
from tests.server.ws.talk import Phone, Talk


def key() -> str:
    return str(uuid4())


@dataclass
class Two:
    """Anna and Bo, who share a room, each with a socket at the same hub."""

    circle: Circle
    room: str
    anna: Talk
    bo: Talk
    anna_is: Granted
    bo_is: Granted

    async def asked(self) -> str:
        """Let Anna ask Bo; return the id of the request."""
        return str((await self.anna.ask(Connect(ref=1, key=key(), member=self.bos)))["id"])

    async def answered(self, answer: RequestAnswer) -> dict[str, object]:
        """Let Anna ask, and Bo answer; return what Bo's socket got."""
        request = await self.asked()
        return await self.bo.ask(AnswerRequest(ref=2, key=key(), request=request, answer=answer))

    @property
    def annas(self) -> str:
        """Anna's id."""
        return self.anna_is.caller.member

    @property
    def bos(self) -> str:
        """Bo's id."""
        return self.bo_is.caller.member

    async def told(self, talk: Talk, member: str, answer: dict[str, object]) -> str:
        """Return the kind of the event in a member's inbox that an answer names."""
        inbox, seq = inbox_stream(member), answer["seq"]
        assert isinstance(seq, int)
        (event,) = await talk.desk.store.read_page(inbox, seq - 1, seq)
        return event.kind


@pytest.fixture
async def two(
    desk: Desk, door: Door, sending: Sending, people: People, scene: Scene, circle: Circle
) -> Two:
    anna, bo = await people.member("anna"), await people.member("bo")
    room = await scene.room(anna.caller, bo.caller)
    edge = edge_of(desk, door, sending)
    annas, bos = [Talk(desk, edge, who, room, Phone()) for who in (anna, bo)]
    for talk in (annas, bos):
        talk.call(talk.phone)
        await talk.told("welcome")
    return Two(circle, room, annas, bos, anna, bo)


async def test_a_request_is_answered_with_its_id_and_its_place_in_ones_inbox(two: Two) -> None:
    opening = "You bake rye too?"
    answer = await two.anna.ask(
        Connect(ref=7, key=key(), member=two.bos, room=two.room, opening=opening)
    )
    (sent,) = await two.circle.sent(two.anna_is.caller)
    assert (answer["t"], answer["ref"], answer["id"]) == ("ok", 7, sent.id)
    assert await two.told(two.anna, two.annas, answer) == "connection_requested"
    assert (sent.member.id, sent.opening) == (two.bos, opening)
    assert sent.beginning.room is not None
    assert sent.beginning.room.id == two.room


async def test_a_key_is_one_over_the_socket_and_http(two: Two) -> None:
    once = key()
    first = await two.anna.ask(Connect(ref=1, key=once, member=two.bos))
    asked = await two.circle.ask(two.anna_is.caller, two.bo_is.caller, key=once)
    assert asked.request is not None
    assert asked.request.id == first["id"]
    again = await two.anna.ask(Connect(ref=2, key=once, member=two.bos))
    assert again == {**first, "ref": 2, "duplicate": True}


async def test_a_key_with_other_content_is_a_conflict(two: Two) -> None:
    once = key()
    await two.anna.ask(Connect(ref=1, key=once, member=two.bos))
    refused = await two.anna.ask(Block(ref=2, key=once, member=two.bos))
    assert (refused["t"], refused["code"]) == ("error", "conflict")
    assert not await two.circle.blocked(two.anna_is.caller)


async def test_accepting_is_answered_with_the_direct_channel(two: Two) -> None:
    answer = await two.answered("accept")
    (opened,) = await two.circle.connected(two.bo_is.caller)
    assert answer["id"] == opened.channel
    assert await two.told(two.bo, two.bos, answer) == "personal_connection_opened"


async def test_asking_one_who_asked_is_answered_with_the_direct_channel(two: Two) -> None:
    await two.asked()
    answer = await two.bo.ask(Connect(ref=2, key=key(), member=two.annas))
    (opened,) = await two.circle.connected(two.bo_is.caller)
    assert answer["id"] == opened.channel
    assert await two.told(two.bo, two.bos, answer) == "personal_connection_opened"


@pytest.mark.parametrize("answer", ["put_off", "decline"])
async def test_the_other_answers_tell_themselves_to_ones_own_inbox(
    two: Two, answer: RequestAnswer
) -> None:
    said = await two.answered(answer)
    assert (said["t"], "id" in said) == ("ok", False)
    assert await two.told(two.bo, two.bos, said) == "connection_request_answered"
    put_off = await two.circle.received(two.bo_is.caller, put_off=True)
    assert len(put_off) == (1 if answer == "put_off" else 0)
    assert not await two.circle.received(two.bo_is.caller)


@pytest.mark.parametrize("fate", ["none", "put_off", "decline", "block"])
async def test_what_the_sender_hears_after_each_answer_is_alike(two: Two, fate: str) -> None:
    request = await two.asked()
    if fate == "block":
        await two.bo.ask(Block(ref=1, key=key(), member=two.annas))
    elif fate != "none":
        answer: RequestAnswer = "put_off" if fate == "put_off" else "decline"
        await two.bo.ask(AnswerRequest(ref=1, key=key(), request=request, answer=answer))
    commands = (
        Connect(ref=2, key=key(), member=two.bos),
        WithdrawRequest(ref=3, key=key(), request=request),
        Connect(ref=4, key=key(), member=two.bos),
        EndPersonalConnection(ref=5, key=key(), member=two.bos),
    )
    told = [await two.anna.ask(command) for command in commands]
    assert [sorted(frame) for frame in told] == [
        ["code", "detail", "field", "ref", "retry", "t"],
        ["at", "ref", "seq", "t"],
        ["at", "id", "ref", "seq", "t"],
        ["code", "detail", "field", "ref", "retry", "t"],
    ]
    assert [frame.get("code") for frame in told] == ["conflict", None, None, "not_found"]


async def test_a_withdrawn_request_is_no_more(two: Two) -> None:
    request = await two.asked()
    answer = await two.anna.ask(WithdrawRequest(ref=2, key=key(), request=request))
    assert await two.told(two.anna, two.annas, answer) == "connection_request_closed"
    assert not await two.circle.sent(two.anna_is.caller)
    refused = await two.bo.ask(AnswerRequest(ref=3, key=key(), request=request, answer="accept"))
    assert (refused["code"], refused["field"]) == ("not_found", "request")


async def test_a_direct_channel_whose_two_have_parted_takes_no_message(two: Two) -> None:
    channel = str((await two.answered("accept"))["id"])
    ended = await two.bo.ask(EndPersonalConnection(ref=3, key=key(), member=two.annas))
    assert await two.told(two.bo, two.bos, ended) == "personal_connection_ended"
    two.anna.room = direct_stream(channel)
    two.anna.phone.writes.clear()
    two.anna.say("Are you there?")
    (refused,) = await two.anna.told("error")
    assert refused["code"] == "not_connected"


async def test_a_block_and_its_end_are_answered_with_their_places(two: Two) -> None:
    set_at = await two.bo.ask(Block(ref=1, key=key(), member=two.annas))
    assert await two.told(two.bo, two.bos, set_at) == "member_blocked"
    assert await two.circle.blocked(two.bo_is.caller) == [two.annas]
    lifted_at = await two.bo.ask(Unblock(ref=2, key=key(), member=two.annas))
    assert await two.told(two.bo, two.bos, lifted_at) == "member_unblocked"
    assert not await two.circle.blocked(two.bo_is.caller)


async def test_a_deed_without_effect_is_answered_with_the_head_of_ones_inbox(two: Two) -> None:
    first = await two.bo.ask(Block(ref=1, key=key(), member=two.annas))
    again = await two.bo.ask(Block(ref=2, key=key(), member=two.annas))
    assert (again["t"], again["seq"]) == ("ok", first["seq"])


async def test_refusals_are_those_of_http(two: Two, people: People, desk: Desk) -> None:
    stranger = (await people.member("cleo")).caller.member
    nobody = desk.new_id()
    commands = (
        (Connect(ref=1, key=key(), member=stranger), "not_found", "member"),
        (Connect(ref=2, key=key(), member=two.annas), "bad_request", "member"),
        (Connect(ref=3, key=key()), "bad_request", "member"),
        (Connect(ref=4, key=key(), member=two.bos, opening="www."), "bad_request", "opening"),
        (
            Connect(ref=5, key=key(), member=two.bos, opening="a" * (MAX_OPENING + 1)),
            "bad_request",
            "opening",
        ),
        (
            AnswerRequest(ref=6, key=key(), request=nobody, answer="accept"),
            "not_found",
            "request",
        ),
        (WithdrawRequest(ref=7, key=key(), request=nobody), "not_found", "request"),
        (EndPersonalConnection(ref=8, key=key(), member=two.bos), "not_found", "member"),
        (Block(ref=9, key=key(), member=stranger), "not_found", "member"),
        (Unblock(ref=10, key=key(), member=two.annas), "bad_request", "member"),
    )
    for command, code, field in commands:
        refused = await two.anna.ask(command)
        assert (refused["ref"], refused["code"], refused["field"]) == (command.ref, code, field)


async def test_an_answer_of_another_word_is_refused_with_its_field(two: Two) -> None:
    request = await two.asked()
    command = AnswerRequest(ref=2, key=key(), request=request, answer="accept")
    said = {**msgspec.to_builtins(command), "answer": "maybe"}
    two.bo.phone.writes.clear()
    two.bo.phone.conversation.take(msgspec.json.encode(said))
    (refused,) = await two.bo.told("error")
    assert (refused["ref"], refused["code"], refused["field"]) == (2, "bad_request", "answer")


async def test_a_bot_cannot_ask(two: Two, desk: Desk) -> None:
    bot = await two.circle.bot_with_token(two.anna_is.caller)
    talk = Talk(desk, two.anna.edge, bot, two.room, Phone())
    talk.call(talk.phone)
    await talk.told("welcome")
    refused = await talk.ask(Connect(ref=1, key=key(), member=two.bos))
    assert (refused["code"], refused["retry"]) == ("forbidden", False)


async def test_these_commands_count_against_the_pace_of_ones_writes(two: Two) -> None:
    burst = two.anna.desk.limits.send_burst
    told = [
        await two.anna.ask(Block(ref=ref, key=key(), member=two.bos)) for ref in range(burst + 1)
    ]
    refused = [frame for frame in told if frame["t"] == "error"]
    assert [frame["code"] for frame in refused] == ["rate_limited"] * len(refused)
    assert refused
    assert refused[0]["retry"] is True


async def test_wrong_codes_count_against_the_address(two: Two, door: Door) -> None:
    door.attempts.buckets.clear()
    door.attempts.limits = AttemptLimits(per_account=1, per_address=1)
    first, second = [
        await two.anna.ask(Connect(ref=ref, key=key(), code="ABCD-EFGH")) for ref in (1, 2)
    ]
    assert (first["code"], first["field"]) == ("not_found", "code")
    assert (second["code"], second["retry"]) == ("rate_limited", True)


async def test_a_code_leads_to_its_member(two: Two) -> None:
    made = await two.circle.contact_code(two.bo_is.caller)
    answer = await two.anna.ask(Connect(ref=1, key=key(), code=made.code))
    (received,) = await two.circle.received(two.bo_is.caller)
    assert answer["id"] == received.id
    assert received.beginning.origin == "code"
