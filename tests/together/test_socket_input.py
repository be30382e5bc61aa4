"""Bad input on a socket: a clear answer that names the field, or a close with the right code."""

import json
from contextlib import AsyncExitStack
from uuid import uuid4

import pytest

from hubbub_load.programs.served_hub import ServedHub
from tests.together.wire import Map, Member, bare_wire, hello, register, wire

pytestmark = pytest.mark.slow

NOWHERE = "room:01890000-0000-7000-8000-000000000000"
KEY = "018f0000-0000-7000-8000-000000000001"


def send(**more: object) -> Map:
    return {"t": "send", "stream": NOWHERE, "key": KEY, "body": "hi", **more}


def without(command: Map, field: str) -> Map:
    return {name: value for name, value in command.items() if name != field}


@pytest.mark.parametrize(
    ("command", "field", "detail"),
    [
        ({"t": "dance"}, "t", "dance"),
        ({}, "t", "no field `t`"),
        (without(send(), "key"), "key", "no field `key`"),
        (send(colour="red"), "colour", "unknown field"),
        (send(body=7), "body", "Expected `str`, got `int`"),
        (send(key="again"), "key", "got 5 characters"),
        (send(reply_to=0), "reply_to", "got `0`"),
        (send(reply_to=2**53), "reply_to", "9007199254740991"),
        (send(body="x" * 8_001), "body", "8,000 characters, got 8,001"),
        (send(body=" \n "), "body", "blank"),
        (send(body="ding\u0007"), "body", "U+0007"),
        ({"t": "subscribe", "streams": []}, "streams", ">= 1"),
        ({"t": "history", "stream": NOWHERE, "limit": 201}, "limit", "got `201`"),
        ({"t": "history", "stream": NOWHERE, "before": 5, "after": 5}, "after", "one of"),
        ({"t": "react", "stream": NOWHERE, "key": KEY, "target": 1, "emoji": ""}, "emoji", ""),
        ({"t": "refresh", "token": "hub_nonsense"}, None, "sign"),
        ([{"t": "pong"}, {"t": "nonsense", "ref": 7}], "t", "nonsense"),
    ],
)
async def test_a_bad_command_is_refused_by_its_field(
    ada: Member, command: Map | list[Map], field: str | None, detail: str
) -> None:
    async with wire(ada) as talk:
        await talk.say({"ref": 7, **command} if isinstance(command, dict) else command)
        error = await talk.hear("error")
        assert error.get("field") == field
        assert detail in str(error["detail"])
        assert (error["ref"], error["retry"]) == (7, False)
        assert (await talk.ask({"t": "unsubscribe", "streams": []}))["t"] == "error"
        assert (await talk.ask({"t": "unsubscribe", "streams": [NOWHERE]}))["t"] == "ok"


@pytest.mark.parametrize(
    "data",
    [
        "no json",
        b"\xff\xfe",
        "7",
        "[]",
        json.dumps([{"t": "pong"}] * 33),
        "[" * 5_000 + "]" * 5_000,
        '{"t":"pong"} {"t":"pong"}',
    ],
    ids=["no json", "no text", "a number", "nothing", "too many", "too deep", "two at once"],
)
async def test_what_is_no_command_at_all_closes_with_4203(ada: Member, data: str | bytes) -> None:
    async with wire(ada) as talk:
        await talk.say(data)
        assert (await talk.hear("bye"))["code"] == 4203
        assert (await talk.closed())[0] == 4203


async def test_a_frame_over_the_limit_closes_with_4203_and_names_it(ada: Member) -> None:
    async with wire(ada) as talk:
        await talk.say("x" * 131_073)
        code, reason = await talk.closed()
        assert code == 4203
        assert "131,072 bytes, got 131,073" in reason


async def test_a_socket_that_says_nothing_closes_with_4001(hub: ServedHub) -> None:
    async with bare_wire(hub.address) as talk:
        assert (await talk.closed())[0] == 4001


async def test_a_command_before_hello_closes_with_4203(hub: ServedHub) -> None:
    async with bare_wire(hub.address) as talk:
        await talk.say({"t": "typing", "stream": NOWHERE})
        assert (await talk.closed())[0] == 4203


async def test_a_second_hello_is_refused(ada: Member) -> None:
    async with wire(ada) as talk:
        await talk.say(hello(ada.token))
        error = await talk.hear("error")
        assert (error["ref"], error["to"]) == (None, "hello")


@pytest.mark.parametrize("token", [None, "", "hub_forged", "x" * 200])
async def test_a_forged_token_closes_with_4200(hub: ServedHub, token: str | None) -> None:
    async with bare_wire(hub.address) as talk:
        await talk.say(hello(token))
        assert (await talk.closed())[0] == 4200


async def test_a_revoked_token_opens_nothing(hub: ServedHub, ada: Member) -> None:
    ada.ask("DELETE", "/sign-ins/current")
    async with bare_wire(hub.address) as talk:
        await talk.say(hello(ada.token))
        assert (await talk.closed())[0] == 4200


async def test_signing_out_closes_the_open_sockets_of_that_sign_in(ada: Member) -> None:
    async with wire(ada) as talk:
        ada.ask("DELETE", "/sign-ins/current")
        assert (await talk.hear("bye"))["code"] == 4102
        assert (await talk.closed())[0] == 4102


