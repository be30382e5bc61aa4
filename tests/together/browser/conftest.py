"""Real Chromium before a real hub: one browser, a fresh window for each member."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, ViewportSize, sync_playwright

from tests.together.browser.window import Look, Window
from tests.together.served_hub import ServedHub

_WIDE: Final[ViewportSize] = {"width": 1440, "height": 900}
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
}

OpenWindow = Callable[..., Window]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of these start programs: they are slow."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def browser(chromium: Path, root: Path) -> Iterator[Browser]:
    page = root / "server/hubbub_server/http/browser/index.html"
    assert page.exists(), "build the browser client first: make run, or npm run build"
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

    def opened(hub: ServedHub, look: Look = "light", size: ViewportSize = _WIDE) -> Window:
        context = browser.new_context(
            base_url=hub.address,
            viewport=size,
            color_scheme=look,
            has_touch=size["width"] < 600,
            permissions=["clipboard-read", "clipboard-write"],
        )
        context.set_default_timeout(15_000)
        windows.append(Window(context.new_page()))
        return windows[-1]

    yield opened
    for window in windows:
        window.page.context.close()
        # A page that throws, or breaks its own Content-Security-Policy, is broken.
        assert not window.troubles, window.troubles


def set_up(hub: ServedHub) -> None:
    """Make the owner of a hub, whose name is `owner`."""
