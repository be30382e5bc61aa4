"""The log tells an outage in a few lines, however long it is or however often it comes."""

import pytest
from structlog.testing import capture_logs

from hubbub_server.broker.redis.link import LinkBrokenError, SignInRefusedError
from hubbub_server.broker.redis.outage import Outage
from tests.server.store.hand_clock import HandClock

BROKEN = LinkBrokenError("Redis closed the link")


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def outage(clock: HandClock) -> Outage:
    return Outage(clock, "redis.example:6379")


def move(clock: HandClock, seconds: float) -> None:
    clock.move(round(seconds * 1_000_000))


def test_it_goes_and_is_back(outage: Outage, clock: HandClock) -> None:
    with capture_logs() as said:
        outage.report(BROKEN)
        move(clock, 12)
        outage.end(3)
    assert [(line["log_level"], line["redis"]) for line in said] == [
        ("warning", "redis.example:6379"),
        ("info", "redis.example:6379"),
    ]
    assert said[0]["reason"] == "Redis closed the link"
    assert (said[1]["event"], said[1]["away_s"], said[1]["streams"]) == ("Redis is back", 12.0, 3)


def test_while_it_is_away_a_line_comes_every_30_seconds(outage: Outage, clock: HandClock) -> None:
    with capture_logs() as said:
        for _ in range(65 * 4):
            outage.report(BROKEN)
            move(clock, 0.25)
    assert [line["away_s"] for line in said] == [0.0, 30.0, 60.0]


def test_a_refused_sign_in_is_an_error_and_keeps_the_same_pace(
    outage: Outage, clock: HandClock
) -> None:
    with capture_logs() as said:
        for _ in range(31):
            outage.report(SignInRefusedError("Redis refuses: WRONGPASS"))
            move(clock, 1)
    assert [line["log_level"] for line in said] == ["error", "error"]


def test_an_unsteady_link_is_told_four_times_a_minute_at_most(
    outage: Outage, clock: HandClock
) -> None:
    with capture_logs() as said:
        for _ in range(61):
            outage.report(BROKEN)
            outage.end(1)
            move(clock, 1)
    assert len(said) == 2 * 5
    assert [line["untold_breaks"] for line in said[::2]] == [0, 0, 0, 0, 56]


def test_the_first_time_it_is_there_is_told(outage: Outage) -> None:
    with capture_logs() as said:
        outage.end(0)
    assert [line["event"] for line in said] == ["Redis is there"]
