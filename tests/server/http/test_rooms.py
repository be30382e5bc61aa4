"""Rooms over HTTP."""

from dataclasses import dataclass
from uuid import uuid4

import msgspec
import pytest

from hubbub_protocol.ids import make_id
from hubbub_protocol.operations import OPERATIONS, Operation
from hubbub_protocol.rooms import Room, RoomBanPage, RoomMember, RoomMemberPage, RoomPage
from hubbub_protocol.streams import room_stream
from hubbub_server.actions.sign_ins import Granted
from tests.server.http.program import Program, read, refused
from tests.server.people import People

BREAD = {"name": "Bread", "purpose": {"statement": "to bake", "kind": "hobby", "tags": ["rye"]}}
NOWHERE = make_id(0, 0)


@dataclass(frozen=True)
class Member:
    """Somebody with a program of their own."""

    id: str
    program: Program


def member(granted: Granted, program: Program) -> Member:
    """Give somebody a program."""
    return Member(granted.caller.member, program.as_member(granted))


@pytest.fixture
async def anna(people: People, program: Program) -> Member:
    return member(await people.member("anna"), program)


@pytest.fixture
async def bo(people: People, program: Program) -> Member:
    return member(await people.member("bo"), program)


@pytest.fixture
async def room(anna: Member) -> str:
    """A room of Anna's."""
    return read(await anna.program.ask("POST", "/rooms", BREAD), Room).id


async def test_a_room_is_made_found_joined_and_left(anna: Member, bo: Member) -> None:
    made = await anna.program.ask("POST", "/rooms", BREAD)
    assert made.status_code == 201
    room = read(made, Room)
    assert room.purpose.tags == ("rye",)
    found = read(await bo.program.ask("GET", "/rooms?text=BREAD&tag=rye&kind=hobby"), RoomPage)
    assert [each.id for each in found.rooms] == [room.id]
    joined = read(await bo.program.ask("POST", f"/rooms/{room.id}/join"), Room)
    assert joined.standing is not None
    mine = read(await bo.program.ask("GET", "/rooms/mine"), RoomPage)
    assert mine.rooms == [joined]
    assert (await bo.program.ask("POST", f"/rooms/{room.id}/leave")).status_code == 204
    left = read(await bo.program.ask("GET", f"/rooms/{room.id}"), Room)
    assert (left.standing, left.members) == (None, 1)


async def test_a_room_is_edited_archived_and_restored(anna: Member, room: str) -> None:
    path = f"/rooms/{room}"
    edited = read(await anna.program.ask("PATCH", path, {"name": "Rye"}), Room)
    assert (edited.name, edited.purpose.statement) == ("Rye", "to bake")
    assert read(await anna.program.ask("PUT", f"{path}/archive"), Room).state == "archived"
    assert read(await anna.program.ask("DELETE", f"{path}/archive"), Room).state == "active"


async def test_roles_are_given_and_members_listed(anna: Member, bo: Member, room: str) -> None:
    await bo.program.ask("POST", f"/rooms/{room}/join")
    path = f"/rooms/{room}/members/{bo.id}/role"
    given = read(await anna.program.ask("PUT", path, {"role": "host"}), RoomMember)
    assert (given.member.username, given.role) == ("bo", "host")
    page = read(await bo.program.ask("GET", f"/rooms/{room}/members?limit=1"), RoomMemberPage)
    assert [item.member.username for item in page.members] == ["anna"]
    assert page.next is not None
    more = await bo.program.ask("GET", f"/rooms/{room}/members?after={page.next}")
    assert [item.member.username for item in read(more, RoomMemberPage).members] == ["bo"]


async def test_a_member_is_removed_banned_and_let_in_again(
    anna: Member, bo: Member, room: str
) -> None:
    reason = {"reason": "Sells ovens"}
    await bo.program.ask("POST", f"/rooms/{room}/join")
    removed = await anna.program.ask("POST", f"/rooms/{room}/members/{bo.id}/remove", reason)
    assert removed.status_code == 204
    banned = await anna.program.ask("PUT", f"/rooms/{room}/bans/{bo.id}", reason)
    assert banned.status_code == 204
    bans = read(await anna.program.ask("GET", f"/rooms/{room}/bans"), RoomBanPage).bans
    assert [(ban.member.username, ban.reason) for ban in bans] == [("bo", "Sells ovens")]
    assert (await anna.program.ask("DELETE", f"/rooms/{room}/bans/{bo.id}")).status_code == 204
    assert (await bo.program.ask("POST", f"/rooms/{room}/join")).is_success


