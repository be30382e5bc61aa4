"""Profiles over HTTP."""

from hubbub_protocol.ids import make_id
from hubbub_protocol.members import Me, Profile, ProfilePage
from tests.server.http.program import Program, read, refused
from tests.server.people import People

BREAD = {"name": "Bread", "purpose": {"statement": "to bake", "kind": "hobby"}}


async def test_one_changes_ones_profile(people: People, program: Program) -> None:
    anna = program.as_member(await people.member("anna"))
    change = {"display_name": "Anna B.", "interests": ["rye"]}
    changed = read(await anna.ask("PATCH", "/members/me", change), Me)
    assert (changed.display_name, changed.interests) == ("Anna B.", ("rye",))
    assert read(await anna.ask("GET", "/members/me"), Me) == changed


async def test_a_bad_profile_is_refused_by_its_field(people: People, program: Program) -> None:
    anna = program.as_member(await people.member("anna"))
    answer = await anna.ask("PATCH", "/members/me", {"avatar_colour": "red"})
    assert refused(answer) == (400, "bad_request", "avatar_colour")
    answer = await anna.ask("PATCH", "/members/me", {"username": "other"})
    assert refused(answer) == (400, "bad_request", "username")


async def test_those_who_share_a_room_find_each_other(people: People, program: Program) -> None:
    anna = program.as_member(await people.member("anna"))
    granted = await people.member("bo")
    bo = program.as_member(granted)
    room = (await anna.ask("POST", "/rooms", BREAD)).json()["id"]
    unseen = f"/members/{granted.caller.member}"
    assert refused(await anna.ask("GET", unseen)) == (404, "not_found", "member")
    await bo.ask("POST", f"/rooms/{room}/join")
    assert read(await anna.ask("GET", unseen), Profile).username == "bo"
    found = read(await anna.ask("GET", "/members?text=BO"), ProfilePage)
    assert [profile.username for profile in found.members] == ["bo"]


async def test_a_stranger_and_nobody_answer_alike(people: People, program: Program) -> None:
    anna = program.as_member(await people.member("anna"))
    stranger = (await people.member("bo")).caller.member
    answers = []
    for member in (stranger, make_id(0, 0)):
        answer = (await anna.ask("GET", f"/members/{member}")).json()
        del answer["request_id"]
        answers.append(answer)
    assert answers[0] == answers[1]
