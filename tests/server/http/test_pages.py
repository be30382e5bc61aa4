"""The browser client's files, and what answers where nothing else does."""

from dataclasses import replace

import httpx
import pytest

from hubbub_server.http.application import HttpParts, build_http
from hubbub_server.http.pages import Page
from tests.server.http.program import ORIGIN, Program, refused

BUILT = {
    "/index.html": Page(b"<title>Hubbub</title>", "text/html; charset=utf-8", "no-cache"),
    "/assets/app-1a2b.js": Page(b"go()", "text/javascript; charset=utf-8", "max-age=31536000"),
}


@pytest.fixture
async def browser(application: HttpParts) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(build_http(replace(application, pages=BUILT)))
    return httpx.AsyncClient(transport=transport, base_url=ORIGIN)


async def test_a_file_is_served_with_its_type(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/assets/app-1a2b.js")
    assert answer.text == "go()"
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "max-age=31536000"


@pytest.mark.parametrize("path", ["/", "/rooms/bread", "/setup", "/index.html"])
async def test_the_page_answers_every_path_that_it_may_route(
    browser: httpx.AsyncClient, path: str
) -> None:
    answer = await browser.get(path)
    assert answer.text == "<title>Hubbub</title>"
    assert answer.headers["Cache-Control"] == "no-cache"


async def test_a_file_of_an_older_build_is_not_found(browser: httpx.AsyncClient) -> None:
    assert (await browser.get("/assets/app-0000.js")).status_code == 404


async def test_nothing_outside_the_build_can_be_reached(browser: httpx.AsyncClient) -> None:
    for path in ("/../pages.py", "/%2e%2e/pages.py", "/assets/..%2f..%2fpages.py"):
        answer = await browser.get(path)
        assert "BrowserClient" not in answer.text


async def test_a_page_takes_no_writes(browser: httpx.AsyncClient) -> None:
    assert refused(await browser.post("/rooms")) == (405, "bad_request", "method")


async def test_a_checkout_without_the_build_says_how_to_make_it(program: Program) -> None:
    answer = await program.client.get("/")
    assert answer.status_code == 503
    assert "npm run build" in answer.text
