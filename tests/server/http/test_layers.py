"""What HTTP logs: one line per request, and no secret in any of them."""

import io
import json
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest
import structlog

from hubbub_protocol.accounts import BotWithToken, SignedIn
from hubbub_server.actions.community import prepare_set_up
from hubbub_server.actions.desk import Desk
from hubbub_server.http.application import HttpParts, build_http
from hubbub_server.http.asked import Asked
from hubbub_server.logs import LogFormat, configure_logs
from tests.server.http.program import ORIGIN, Program, read
from tests.server.people import PASSWORD

MESSAGE = "the yeast is in the blue jar"
NEW_PASSWORD = "another horse battery"


@pytest.fixture(params=["json", "text"])
def log(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """What is logged at the lowest level, in each form."""
    log_format: LogFormat = request.param
    stream = io.StringIO()
    configure_logs(log_format, "debug", stream)
    yield stream
    structlog.reset_defaults()


async def breaks(desk: Desk, asked: Asked) -> None:
    """Break while secrets are at hand."""
    password = PASSWORD
    raise ZeroDivisionError(f"a password of {len(password)} characters")


async def live(program: Program, desk: Desk) -> list[str]:
    """Do a bit of everything; return every secret that was said or given."""
    link = await prepare_set_up(desk, "open") or ""
    account = {"username": "olga", "display_name": "Olga", "password": PASSWORD}
    owner = read(await program.ask("POST", "/setup", account | {"token": link}), SignedIn)
    asking = replace(program, headers={"Authorization": f"Bearer {owner.token}"})
    purpose = {"statement": "to bake", "kind": "hobby"}
    room = (await asking.ask("POST", "/rooms", {"name": "Bread", "purpose": purpose})).json()
    sent = await asking.ask("POST", f"/streams/{room['stream']}/messages", {"body": MESSAGE})
    assert sent.status_code == 201, sent.text
    bot = {"username": "echo", "display_name": "Echo"}
    made = read(await asking.ask("POST", "/bots", bot), BotWithToken)
    change = {"current": PASSWORD, "new": NEW_PASSWORD}
    assert (await asking.ask("PUT", "/account/password", change)).status_code == 204
    wrong = {"username": "olga", "password": "a wrong guess"}
    await program.ask("POST", "/sign-ins", wrong)
    await program.ask("GET", f"/members/me?token={owner.token}")
    await program.ask("GET", f"/{owner.token}")
    await program.ask("GET", "/members/me", Authorization=f"Bearer {owner.token}x")
    browser = await program.ask("POST", "/sign-ins", {
        "username": "olga", "password": NEW_PASSWORD, "cookie": True}, Origin=ORIGIN)  # fmt: skip
    cookie = browser.headers["Set-Cookie"].split(";")[0].partition("=")[2]
    await program.ask("GET", "/community")
    given = [link, owner.token or "", made.token, cookie]
    assert all(token.startswith("hub_") for token in given)
    return [*given, PASSWORD, NEW_PASSWORD, "a wrong guess", MESSAGE]


@pytest.fixture
async def program(application: HttpParts) -> Program:
    """A program whose question about the community breaks the hub."""
    broken = replace(application, endpoints={**application.endpoints, "get_community": breaks})
    transport = httpx.ASGITransport(build_http(broken))
    return Program(httpx.AsyncClient(transport=transport, base_url=ORIGIN))


async def test_no_token_password_or_message_is_ever_logged(
    program: Program, desk: Desk, log: io.StringIO
) -> None:
    secrets = await live(program, desk)
    logged = log.getvalue()
    assert "write_message" in logged
    assert "ZeroDivisionError" in logged
    assert [secret for secret in secrets if secret in logged] == []


async def test_every_request_is_one_line_with_its_id(program: Program) -> None:
    stream = io.StringIO()
    configure_logs("json", "info", stream)
    answer = await program.ask("GET", "/members/me")
    await program.client.get("/health/live")
    structlog.reset_defaults()
    (line,) = stream.getvalue().splitlines()
    logged = json.loads(line)
    assert logged["request_id"] == answer.headers["X-Request-Id"]
    assert (logged["operation"], logged["status"]) == ("get_me", 401)


async def test_a_path_cannot_forge_a_line_of_the_log(program: Program, log: io.StringIO) -> None:
    await program.client.get("/x%0aforged%1b[2J")
    assert len(log.getvalue().splitlines()) == 1
    assert "\x1b[2J" not in log.getvalue()
    assert "/x%0aforged%1b" in log.getvalue().lower()
