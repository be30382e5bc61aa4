"""Invitations over HTTP."""

from uuid import uuid4

import pytest

from hubbub_protocol.accounts import Community, SignedIn
from hubbub_protocol.invitations import (
    AcceptedInvitation,
    InvitationPage,
    MadeInvitation,
    ShownInvitation,
)
from hubbub_protocol.rooms import Room
from tests.server.http.program import Program, read, refused
from tests.server.people import PASSWORD, People

BREAD = {"name": "Bread", "purpose": {"statement": "to bake", "kind": "hobby"}, "access": "invite"}
BO = {"username": "bo", "display_name": "Bo", "password": PASSWORD}


@pytest.fixture
async def olga(people: People, program: Program) -> Program:
    """The owner of the community."""
    return program.as_member(await people.owner())


@pytest.fixture
async def anna(people: People, program: Program) -> Program:
    return program.as_member(await people.member("anna"))


@pytest.fixture
async def path(anna: Program) -> str:
    """The path of a room of Anna's, by invitation."""
    return f"/rooms/{read(await anna.ask('POST', '/rooms', BREAD), Room).id}"


async def test_one_is_invited_looks_and_comes_in(
    people: People, program: Program, anna: Program, path: str
) -> None:
    answer = await anna.ask("POST", f"{path}/invitations", {"uses": 2, "note": "the fair"})
    assert answer.status_code == 201
    made = read(answer, MadeInvitation)
    code = {"code": made.code}
    shown = read(await program.ask("POST", "/invitations/look", code), ShownInvitation)
    assert shown.room is not None
    assert (shown.room.name, shown.room.purpose.statement) == ("Bread", "to bake")
    assert "the fair" not in (await program.ask("POST", "/invitations/look", code)).text
    assert refused(await program.ask("POST", "/invitations/accept", code))[0] == 401
    bo = program.as_member(await people.member("bo"))
    key = str(uuid4())
    for _ in range(2):
        accepted = await bo.ask("POST", "/invitations/accept", code, Idempotency_Key=key)
        room = read(accepted, AcceptedInvitation).room
        assert room is not None
        assert room.standing is not None
    (only,) = read(await anna.ask("GET", f"{path}/invitations"), InvitationPage).invitations
    assert (only.used, only.uses) == (1, 2)


async def test_an_invitation_is_revoked(program: Program, anna: Program, path: str) -> None:
    made = read(await anna.ask("POST", f"{path}/invitations"), MadeInvitation)
    revoke = f"{path}/invitations/{made.invitation.id}"
    assert (await anna.ask("DELETE", revoke)).status_code == 204
    assert refused(await anna.ask("DELETE", revoke)) == (404, "not_found", "invitation")
    looked = await program.ask("POST", "/invitations/look", {"code": made.code})
    assert refused(looked) == (404, "not_found", "code")


async def test_a_code_stands_in_no_path_and_no_log(
    program: Program, anna: Program, path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    made = read(await anna.ask("POST", f"{path}/invitations"), MadeInvitation)
    await program.ask("POST", "/invitations/look", {"code": made.code})
    await anna.ask("POST", "/invitations/accept", {"code": made.code})
    logged = capsys.readouterr()
    assert "look_at_invitation" in logged.out + logged.err
    assert made.code not in logged.out + logged.err


async def test_one_registers_by_an_invitation_of_the_community(
    program: Program, olga: Program
) -> None:
    edited = await olga.ask("PATCH", "/community", {"registration": "invite"})
    assert read(edited, Community).registration == "invite"
    assert read(await program.ask("GET", "/community"), Community).registration == "invite"
    assert refused(await program.ask("POST", "/accounts", BO)) == (403, "forbidden", "invitation")
    made = read(await olga.ask("POST", "/invitations"), MadeInvitation)
    wrong = await program.ask("POST", "/accounts", BO | {"invitation": "wrong"})
    assert refused(wrong) == (404, "not_found", "invitation")
    right = await program.ask("POST", "/accounts", BO | {"invitation": made.code})
    assert read(right, SignedIn).me.username == "bo"
    (only,) = read(await olga.ask("GET", "/invitations"), InvitationPage).invitations
    assert only.used == 1
    assert (await olga.ask("DELETE", f"/invitations/{only.id}")).status_code == 204


async def test_only_the_communitys_owner_invites_into_it(olga: Program, anna: Program) -> None:
    made = read(await olga.ask("POST", "/invitations"), MadeInvitation)
    for method, path in (
        ("POST", "/invitations"),
        ("GET", "/invitations"),
        ("DELETE", f"/invitations/{made.invitation.id}"),
    ):
        assert refused(await anna.ask(method, path)) == (403, "forbidden", None)


@pytest.mark.parametrize(
    ("body", "field", "limit"),
    [
        ({"uses": 0}, "uses", None),
        ({"uses": 1001}, "uses", 1000),
        ({"uses": "many"}, "uses", None),
        ({"lasts_s": 3599}, "lasts_s", None),
        ({"lasts_s": 365 * 24 * 3600 + 1}, "lasts_s", 365 * 24 * 3600),
        ({"note": "x" * 101}, "note", 100),
        ({"colour": "red"}, "colour", None),
    ],
)
async def test_a_bad_invitation_is_refused_by_its_field_and_limit(
    anna: Program, path: str, body: dict[str, object], field: str, limit: int | None
) -> None:
    answer = await anna.ask("POST", f"{path}/invitations", body)
    assert refused(answer) == (400, "bad_request", field)
    assert answer.json().get("limit") == limit
