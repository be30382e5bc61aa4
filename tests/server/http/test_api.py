"""The API as a whole: every operation has its endpoint, and every error is the same object."""

from dataclasses import replace

import httpx
import pytest

from hubbub_protocol.operations import OPERATIONS
from hubbub_server.actions.desk import Desk
from hubbub_server.domain.origins import Reachability
from hubbub_server.http.api import api_routes
from hubbub_server.http.application import HttpParts, build_http
from hubbub_server.http.asked import Asked, Endpoint
from tests.server.http.program import ORIGIN, Program, refused
from tests.server.people import PASSWORD


def test_every_operation_has_its_endpoint(application: HttpParts) -> None:
    assert set(application.endpoints) == {operation.name for operation in OPERATIONS}


def test_an_operation_without_an_endpoint_is_found_at_the_start(
    desk: Desk, application: HttpParts
) -> None:
    endpoints: dict[str, Endpoint] = dict(application.endpoints)
    del endpoints["join_room"]
    with pytest.raises(ValueError, match="join_room"):
        api_routes(desk, Reachability(), endpoints)


async def test_a_path_that_does_not_exist_is_the_same_error_object(program: Program) -> None:
    assert refused(await program.ask("GET", "/nothing")) == (404, "not_found", "path")
    assert refused(await program.ask("GET", "/rooms/")) == (404, "not_found", "path")
    assert refused(await program.client.get("/api/v2/rooms")) == (404, "not_found", "path")


async def test_a_method_that_a_path_does_not_take_is_told_which_it_takes(program: Program) -> None:
    answer = await program.ask("DELETE", "/community")
    assert refused(answer) == (405, "bad_request", "method")
    assert answer.headers["Allow"] == "GET, PATCH"


async def test_every_answer_has_an_id_of_its_own(program: Program) -> None:
    answers = [await program.ask("GET", "/community") for _ in range(2)]
    assert len({answer.headers["X-Request-Id"] for answer in answers}) == 2


async def test_every_answer_is_kept_by_nobody_and_shown_in_no_frame(program: Program) -> None:
    headers = (await program.ask("GET", "/community")).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "default-src 'none'" in headers["Content-Security-Policy"]


async def test_what_breaks_is_told_without_its_insides(application: HttpParts) -> None:
    async def breaks(desk: Desk, asked: Asked) -> None:
        raise ZeroDivisionError("the insides")

    broken = replace(application, endpoints={**application.endpoints, "get_community": breaks})
    transport = httpx.ASGITransport(build_http(broken))
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
        answer = await client.get("/api/v1/community")
    assert refused(answer) == (500, "internal", None)
    assert answer.json()["retry"] is True
    assert "insides" not in answer.text


async def test_a_wait_is_told_to_programs_and_to_proxies(program: Program) -> None:
    guess = {"username": "ada", "password": PASSWORD}
    answers = [await program.ask("POST", "/sign-ins", guess) for _ in range(4)]
    limited = answers[-1]
    assert refused(limited) == (429, "rate_limited", None)
    assert limited.json()["retry"] is True
    assert int(limited.headers["Retry-After"]) * 1000 >= limited.json()["after_ms"] > 0
