"""Limits on a socket, and the order of sends that meet them."""

import asyncio
from collections.abc import Iterator
from uuid import uuid4

import pytest

from hubbub_load.programs.served_hub import GENEROUS, ServedHub
from tests.together.wire import Map, Member, register, wire

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedHub]:
    """A hub that lets nobody hurry, and that pings at once."""
    limits = {
        "HUBBUB_NEW_ACCOUNT_SENDS_PER_SECOND": "4",
        "HUBBUB_SEND_BURST": "4",
        "HUBBUB_UNANSWERED": "8",
        "HUBBUB_SUBSCRIPTIONS": "3",
        "HUBBUB_PING_MS": "2000",
        "HUBBUB_PONG_MS": "1000",
    }
    with ServedHub(tmp_path_factory.mktemp("hub"), {**GENEROUS, **limits}) as served:
        yield served


def numbered(stream: str, count: int) -> list[Map]:
    return [
        {"t": "send", "ref": ref, "stream": stream, "key": str(uuid4()), "body": f"{ref}"}
        for ref in range(count)
    ]


async def test_a_send_behind_one_that_is_too_fast_does_not_overtake_it(ada: Member) -> None:
    sends = numbered(f"room:{ada.found_room()}", 6)
    async with wire(ada) as talk:
        await talk.say(sends)
        answers = {a["ref"]: a for a in [await talk.hear("ok", "error") for _ in sends]}
        verdicts = [answers[ref]["t"] for ref in range(6)]
        first = verdicts.index("error")  # 3, or 4 if what founding the room took has come back
        assert verdicts == ["ok"] * first + ["error"] * (6 - first)
        assert {answers[ref]["code"] for ref in range(first, 6)} == {"rate_limited"}
        await asyncio.sleep(int(str(answers[first]["after_ms"])) / 1000)  # as the hub asked
        late = await talk.ask(sends[5], ref=5)
        assert late["code"] == "rate_limited", "it may not go before the first that was refused"
        assert (await talk.ask(sends[first], ref=first))["t"] == "ok"


async def test_a_known_key_is_answered_however_fast_it_comes_again(ada: Member) -> None:
    sends = numbered(f"room:{ada.found_room()}", 3)
    async with wire(ada) as talk:
        firsts = [await talk.ask(send, ref=0) for send in sends]
        again = [await talk.ask(send, ref=0) for send in sends * 2]
    assert [a["t"] for a in again] == ["ok"] * 6
    assert [a["seq"] for a in again] == [a["seq"] for a in firsts] * 2


async def test_too_many_unanswered_commands_are_refused_for_now(ada: Member) -> None:
    stream = f"room:{ada.found_room()}"
    asked = [{"t": "history", "ref": ref, "stream": stream} for ref in range(20)]
    async with wire(ada) as talk:
        await talk.say(asked)
        answers = [await talk.hear("messages", "error") for _ in asked]
    refused = [answer for answer in answers if answer["t"] == "error"]
    assert len(refused) == 12
    assert {(answer["code"], answer["limit"]) for answer in refused} == {("rate_limited", 8)}


async def test_who_subscribes_again_needs_no_further_subscription(ada: Member) -> None:
    wanted = [{"stream": f"room:{ada.found_room()}", "seq": 0} for _ in range(3)]
    async with wire(ada) as talk:
        await talk.say({"t": "subscribe", "ref": 1, "streams": wanted})
        assert [(await talk.hear("subscribed", "error"))["ref"] for _ in wanted] == [1, 1, 1]
        again = await talk.ask({"t": "subscribe", "streams": wanted[:1]})
        more = [{"stream": f"room:{ada.found_room()}"}]
        refused = await talk.ask({"t": "subscribe", "streams": more})
    assert again["t"] == "subscribed"
    assert (refused["field"], refused["limit"]) == ("streams", 3)


async def test_a_client_that_does_not_answer_pings_is_closed_with_4002(ada: Member) -> None:
    async with wire(ada) as talk:
        assert (await talk.closed())[0] == 4002


async def test_a_client_that_answers_pings_stays(hub: ServedHub) -> None:
    member = register(hub.address)
    async with wire(member) as talk:
        for _ in range(3):
            await talk.hear("ping")
            await talk.say({"t": "pong"})
        assert (await talk.ask({"t": "history", "stream": f"room:{member.found_room()}"}))["ref"]
