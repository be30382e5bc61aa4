"""What is kept of refused sends: enough for the order, and no more."""

import pytest

from hubbub_protocol.commands import Send
from hubbub_protocol.errors import CloseCode, Refusal
from hubbub_server.ws.held_sends import HeldSends
from tests.server.ws.talk import Talk

TOO_FAST = Refusal("rate_limited", "At most 10 messages a second")


def send(key: str, stream: str = "room:1") -> Send:
    return Send(ref=1, stream=stream, key=key, body="hi")


def test_the_next_send_waits_for_the_refused_one_and_not_for_ever() -> None:
    held = HeldSends()
    held.hold(send("first"), 1, TOO_FAST, 0)
    with pytest.raises(Refusal):
        held.check(send("second"), 9.9)
    held.check(send("second"), 10)


def test_a_send_refused_after_an_older_one_was_given_up_is_remembered() -> None:
    held = HeldSends()
    held.hold(send("given up"), 1, TOO_FAST, 0)
    held.hold(send("first"), 2, TOO_FAST, 60)
    with pytest.raises(Refusal):
        held.check(send("second"), 61)


def test_one_that_came_first_and_is_refused_last_is_the_first_to_come_again() -> None:
    held = HeldSends()
    held.hold(send("second"), 2, TOO_FAST, 0)
    held.hold(send("first"), 1, Refusal("unavailable", "The database cannot be used"), 1)
    with pytest.raises(Refusal):
        held.check(send("second"), 2)
    held.check(send("first"), 2)
    held.check(send("second"), 2)


def test_one_that_is_answered_all_the_same_is_not_waited_for_and_the_next_one_is() -> None:
    held = HeldSends()
    for place, key in enumerate(("first", "second", "third"), start=1):
        held.hold(send(key), place, TOO_FAST, 0)
    held.let_go(send("first"))
    with pytest.raises(Refusal):
        held.check(send("third"), 1)
    held.check(send("second"), 1)
    held.check(send("third"), 1)


def test_once_all_are_answered_nothing_is_held() -> None:
    held = HeldSends()
    held.hold(send("first"), 1, TOO_FAST, 0)
    held.let_go(send("first"))
    held.check(send("second"), 1)


def test_refusals_in_one_stream_are_not_all_remembered() -> None:
    held = HeldSends()
    kept = [held.hold(send(str(n)), n, TOO_FAST, 0) for n in range(1, 1_101)]
    assert kept == 1_000 * [True] + 100 * [False]


def test_refusals_in_ever_new_streams_are_not_all_remembered() -> None:
    held = HeldSends()
    kept = [held.hold(send("key", f"room:{n}"), n, TOO_FAST, 0) for n in range(2_000)]
    assert kept == 1_000 * [True] + 1_000 * [False]
    assert held.hold(send("key", "room:later"), 2_000, TOO_FAST, 10), "the others are forgotten"


def test_a_refusal_that_is_repeated_does_not_grow() -> None:
    held = HeldSends()
    held.hold(send("first"), 1, TOO_FAST, 0)
    for _ in range(100):
        with pytest.raises(Refusal):
            held.check(send("second"), 1)
    assert depth_of(TOO_FAST) < 10


def depth_of(refusal: Refusal) -> int:
    """Count the calls that a refusal's traceback keeps alive."""
    depth, traceback = 0, refusal.__traceback__
    while traceback is not None:
        depth, traceback = depth + 1, traceback.tb_next
    return depth


async def test_who_leaves_too_many_refused_sends_behind_is_closed_with_4204(talk: Talk) -> None:
    talk.say(*1_000 * ["At once"])
    assert talk.phone.closed is None
    talk.say(*100 * ["And this"])
    assert talk.phone.closed == CloseCode.ABUSE