async def test_another_socket_of_the_same_device_takes_over(ada: Member) -> None:
    async with wire(ada, device="tab") as older, wire(ada, device="tab") as newer:
        assert (await older.closed())[0] == 4101
        assert (await newer.ask({"t": "unsubscribe", "streams": [NOWHERE]}))["t"] == "ok"


async def test_one_socket_too_many_closes_with_4205(ada: Member) -> None:
    async with AsyncExitStack() as stack:
        for _ in range(8):
            await stack.enter_async_context(wire(ada))
        talk = await stack.enter_async_context(bare_wire(ada.address))
        await talk.say(hello(ada.token))
        assert (await talk.closed())[0] == 4205


async def test_a_foreign_page_may_not_use_the_cookie_and_closes_with_4206(ada: Member) -> None:
    headers = {"Cookie": f"hubbub_token={ada.token}", "Origin": "https://elsewhere.example"}
    async with bare_wire(ada.address, headers) as talk:
        assert (await talk.hear("bye"))["code"] == 4206
        assert (await talk.closed())[0] == 4206


async def test_a_client_of_another_version_alone_closes_with_4202(hub: ServedHub) -> None:
    async with bare_wire(hub.address, subprotocol="hubbub.v2.json") as talk:
        bye = await talk.hear("bye")
        assert bye["code"] == 4202
        assert "hubbub.v2.json" in str(bye["reason"])
        assert (await talk.closed())[0] == 4202


async def test_the_hubs_own_page_needs_no_token_beside_the_cookie(ada: Member) -> None:
    headers = {"Cookie": f"hubbub_token={ada.token}", "Origin": ada.address}
    async with bare_wire(ada.address, headers) as talk:
        await talk.say(hello(None))
        welcome = await talk.hear("welcome")
        assert isinstance(welcome["member"], dict)
        assert welcome["member"]["id"] == ada.id


async def test_a_room_that_one_may_not_know_of_answers_like_none(ada: Member, bo: Member) -> None:
    room = ada.found_room()
    bo.ask("POST", f"/rooms/{room}/join")
    ada.ask("PUT", f"/rooms/{room}/bans/{bo.id}", {})
    nowhere = room[:-1] + ("0" if room[-1] != "0" else "1")
    async with wire(bo) as talk:
        for command in (
            {"t": "subscribe", "streams": [{"stream": "{}"}]},
            {"t": "send", "stream": "{}", "key": str(uuid4()), "body": "hi"},
            {"t": "history", "stream": "{}"},
            {"t": "react", "stream": "{}", "key": str(uuid4()), "target": 1, "emoji": "👍"},
        ):
            texts = [json.dumps(command).replace("{}", f"room:{one}") for one in (room, nowhere)]
            answers = [await talk.ask(json.loads(text)) for text in texts]
            hidden, missing = (
                json.dumps(a).replace(r, "") for a, r in zip(answers, (room, nowhere), strict=True)
            )
            assert hidden == missing
            assert answers[0]["code"] == "not_found"


async def test_the_same_key_with_other_content_is_a_conflict(ada: Member) -> None:
    stream = f"room:{ada.found_room()}"
    async with wire(ada) as talk:
        first = await talk.send_message(stream, "one", key=KEY)
        again = await talk.send_message(stream, "one", key=KEY)
        other = await talk.send_message(stream, "two", key=KEY)
    assert (again["seq"], again["id"], again["duplicate"]) == (first["seq"], first["id"], True)
    assert (other["code"], other["field"]) == ("conflict", "key")


async def test_a_reply_to_what_is_no_message_is_refused(ada: Member) -> None:
    stream = f"room:{ada.found_room()}"
    async with wire(ada) as talk:
        error = await talk.send_message(stream, "to whom?", reply_to=1)
        assert error["field"] == "reply_to"


async def test_a_cursor_beyond_the_head_is_reset(ada: Member) -> None:
    stream = f"room:{ada.found_room()}"
    async with wire(ada) as talk:
        answer = await talk.ask({"t": "subscribe", "streams": [{"stream": stream, "seq": 99}]})
        assert (answer["t"], answer["stream"], answer["head"]) == ("reset", stream, 2)


async def test_a_resume_of_another_epoch_is_reset(ada: Member) -> None:
    stream = f"room:{ada.found_room()}"
    async with wire(ada, resume={stream: 1}, epoch="0" * 16) as talk:
        assert talk.welcome["streams"] == []
        assert (await talk.hear("reset"))["stream"] == stream


async def test_a_mentioned_member_learns_of_it_in_the_inbox(hub: ServedHub, ada: Member) -> None:
    cy = register(hub.address)
    room = ada.found_room()
    cy.ask("POST", f"/rooms/{room}/join")
    async with wire(cy) as hers, wire(ada) as mine:
        await hers.ask({"t": "subscribe", "streams": [{"stream": f"inbox:{cy.id}"}]})
        sent = await mine.send_message(f"room:{room}", f"Good morning @{cy.username}")
        event = await hers.hear("event")
        assert (event["kind"], event["source"], event["target"]) == (
            "mentioned",
            f"room:{room}",
            sent["seq"],
        )
