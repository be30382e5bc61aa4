"""How a sign-in is handed over, and what becomes of it."""

from dataclasses import replace
from ipaddress import ip_network

import httpx

from hubbub_protocol.accounts import SignedIn, SignInList
from hubbub_server.domain.origins import Reachability
from hubbub_server.http.application import HttpParts, build_http
from tests.server.http.program import ORIGIN, Program, read, refused
from tests.server.people import PASSWORD, People

ADA = {"username": "ada", "password": PASSWORD}


async def test_a_program_gets_its_token_in_the_answer(program: Program, people: People) -> None:
    await people.member("ada")
    answer = await program.ask("POST", "/sign-ins", ADA)
    signed_in = read(answer, SignedIn)
    assert answer.status_code == 201
    assert "Set-Cookie" not in answer.headers
    me = await program.ask("GET", "/members/me", Authorization=f"Bearer {signed_in.token}")
    assert me.json()["id"] == signed_in.me.id


async def test_a_browser_gets_it_as_a_cookie_that_no_script_can_read(
    program: Program, people: People
) -> None:
    await people.member("ada")
    answer = await program.ask("POST", "/sign-ins", ADA | {"cookie": True}, Origin=ORIGIN)
    assert read(answer, SignedIn).token is None
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("hubbub_token=hub_")
    assert cookie.endswith("; Path=/; Max-Age=7776000; HttpOnly; SameSite=Lax")


async def test_the_cookie_is_secure_where_the_public_url_is_https(
    application: HttpParts, people: People
) -> None:
    await people.member("ada")
    behind = replace(application, reach=Reachability(public_url="https://chat.example"))
    assert "; Secure" in await _cookie(behind, Origin="https://chat.example")


async def test_the_cookie_is_secure_where_a_trusted_proxy_took_the_tls_off(
    application: HttpParts, people: People
) -> None:
    await people.member("ada")
    trusting = Reachability(trusted_proxies=(ip_network("127.0.0.1"),))
    said = {"Origin": ORIGIN, "X-Forwarded-Proto": "https"}
    assert "; Secure" in await _cookie(replace(application, reach=trusting), **said)
    assert "; Secure" not in await _cookie(application, **said)


async def test_signing_out_makes_the_browser_forget(program: Program, people: People) -> None:
    await people.member("ada")
    await program.ask("POST", "/sign-ins", ADA | {"cookie": True}, Origin=ORIGIN)
    answer = await program.ask("DELETE", "/sign-ins/current", Origin=ORIGIN)
    assert answer.status_code == 204
    assert "Max-Age=0" in answer.headers["Set-Cookie"]
    assert refused(await program.ask("GET", "/members/me")) == (401, "unauthorized", None)


async def test_one_sees_and_ends_ones_own_sign_ins(program: Program, people: People) -> None:
    first = program.as_member(await people.member("ada"))
    await program.ask("POST", "/sign-ins", ADA | {"label": "the phone"})
    listed = read(await first.ask("GET", "/sign-ins"), SignInList).sign_ins
    phone = next(sign_in for sign_in in listed if sign_in.label == "the phone")
    assert [sign_in.current for sign_in in listed if sign_in is not phone] == [True]

    assert (await first.ask("DELETE", f"/sign-ins/{phone.id}")).status_code == 204

    (left,) = read(await first.ask("GET", "/sign-ins"), SignInList).sign_ins
    assert left.current


async def test_the_sign_in_of_another_does_not_exist(program: Program, people: People) -> None:
    ada = program.as_member(await people.member("ada"))
    bo = await people.member("bo")
    answer = await ada.ask("DELETE", f"/sign-ins/{bo.caller.sign_in}")
    assert refused(answer) == (404, "not_found", "sign_in")
    assert (await program.as_member(bo).ask("GET", "/members/me")).status_code == 200


async def _cookie(application: HttpParts, **headers: str) -> str:
    transport = httpx.ASGITransport(build_http(application))
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
        body = ADA | {"cookie": True}
        answer = await client.post("/api/v1/sign-ins", json=body, headers=headers)
    assert answer.status_code == 201, answer.text
    return str(answer.headers["Set-Cookie"])