async def test_a_repeated_key_makes_one_room(anna: Member) -> None:
    key = str(uuid4())
    first = await anna.program.ask("POST", "/rooms", BREAD, Idempotency_Key=key)
    again = await anna.program.ask("POST", "/rooms", BREAD, Idempotency_Key=key)
    assert first.content == again.content
    other = await anna.program.ask("POST", "/rooms", BREAD | {"name": "Rye"}, Idempotency_Key=key)
    assert refused(other) == (409, "conflict", "key")


async def test_a_repeated_joining_of_one_who_was_banned_since_lets_nobody_in(
    anna: Member, bo: Member, room: str
) -> None:
    key = str(uuid4())
    first = await bo.program.ask("POST", f"/rooms/{room}/join", idempotency_key=key)
    assert first.is_success
    banned = await anna.program.ask("PUT", f"/rooms/{room}/bans/{bo.id}", {})
    assert banned.is_success
    again = await bo.program.ask("POST", f"/rooms/{room}/join", idempotency_key=key)
    assert refused(again) == (404, "not_found", "room")
    events = await anna.program.ask("GET", f"/streams/{room_stream(room)}/events")
    of_bo = [event["kind"] for event in events.json()["events"] if event.get("member") == bo.id]
    assert of_bo == ["member_joined", "member_banned"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "Bread"}, "purpose"),
        (BREAD | {"name": 7}, "name"),
        (BREAD | {"name": ""}, "name"),
        (BREAD | {"name": "x" * 65}, "name"),
        (BREAD | {"colour": "red"}, "colour"),
        (BREAD | {"purpose": {"statement": "to bake", "kind": "war"}}, "purpose.kind"),
        (BREAD | {"purpose": {"statement": "\u0007", "kind": "hobby"}}, "purpose.statement"),
        (BREAD | {"access": "secret"}, "access"),
    ],
)
async def test_a_bad_room_is_refused_by_its_field(
    anna: Member, body: dict[str, object], field: str
) -> None:
    assert refused(await anna.program.ask("POST", "/rooms", body)) == (400, "bad_request", field)


async def test_nobody_reads_rooms_without_signing_in(program: Program, room: str) -> None:
    for path in ("/rooms", "/rooms/mine", f"/rooms/{room}"):
        assert refused(await program.ask("GET", path)) == (401, "unauthorized", None)


ABOUT_ROOMS = [each for each in OPERATIONS if "{room}" in each.path or "{stream}" in each.path]
BODIES: dict[str, object] = {
    "set_role": {"role": "host"},
    "ask_to_join": {"reason": "I bake"},
    "write_message": {"body": "Good morning"},
    "edit_message": {"body": "Good evening"},
    "mark_read": {"seq": 1},
}


@pytest.mark.parametrize("operation", ABOUT_ROOMS, ids=lambda each: each.name)
async def test_a_room_one_may_not_know_of_and_one_that_does_not_exist_answer_alike(
    anna: Member, bo: Member, room: str, operation: Operation
) -> None:
    stream = room_stream(room)
    await bo.program.ask("POST", f"/rooms/{room}/join")
    sent = await bo.program.ask("POST", f"/streams/{stream}/messages", {"body": "Mine"})
    assert sent.status_code == 201
    await anna.program.ask("PUT", f"/rooms/{room}/bans/{bo.id}")
    answers = []
    for one in (room, NOWHERE):
        path = operation.path.format(
            room=one,
            stream=room_stream(one),
            member=anna.id,
            seq=sent.json()["seq"],
            emoji="🍞",
            invitation=NOWHERE,
        )
        body = BODIES.get(operation.name)
        answers.append(await bo.program.ask(operation.method, path, body))
    hidden, missing = answers
    assert refused(hidden) == (404, "not_found", "room")
    ids = [msgspec.json.decode(answer.content)["request_id"].encode() for answer in answers]
    assert hidden.content.replace(ids[0], b"") == missing.content.replace(ids[1], b"")
    assert set(hidden.headers) == set(missing.headers)
