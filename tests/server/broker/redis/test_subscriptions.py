"""What is wanted, asked for and confirmed never drifts apart; what Redis says must fit."""

import asyncio

import hiredis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubbub_server.broker.redis.link import LinkBrokenError
from hubbub_server.broker.redis.subscriptions import CHUNK, Subscriptions

BREAD = b"bread"


def asked(subscriptions: Subscriptions) -> list[list[bytes]]:
    """Take the commands, as Redis reads them."""
    reader = hiredis.Reader()
    reader.feed(subscriptions.take_commands())
    commands: list[list[bytes]] = []
    while (command := reader.gets()) is not False:
        commands.append(command)
    return commands


@pytest.fixture
def subscriptions() -> Subscriptions:
    made = Subscriptions()
    made.start()
    return made


def test_what_is_wanted_in_one_turn_is_one_command(subscriptions: Subscriptions) -> None:
    for channel in (b"bread", b"tea", b"bread"):
        subscriptions.want(channel, "a stream")
    assert asked(subscriptions) == [[b"SUBSCRIBE", b"bread", b"tea"]]
    assert asked(subscriptions) == []


def test_what_is_wanted_and_given_up_in_one_turn_is_not_asked_for(
    subscriptions: Subscriptions,
) -> None:
    subscriptions.want(BREAD, "a stream")
    subscriptions.give_up(BREAD)
    assert asked(subscriptions) == []
    assert subscriptions.settled


def test_a_channel_is_certain_once_redis_confirmed_it(subscriptions: Subscriptions) -> None:
    subscriptions.want(BREAD, "a stream")
    assert not subscriptions.is_certain(BREAD)
    asked(subscriptions)
    assert not subscriptions.is_certain(BREAD)
    assert not subscriptions.settled
    subscriptions.confirm(b"subscribe", BREAD)
    assert subscriptions.is_certain(BREAD)
    assert subscriptions.settled


def test_a_channel_wanted_again_while_it_is_given_up_is_certain_after_both_answers(
    subscriptions: Subscriptions,
) -> None:
    subscriptions.want(BREAD, "a stream")
    asked(subscriptions)
    subscriptions.give_up(BREAD)
    assert asked(subscriptions) == [[b"UNSUBSCRIBE", BREAD]]
    subscriptions.want(BREAD, "a stream")
    assert asked(subscriptions) == [[b"SUBSCRIBE", BREAD]]
    for kind in (b"subscribe", b"unsubscribe"):
        subscriptions.confirm(kind, BREAD)
        assert not subscriptions.is_certain(BREAD)
    subscriptions.confirm(b"subscribe", BREAD)
    assert subscriptions.is_certain(BREAD)


def test_on_a_new_link_all_that_is_wanted_is_asked_for_in_pieces(
    subscriptions: Subscriptions,
) -> None:
    channels = [b"%d" % number for number in range(CHUNK + 1)]
    for channel in channels:
        subscriptions.want(channel, "a stream")
    asked(subscriptions)
    subscriptions.stop()
    assert not subscriptions.is_certain(channels[0])
    subscriptions.start()
    pieces = asked(subscriptions)
    assert [len(piece) for piece in pieces] == [CHUNK + 1, 2]
    assert [channel for piece in pieces for channel in piece[1:]] == channels


@pytest.mark.parametrize("kind", [b"subscribe", b"unsubscribe"])
def test_a_confirmation_of_what_was_not_asked_is_refused(
    subscriptions: Subscriptions, kind: bytes
) -> None:
    with pytest.raises(LinkBrokenError, match="what was not asked"):
        subscriptions.confirm(kind, BREAD)


def test_a_second_confirmation_and_an_unexpected_end_are_refused(
    subscriptions: Subscriptions,
) -> None:
    subscriptions.want(BREAD, "a stream")
    asked(subscriptions)
    with pytest.raises(LinkBrokenError):
        subscriptions.confirm(b"unsubscribe", BREAD)
    subscriptions.confirm(b"subscribe", BREAD)
    for kind in (b"subscribe", b"unsubscribe"):
        with pytest.raises(LinkBrokenError):
            subscriptions.confirm(kind, BREAD)


@pytest.mark.parametrize("end", ["confirmed", "given up", "link gone"])
async def test_who_waits_waits_no_more(subscriptions: Subscriptions, end: str) -> None:
    subscriptions.want(BREAD, "a stream")
    asked(subscriptions)
    waiting = [asyncio.create_task(subscriptions.confirmation(BREAD)) for _ in range(3)]
    await asyncio.sleep(0)
    waiting[0].cancel()
    match end:
        case "confirmed":
            subscriptions.confirm(b"subscribe", BREAD)
        case "given up":
            subscriptions.give_up(BREAD)
        case _:
            subscriptions.stop()
    ends = await asyncio.wait_for(asyncio.gather(*waiting, return_exceptions=True), 5)
    assert isinstance(ends[0], asyncio.CancelledError)
    assert ends[1:] == [None, None]
    assert subscriptions._waiting == {}


async def test_the_end_of_a_subscription_is_not_the_confirmation_of_the_next(
    subscriptions: Subscriptions,
) -> None:
    subscriptions.want(BREAD, "a stream")
    asked(subscriptions)
    subscriptions.confirm(b"subscribe", BREAD)
    subscriptions.give_up(BREAD)
    asked(subscriptions)
    subscriptions.want(BREAD, "a stream")
    waiting = asyncio.create_task(subscriptions.confirmation(BREAD))
    await asyncio.sleep(0)
    subscriptions.confirm(b"unsubscribe", BREAD)
    await asyncio.sleep(0)
    assert not waiting.done()
    asked(subscriptions)
    subscriptions.confirm(b"subscribe", BREAD)
    await asyncio.wait_for(waiting, 5)


@given(st.lists(st.sampled_from(["want", "give up", "ask", "confirm"]), max_size=40))
def test_whatever_is_wanted_when_redis_and_hub_agree_in_the_end(deeds: list[str]) -> None:
    subscriptions = Subscriptions()
    subscriptions.start()
    unanswered: list[bytes] = []  # what Redis has read and not answered
    subscribed = False  # as Redis sees it
    for deed in [*deeds, "ask", *["confirm"] * len(deeds)]:
        match deed:
            case "want":
                subscriptions.want(BREAD, "a stream")
            case "give up":
                subscriptions.give_up(BREAD)
            case "ask":
                unanswered += [command[0].lower() for command in asked(subscriptions)]
            case "confirm" if unanswered:
                kind = unanswered.pop(0)
                subscribed = kind == b"subscribe"
                subscriptions.confirm(kind, BREAD)
        if subscriptions.is_certain(BREAD):
            assert subscribed
    assert subscriptions.settled
    assert subscribed == (BREAD in subscriptions.streams) == subscriptions.is_certain(BREAD)
