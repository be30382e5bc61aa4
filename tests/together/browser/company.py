"""The fixtures that open windows, as types."""

from typing import Protocol

from playwright.sync_api import ViewportSize

from hubbub_load.programs.served_hub import ServedHub
from tests.together.browser.window import WIDE, Look, Window


class OpenWindow(Protocol):
    """Opens a window on a hub, with cookies and storage of its own."""

    def __call__(
        self, hub: ServedHub, *, look: Look = "light", size: ViewportSize = WIDE
    ) -> Window: ...


class Come(Protocol):
    """Has a new member come to the village, and into the room of a path if one is given."""

    def __call__(
        self, name: str, path: str = "", *, look: Look = "light", size: ViewportSize = WIDE
    ) -> Window: ...
