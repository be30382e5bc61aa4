"""How often one may try: per account and per address, in bounded memory."""

import pytest

from hubbub_protocol.errors import Refusal
from hubbub_server.domain.attempts import (
    AttemptLimits,
    Attempts,
    forgive_attempt,
    note_attempt,
)


def attempts(per_account: int = 3, per_address: int = 5) -> Attempts:
    return Attempts(AttemptLimits(per_account, per_address))


def may_try(tried: Attempts, username: str | None, address: str, now_s: float = 0.0) -> bool:
    """Whether the attempt is let through."""
    try:
        note_attempt(tried, username, address, now_s)
    except Refusal as refusal:
        return refusal.code != "rate_limited"
    return True


def test_one_account_is_tried_only_so_often_from_wherever() -> None:
    tried = attempts()
    assert [may_try(tried, "ada", f"192.0.2.{n}") for n in range(4)] == [True] * 3 + [False]
    assert may_try(tried, "bo", "192.0.2.1")


def test_one_address_tries_only_so_often_whatever_account() -> None:
    tried = attempts()
    assert [may_try(tried, f"m{n}", "192.0.2.1") for n in range(6)] == [True] * 5 + [False]
    assert may_try(tried, "m9", "192.0.2.2")


def test_capitals_do_not_make_another_account() -> None:
    tried = attempts()
    names = ["ada", "Ada", "ADA", "aDa"]
    assert [may_try(tried, name, "192.0.2.1") for name in names] == [True] * 3 + [False]


def test_after_the_wait_that_is_told_one_may_try_again() -> None:
    tried = attempts()
    for _ in range(3):
        note_attempt(tried, "ada", "192.0.2.1", 0.0)
    with pytest.raises(Refusal) as refused:
        note_attempt(tried, "ada", "192.0.2.1", 0.0)
    wait_ms = refused.value.after_ms or 0
    assert not may_try(tried, "ada", "192.0.2.1", (wait_ms - 100) / 1000)
    assert may_try(tried, "ada", "192.0.2.1", wait_ms / 1000)


def test_success_does_not_count() -> None:
    tried = attempts()
    for _ in range(20):
        note_attempt(tried, "ada", "192.0.2.1", 0.0)
        forgive_attempt(tried, "ada", "192.0.2.1")
    assert may_try(tried, "ada", "192.0.2.1")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("192.0.2.1", "::ffff:192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
    ],
)
def test_an_ipv6_network_counts_as_one_address(one: str, other: str, same: bool) -> None:
    tried = attempts(per_address=1)
    note_attempt(tried, None, one, 0.0)
    assert may_try(tried, None, other) is not same


def test_what_is_kept_of_attempts_is_bounded() -> None:
    tried = attempts(per_address=10**9)
    for number in range(12_000):
        note_attempt(tried, f"name{number}", "192.0.2.1", 0.0)
    assert len(tried.buckets) == 10_000
    assert max(map(len, tried.buckets)) < 100


def test_a_name_without_end_is_kept_short() -> None:
    tried = attempts()
    note_attempt(tried, "x" * 100_000, "y" * 100_000, 0.0)
    assert max(map(len, tried.buckets)) < 100
