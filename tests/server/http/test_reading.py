"""Bad input: what came is named, with a stable code, and nothing of it is done."""

import pytest

from hubbub_server.http.reading import MAX_BODY_BYTES
from tests.server.http.program import Program, refused
from tests.server.people import PASSWORD, People

ADA = {"username": "ada", "display_name": "Ada", "password": PASSWORD}


async def test_a_missing_field_is_named(program: Program) -> None:
    answer = await program.ask("POST", "/accounts", {"username": "ada", "display_name": "Ada"})
    assert refused(answer) == (400, "bad_request", "password")


async def test_an_unknown_field_is_named(program: Program) -> None:
    answer = await program.ask("POST", "/accounts", ADA | {"is_owner": True})
    assert refused(answer) == (400, "bad_request", "is_owner")


async def test_a_field_of_the_wrong_type_is_named_with_what_came(program: Program) -> None:
    answer = await program.ask("POST", "/accounts", ADA | {"username": 7})
    assert refused(answer) == (400, "bad_request", "username")
    assert "got `int`" in answer.json()["detail"]


async def test_a_field_over_its_limit_is_named_with_the_limit(program: Program) -> None:
    answer = await program.ask("POST", "/accounts", ADA | {"label": "x" * 65})
    assert refused(answer) == (400, "bad_request", "label")
    assert answer.json()["limit"] == 64
    assert "65 characters" in answer.json()["detail"]


async def test_a_refusal_never_repeats_what_may_be_secret(program: Program) -> None:
    answer = await program.ask("POST", "/accounts", ADA | {"password": "sesame"})
    assert refused(answer) == (400, "bad_request", "password")
    assert "sesame" not in answer.text


@pytest.mark.parametrize("name", ["username", "display_name", "password", "label"])
async def test_control_characters_are_refused_everywhere(program: Program, name: str) -> None:
    for character in ("\0", "\x1b", "\x7f"):
        value = ADA.get(name, "x") + character
        answer = await program.ask("POST", "/accounts", ADA | {name: value})
        assert refused(answer) == (400, "bad_request", name)


@pytest.mark.parametrize(
    "content",
    [b"{", b"not json", b'{"username": NaN}', b'"\xff"', b'{"username": "\\ud800"}', b"[" * 9000],
    ids=["half", "words", "no number", "no utf-8", "half a character", "deep"],
)
async def test_a_body_that_is_no_json_is_refused(program: Program, content: bytes) -> None:
    assert refused(await program.send("POST", "/accounts", content)) == (400, "bad_request", None)


async def test_a_body_that_is_no_object_is_refused(program: Program) -> None:
    assert refused(await program.send("POST", "/accounts", b"[]")) == (400, "bad_request", None)


async def test_a_form_is_refused_since_any_page_may_send_one(program: Program) -> None:
    form = "application/x-www-form-urlencoded"
    answer = await program.send("POST", "/sign-ins", b"username=ada", Content_Type=form)
    assert refused(answer) == (400, "bad_request", "Content-Type")


async def test_a_body_over_the_limit_is_too_large_whether_or_not_its_length_is_told(
    program: Program,
) -> None:
    content = b'{"username": "%b"}' % (b"x" * MAX_BODY_BYTES)
    told = await program.send("POST", "/accounts", content)
    untold = await program.send("POST", "/accounts", content, Content_Length="2")
    assert refused(told) == refused(untold) == (413, "too_large", None)
    assert told.json()["limit"] == MAX_BODY_BYTES


async def test_no_body_counts_as_an_empty_object(program: Program, people: People) -> None:
    assert refused(await program.ask("POST", "/accounts")) == (400, "bad_request", "username")
    owner = program.as_member(await people.owner())
    ada = (await people.member("ada")).caller.member
    answer = await owner.ask("PUT", f"/accounts/{ada}/ban")
    assert answer.status_code == 204


async def test_an_unknown_query_parameter_is_named(program: Program, people: People) -> None:
    ada = program.as_member(await people.member("ada"))
    assert refused(await ada.ask("GET", "/rooms?colour=red")) == (400, "bad_request", "colour")
    assert refused(await ada.ask("GET", "/sign-ins?all=1")) == (400, "bad_request", "all")


async def test_query_parameters_have_types_and_limits(program: Program, people: People) -> None:
    ada = program.as_member(await people.member("ada"))
    assert (await ada.ask("GET", "/rooms?limit=5&archived=true")).status_code == 200
    assert refused(await ada.ask("GET", "/rooms?limit=many")) == (400, "bad_request", "limit")
    assert refused(await ada.ask("GET", "/rooms?limit=101")) == (400, "bad_request", "limit")
    twice = await ada.ask("GET", "/rooms?limit=5&limit=6")
    assert refused(twice) == (400, "bad_request", "limit")


async def test_an_id_that_cannot_exist_answers_as_one_that_does_not(
    program: Program, people: People
) -> None:
    ada = program.as_member(await people.member("ada"))
    malformed = await ada.ask("GET", "/rooms/lobby")
    unknown = await ada.ask("GET", "/rooms/01900000-0000-7000-8000-000000000000")
    assert refused(malformed) == refused(unknown) == (404, "not_found", "room")
    assert malformed.json()["detail"] == unknown.json()["detail"]


@pytest.mark.parametrize("stream", ["control", "lobby", "room:1", "direct:1"])
async def test_a_stream_that_cannot_be_read_does_not_exist(
    program: Program, people: People, stream: str
) -> None:
    ada = program.as_member(await people.member("ada"))
    answer = await ada.ask("GET", f"/streams/{stream}/messages")
    assert refused(answer) == (404, "not_found", "stream")


async def test_a_key_must_be_a_uuid(program: Program, people: People) -> None:
    ada = program.as_member(await people.member("ada"))
    answer = await ada.ask("PATCH", "/members/me", {"line": "x"}, Idempotency_Key="again")
    assert refused(answer) == (400, "bad_request", "Idempotency-Key")
