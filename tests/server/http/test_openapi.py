"""The API is what its description says: for good requests, and for all kinds of bad ones."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from hubbub_load.programs.plain import PLAIN
from hubbub_load.programs.served_hub import GENEROUS, ServedHub
from hubbub_protocol.operations import OPERATIONS
from hubbub_server.http.openapi import openapi
from tests.server.people import PASSWORD

pytestmark = pytest.mark.slow

DRAWN = settings(
    max_examples=5,
    derandomize=True,  # the same requests in every run
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
Drawn = schemathesis.Case[Any]  # the library's own alias is as wide
ONLY_GOOD = schemathesis.Config.from_dict({"generation": {"mode": "positive"}})
everything = schemathesis.openapi.from_dict(dict(openapi()))
within_a_room = schemathesis.openapi.from_dict(dict(openapi()), config=ONLY_GOOD).include(
    path_regex=r"\{(room|stream)\}"
)


@dataclass(frozen=True)
class Member:
    """A member of a hub, and a room of theirs with one message."""

    api: str
    headers: dict[str, str]
    room: str
    message: int


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with ServedHub(tmp_path_factory.mktemp("hub"), GENEROUS) as hub:
        yield hub.address


@pytest.fixture
def member(address: str) -> Member:
    """One who is nobody else's concern: some operations end their sign-in or their room."""
    api = f"{address}/api/v1"
    name = f"member{next(_numbers)}x"
    account = {"username": name, "display_name": name, "password": PASSWORD}
    headers = {"Authorization": f"Bearer {_made(f'{api}/accounts', account, {})['token']}"}
    purpose = {"statement": "to try things", "kind": "hobby"}
    room = _made(f"{api}/rooms", {"name": name, "purpose": purpose}, headers)
    said = _made(f"{api}/streams/{room['stream']}/messages", {"body": "Good morning"}, headers)
    return Member(api, headers, str(room["id"]), int(str(said["seq"])))


@everything.parametrize()
@DRAWN
def test_every_operation_does_what_its_description_says(case: Drawn, member: Member) -> None:
    _check(case, member)


@within_a_room.parametrize()
@DRAWN
def test_so_does_every_operation_on_a_room_that_exists(case: Drawn, member: Member) -> None:
    there = {"room": member.room, "stream": f"room:{member.room}", "seq": member.message}
    case.path_parameters = {
        name: there.get(name, drawn) for name, drawn in case.path_parameters.items()
    }
    _check(case, member)


def test_the_description_names_every_operation() -> None:
    with_names = httpx.Response(200, json=dict(openapi())).json()["paths"].values()
    named = {operation["operationId"] for path in with_names for operation in path.values()}
    assert named == {operation.name for operation in OPERATIONS}


def _check(case: Drawn, member: Member) -> None:
    case.call_and_validate(
        base_url=member.api,
        headers=member.headers,
        # The types say what a request looks like; the rules of the domain (a blank name, say) go
        # further than a schema can.
        excluded_checks=[positive_data_acceptance],
    )


def _made(url: str, body: Mapping[str, object], headers: dict[str, str]) -> dict[str, object]:
    answer = httpx.post(url, json=body, headers=headers, verify=PLAIN)
    assert answer.status_code == httpx.codes.CREATED, answer.text
    made: dict[str, object] = answer.json()
    return made


_numbers = count()
