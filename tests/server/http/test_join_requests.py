"""Asking to be let into a room, over HTTP."""

from uuid import uuid4

import pytest

from hubbub_protocol.join_requests import JoinRequestPage
from hubbub_protocol.rooms import Room, RoomMember
from tests.server.http.program import Program, read, refused
from tests.server.people import People

BREAD = {
    "name": "Bread",
    "purpose": {"statement": "to bake", "kind": "hobby"},
    "access": "request",
}


@pytest.fixture
async def anna(people: People, program: Program) -> Program:
    return program.as_member(await people.member("anna"))


@pytest.fixture
async def bo(people: People, program: Program) -> Program:
    return program.as_member(await people.member("bo"))


@pytest.fixture
async def path(anna: Program) -> str:
    """The path of a room of Anna's, on request."""
    return f"/rooms/{read(await anna.ask('POST', '/rooms', BREAD), Room).id}"


async def asker(anna: Program, path: str) -> str:
    """Return the id of the only one who asks."""
    (only,) = read(await anna.ask("GET", f"{path}/join-requests"), JoinRequestPage).requests
    return only.member.id


async def test_one_asks_is_listed_and_admitted(anna: Program, bo: Program, path: str) -> None:
    asked = await bo.ask("POST", f"{path}/join-requests", {"reason": "I bake"})
    assert asked.status_code == 201
    own = read(asked, Room).asked
    assert own is not None
    assert own.reason == "I bake"
    admit = f"{path}/join-requests/{await asker(anna, path)}/admit"
    admitted = read(await anna.ask("POST", admit), RoomMember)
    assert (admitted.member.username, admitted.role) == ("bo", "member")
    room = read(await bo.ask("GET", path), Room)
    assert (room.asked, room.standing is not None) == (None, True)


async def test_one_is_refused_with_a_word_or_without(anna: Program, bo: Program, path: str) -> None:
    await bo.ask("POST", f"{path}/join-requests", {"reason": "I bake"})
    refuse = f"{path}/join-requests/{await asker(anna, path)}/refuse"
    too_long = await anna.ask("POST", refuse, {"word": "x" * 201})
    assert refused(too_long) == (400, "bad_request", "word")
    assert (await anna.ask("POST", refuse)).status_code == 204
    early = await bo.ask("POST", f"{path}/join-requests", {"reason": "Please"})
    assert refused(early) == (409, "conflict", "room")


async def test_one_withdraws(anna: Program, bo: Program, path: str) -> None:
    await bo.ask("POST", f"{path}/join-requests", {"reason": "I bake"})
    mine = f"{path}/join-requests/mine"
    key = str(uuid4())
    for _ in range(2):
        withdrawn = await bo.ask("DELETE", mine, Idempotency_Key=key)
        assert withdrawn.status_code == 204
    assert refused(await bo.ask("DELETE", mine)) == (404, "not_found", "member")
    listed = read(await anna.ask("GET", f"{path}/join-requests"), JoinRequestPage)
    assert listed.requests == []


@pytest.mark.parametrize(
    ("body", "field"),
    [({}, "reason"), ({"reason": ""}, "reason"), ({"reason": "x" * 301}, "reason"),
     ({"reason": "I bake", "word": "now"}, "word")],
)  # fmt: skip
async def test_a_bad_request_is_refused_by_its_field(
    bo: Program, path: str, body: dict[str, object], field: str
) -> None:
    answer = await bo.ask("POST", f"{path}/join-requests", body)
    assert refused(answer) == (400, "bad_request", field)


@pytest.mark.parametrize("access", ["request", "invite"])
async def test_look_is_refused_where_nobody_may_look(anna: Program, access: str) -> None:
    answer = await anna.ask("POST", "/rooms", BREAD | {"access": access, "look": True})
    assert refused(answer) == (400, "bad_request", "look")


async def test_a_host_who_does_not_own_the_room_leaves_its_access_alone(
    anna: Program, bo: Program, path: str
) -> None:
    await bo.ask("POST", f"{path}/join-requests", {"reason": "I bake"})
    member = await asker(anna, path)
    await anna.ask("POST", f"{path}/join-requests/{member}/admit")
    await anna.ask("PUT", f"{path}/members/{member}/role", {"role": "host"})
    renamed = await bo.ask("PATCH", path, {"name": "Rye", "access": "request"})
    assert read(renamed, Room).name == "Rye"
    answer = await bo.ask("PATCH", path, {"access": "open"})
    assert refused(answer) == (403, "forbidden", "room")
    assert read(await anna.ask("PATCH", path, {"access": "open"}), Room).access == "open"
