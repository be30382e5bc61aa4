"""Real Chromium before a real hub: one browser, a fresh window for each member."""

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import httpx
import pytest
from playwright.sync_api import Browser, ViewportSize, expect, sync_playwright

from hubbub_load.programs.plain import PLAIN
from hubbub_load.programs.served_hub import ServedHub
from tests.together.browser.company import Come, OpenWindow
from tests.together.browser.window import PASSWORD, WIDE, Look, Window

_QUIET: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Tests are quicker than people, and all come from one address.
HASTE: Final = {
    "HUBBUB_SENDS_PER_SECOND": "1000",
    "HUBBUB_SEND_BURST": "1000",
    "HUBBUB_NEW_ACCOUNT_SENDS_PER_SECOND": "1000",
    "HUBBUB_ADDRESS_ATTEMPTS_PER_MINUTE": "1000",
    "HUBBUB_ARGON2_TIME_COST": "1",
    "HUBBUB_ARGON2_MEMORY_KIB": "8",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """These start programs, so they are slow; and they are the last of all.

    As long as Playwright is open, its event loop runs in the main thread, and no test that has a
    loop of its own can run there.
    """
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.slow)
    items.sort(key=lambda item: here in item.path.parents)


@pytest.fixture(scope="session")
def browser(chromium: Path, root: Path) -> Iterator[Browser]:
    page = root / "server/hubbub_server/http/browser/index.html"
    assert page.exists(), "build the browser client first: make run, or npm run build"
    expect.set_options(timeout=10_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=_QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def village(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedHub]:
    """A hub that most tests share; its owner is `owner`."""
    with ServedHub(tmp_path_factory.mktemp("village"), HASTE) as hub:
        set_up(hub)
        yield hub


@pytest.fixture
def own_hub(tmp_path: Path) -> Iterator[ServedHub]:
    """A hub for one test alone, without an owner yet."""
    with ServedHub(tmp_path, HASTE) as hub:
        yield hub


@pytest.fixture
def open_window(browser: Browser) -> Iterator[OpenWindow]:
    """Opens windows, each with cookies and storage of its own."""
    windows: list[Window] = []

    def opened(hub: ServedHub, *, look: Look = "light", size: ViewportSize = WIDE) -> Window:
        context = browser.new_context(
            base_url=hub.address,
            viewport=size,
            color_scheme=look,
            has_touch=size["width"] < 600,
            is_mobile=size["width"] < 600,  # nothing hovers
            permissions=["clipboard-read", "clipboard-write"],
        )
        context.set_default_timeout(10_000)
        windows.append(Window(context.new_page(), hub.address))
        return windows[-1]

    yield opened
    for window in windows:
        window.page.context.close()
        # A page that throws, or breaks its own Content-Security-Policy, is broken.
        assert not window.troubles, window.troubles


@pytest.fixture
def owner(village: ServedHub, open_window: OpenWindow) -> Window:
    """The village's owner, signed in."""
    window = open_window(village)
    window.username = "owner"
    window.call("POST", "/sign-ins", {"username": "owner", "password": PASSWORD, "cookie": True})
    return window


@pytest.fixture
def two(come: Come) -> tuple[Window, Window]:
    """Anna, who owns a room, and Ben, both in it."""
    anna = come("Anna")
    path = anna.make_room("Sourdough")
    anna.go(path)
    return anna, come("Ben", path)


@pytest.fixture
def come(village: ServedHub, open_window: OpenWindow) -> Come:
    """Has a new member come to the village in a window of their own.

    The username is the given name with a number, so that tests do not meet.
    """

    def came(
        name: str, path: str = "", *, look: Look = "light", size: ViewportSize = WIDE
    ) -> Window:
        window = open_window(village, look=look, size=size)
        window.register(f"{name.lower()}-{next(_numbers)}", name)
        if path:
            window.join(path)
            window.go(path)
        return window

    return came


_numbers = itertools.count(1)


def set_up(hub: ServedHub) -> None:
    """Make the owner of a hub, whose name is `owner`."""
    owner = {"username": "owner", "display_name": "Olive Owner", "password": PASSWORD}
    body = {"token": hub.set_up_token, "community_name": "The Village", **owner}
    httpx.post(f"{hub.address}/api/v1/setup", json=body, verify=PLAIN).raise_for_status()
