"""Hashing passwords: as slow for nobody as for somebody, in turns, and in a bounded queue."""

import asyncio

import pytest
from argon2 import extract_parameters

from hubbub_protocol.errors import Refusal
from hubbub_server.actions.passwords import Passwords

PASSWORD = "correct horse battery"


@pytest.fixture
def passwords() -> Passwords:
    return Passwords(time_cost=1, memory_kib=8)


async def test_a_password_matches_its_own_hash_alone(passwords: Passwords) -> None:
    hashed = await passwords.hashed(PASSWORD)
    assert hashed.startswith("$argon2id$")
    assert await passwords.matches(PASSWORD, hashed)
    assert not await passwords.matches(PASSWORD + "!", hashed)
    assert not await passwords.matches(PASSWORD, "no hash at all")


async def test_nobodys_hash_costs_what_every_hash_costs_and_matches_nothing(
    passwords: Passwords,
) -> None:
    hashed = await passwords.hashed(PASSWORD)
    assert extract_parameters(passwords._nobodys) == extract_parameters(hashed)
    assert not await passwords.matches(PASSWORD, None)


async def test_a_hash_of_other_costs_is_outdated(passwords: Passwords) -> None:
    hashed = await passwords.hashed(PASSWORD)
    assert not passwords.is_outdated(hashed)
    assert Passwords(time_cost=2, memory_kib=8).is_outdated(hashed)


async def test_too_many_who_wait_are_told_to_come_later(passwords: Passwords) -> None:
    results = await asyncio.gather(
        *(passwords.hashed(PASSWORD) for _ in range(250)), return_exceptions=True
    )
    refusals = [result for result in results if isinstance(result, Refusal)]
    assert len(refusals) == 50
    assert {(refusal.code, refusal.retry) for refusal in refusals} == {("unavailable", True)}
    assert await passwords.hashed(PASSWORD)
