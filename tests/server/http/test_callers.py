"""Who asks: by token or cookie, as long as it holds, and from the hub's own pages."""

from hubbub_protocol.accounts import SignedIn
from hubbub_server.http.callers import COOKIE
from tests.server.http.program import ORIGIN, Program, read, refused
from tests.server.people import PASSWORD, People
from tests.server.store.hand_clock import HandClock

DAY_US = 24 * 3600 * 1_000_000
FOREIGN = "http://evil.test"
ADA = {"username": "ada", "display_name": "Ada", "password": PASSWORD}


async def with_cookie(program: Program) -> Program:
    """Register with a cookie, which the client then keeps."""
    answer = await program.ask("POST", "/accounts", ADA | {"cookie": True}, Origin=ORIGIN)
    assert answer.status_code == 201, answer.text
    return program


async def test_without_a_token_one_must_sign_in_first(program: Program) -> None:
    answer = await program.ask("GET", "/members/me")
    assert refused(answer) == (401, "unauthorized", None)
    assert answer.headers["WWW-Authenticate"] == "Bearer"


async def test_a_token_says_who_asks(program: Program, people: People) -> None:
    ada = program.as_member(await people.member("ada"))
    assert (await ada.ask("GET", "/members/me")).json()["username"] == "ada"


async def test_a_forged_token_is_refused(program: Program, people: People) -> None:
    token = (await people.member("ada")).token
    for forged in (token[:-1] + ("A" if token[-1] != "A" else "B"), "hub_", "x" * 5000, "é"):
        headers = {b"Authorization": f"Bearer {forged}".encode()}
        answer = await program.client.get("/api/v1/members/me", headers=headers)
        assert refused(answer) == (401, "unauthorized", None)


async def test_another_scheme_is_refused(program: Program, people: People) -> None:
    token = (await people.member("ada")).token
    for header in (f"Basic {token}", token, "Bearer", "Bearer  "):
        answer = await program.ask("GET", "/members/me", Authorization=header)
        assert refused(answer) == (401, "unauthorized", None)


async def test_an_expired_token_is_refused(
    program: Program, people: People, clock: HandClock
) -> None:
    ada = program.as_member(await people.member("ada"))
    clock.move(90 * DAY_US - 1)
    assert (await ada.ask("GET", "/members/me")).status_code == 200
    clock.move(1)
    answer = await ada.ask("GET", "/members/me")
    assert refused(answer) == (401, "unauthorized", None)
    assert "expired" in answer.json()["detail"]


async def test_a_revoked_token_is_refused(program: Program, people: People) -> None:
    ada = program.as_member(await people.member("ada"))
    assert (await ada.ask("DELETE", "/sign-ins/current")).status_code == 204
    assert refused(await ada.ask("GET", "/members/me")) == (401, "unauthorized", None)


async def test_the_token_of_a_banned_account_is_refused(program: Program, people: People) -> None:
    owner = program.as_member(await people.owner())
    granted = await people.member("ada")
    assert (await owner.ask("PUT", f"/accounts/{granted.caller.member}/ban")).status_code == 204
    answer = await program.as_member(granted).ask("GET", "/members/me")
    assert refused(answer) == (401, "unauthorized", None)


async def test_what_is_for_owners_is_refused_to_members(program: Program, people: People) -> None:
    ada = program.as_member(await people.member("ada"))
    assert refused(await ada.ask("GET", "/accounts")) == (403, "forbidden", None)
    answer = await ada.ask("PATCH", "/community", {"name": "Ada's"})
    assert refused(answer) == (403, "forbidden", None)


async def test_a_cookie_says_who_asks(program: Program) -> None:
    browser = await with_cookie(program)
    assert (await browser.ask("GET", "/members/me")).json()["username"] == "ada"


async def test_a_write_with_the_cookie_needs_the_hubs_own_origin(program: Program) -> None:
    browser = await with_cookie(program)
    edit = {"line": "I bake"}
    for headers in ({"Origin": FOREIGN}, {"Origin": "null"}, {}):
        answer = await browser.ask("PATCH", "/members/me", edit, **headers)
        assert refused(answer) == (403, "forbidden", "Origin")
    answer = await browser.ask("PATCH", "/members/me", edit, Origin=ORIGIN)
    assert answer.json()["line"] == "I bake"


async def test_a_write_with_a_token_needs_no_origin(program: Program, people: People) -> None:
    ada = program.as_member(await people.member("ada"))
    answer = await ada.ask("PATCH", "/members/me", {"line": "I bake"}, Origin=FOREIGN)
    assert answer.status_code == 200


async def test_a_foreign_page_cannot_sign_its_visitor_in(program: Program, people: People) -> None:
    await people.member("ada")
    body = {"username": "ada", "password": PASSWORD, "cookie": True}
    for headers in ({"Origin": FOREIGN}, {}):
        answer = await program.ask("POST", "/sign-ins", body, **headers)
        assert refused(answer) == (403, "forbidden", "Origin")
        assert "Set-Cookie" not in answer.headers


async def test_a_header_goes_before_a_cookie(program: Program, people: People) -> None:
    browser = await with_cookie(program)
    bo = browser.as_member(await people.member("bo"))
    assert (await bo.ask("GET", "/members/me")).json()["username"] == "bo"


async def test_a_cookie_that_holds_no_longer_is_in_nobodys_way(program: Program) -> None:
    program.client.cookies.set(COOKIE, "hub_stale", domain="hub.test")
    answer = await program.ask("POST", "/accounts", ADA)
    assert read(answer, SignedIn).me.username == "ada"
