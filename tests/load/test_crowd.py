"""The names under which a log's authors are registered."""

import re

import pytest

from hubbub_load.crowd import Account, username_for
from hubbub_protocol.limits import USERNAME_PATTERN


@pytest.mark.parametrize(
    ("name", "username"),
    [
        ("patient-swan", "patient-swan"),
        ("Zoë Ångström", "zoe-angstrom"),
        ("|QuaD|", "quad"),
        ("_under_", "under"),
        ("x", "x-author"),
        ("日本語", "author"),
        ("a" * 100, "a" * 26),
        ("a" * 25 + "-b", "a" * 25),
    ],
)
def test_any_name_becomes_a_valid_username(name: str, username: str) -> None:
    assert username_for(name, ()) == username
    assert re.match(USERNAME_PATTERN, username)


def test_a_taken_username_gets_a_number() -> None:
    assert username_for("Ana", {"ana", "ana.2"}) == "ana.3"


def test_a_token_is_not_shown() -> None:
    assert "secret" not in repr(Account("ana", "id", "secret"))
