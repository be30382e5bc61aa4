"""What a person does at a window of the browser client, in words."""

import re
from collections.abc import Iterable
from typing import Final, Literal

import httpx
from playwright.sync_api import ConsoleMessage, Error, Locator, Page, ViewportSize

from hubbub_load.programs.plain import PLAIN

Look = Literal["light", "dark"]
Json = dict[str, object]

PASSWORD: Final = "correct horse battery"
WIDE: Final[ViewportSize] = {"width": 1440, "height": 900}
PHONE: Final[ViewportSize] = {"width": 375, "height": 812}


class Window:
    """One window, and what went wrong in it."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.username = ""
        self.troubles: list[str] = []  # exceptions of the page, and breaches of its policy
        page.on("pageerror", self._note_error)
        page.on("console", self._note_breach)

    def _note_error(self, error: Error) -> None:
        self.troubles.append(str(error))

    def _note_breach(self, said: ConsoleMessage) -> None:
        if "Content Security Policy" in said.text:
            self.troubles.append(said.text)

    # The hub's HTTP API with this window's cookie: for what a test needs but does not prove

    def call(self, method: str, path: str, body: Json | None = None) -> Json:
        """Ask the API as this window would. Raises AssertionError where the hub refuses."""
        request = self.page.context.request
        url = f"{self.address}/api/v1{path}"
        answer = request.fetch(url, method=method, data=body, headers={"origin": self.address})
        assert answer.ok, f"{method} {path}: {answer.status} {answer.text()}"
        if answer.status == 204:
            return {}
        found: Json = answer.json()
        return found

    def register(self, username: str, display_name: str) -> None:
        """Make an account and be signed in with it; no page is loaded yet."""
        account = {"username": username, "display_name": display_name, "password": PASSWORD}
        self.call("POST", "/accounts", {**account, "cookie": True})
        self.username = username

    def make_room(self, name: str, statement: str = "talk about it") -> str:
        """Make a room and return its path."""
        purpose = {"statement": statement, "kind": "hobby", "tags": ["test"]}
        room = self.call("POST", "/rooms", {"name": name, "purpose": purpose})
        return f"/rooms/{room['id']}"

    def join(self, path: str) -> None:
        """Join the room of a path."""
        self.call("POST", f"{path}/join")

    def write(self, path: str, body: str) -> int:
        """Write a message into the room or direct channel of a path and return its seq."""
        stream = path.replace("/rooms/", "room:").replace("/direct/", "direct:")
        written = self.call("POST", f"/streams/{stream}/messages", {"body": body})
        seq = written["seq"]
        assert isinstance(seq, int)
        return seq

    def write_all(self, path: str, bodies: Iterable[str]) -> None:
        """Write messages in this order; sooner than the browser's driver would."""
        stream = path.replace("/rooms/", "room:")
        cookies = {
            each.get("name", ""): each.get("value", "") for each in self.page.context.cookies()
        }
        origin = {"origin": self.address}
        with httpx.Client(cookies=cookies, headers=origin, verify=PLAIN) as client:
            for body in bodies:
                url = f"{self.address}/api/v1/streams/{stream}/messages"
                client.post(url, json={"body": body}).raise_for_status()

    @property
    def id(self) -> str:
        """The id of the window's member."""
        return str(self.call("GET", "/members/me")["id"])

    def ask(self, other: "Window", opening: str = "") -> None:
        """Ask the other's member to connect."""
        self.call("POST", "/connection-requests", {"member": other.id, "opening": opening})

    def connect(self, other: "Window") -> str:
        """Connect the two, who share a room, and return the path of their direct channel."""
        self.ask(other)
        asked = other.call("POST", "/connection-requests", {"member": self.id})
        known = asked["personal_connection"]
        assert isinstance(known, dict)
        return f"/direct/{known['channel']}"

    # Where one is

    def go(self, path: str) -> None:
        """Load an address of the hub."""
        self.page.goto(path)

    @property
    def rooms(self) -> Locator:
        """The list of one's rooms at the side."""
        return self.page.get_by_role("list", name="Your rooms")

    def room_link(self, name: str) -> Locator:
        """A room in that list, with its counts."""
        return self.rooms.get_by_role("link", name=name)

    @property
    def directs(self) -> Locator:
        """The list of one's direct channels at the side."""
        return self.page.get_by_role("list", name="Direct messages", exact=True)

    def direct_link(self, name: str) -> Locator:
        """A direct channel in that list, with its count."""
        return self.directs.get_by_role("link", name=name)

    @property
    def notices(self) -> Locator:
        """What is said in words as it happens."""
        return self.page.get_by_role("status", name="Notices")

    @property
    def dialog(self) -> Locator:
        """The dialog that is open, the topmost if one stands on another."""
        return self.page.get_by_role("dialog").last

    # The talk of a room or a direct channel

    @property
    def messages(self) -> Locator:
        """The messages in sight, in order."""
        return self.page.get_by_role("list", name=re.compile("^Messages (in|with) ")).get_by_role(
            "article"
        )

    def message(self, text: str) -> Locator:
        """The message that contains a text."""
        return self.messages.filter(has_text=text)

    @property
    def on_its_way(self) -> Locator:
        """One's own messages that the hub has not confirmed."""
        return self.page.get_by_role("article", name="Your message, on its way")

    @property
    def box(self) -> Locator:
        """Where one writes."""
        return self.page.get_by_role("textbox", name=re.compile("^Message "))

    def say(self, text: str) -> None:
        """Write a message and send it."""
        self.box.fill(text)
        self.box.press("Enter")

    def choose(self, text: str, deed: str) -> None:
        """Do something with a message, from its menu."""
        self.message(text).hover()
        self.message(text).get_by_role("button", name="More").click()
        self.page.get_by_role("menuitem", name=deed, exact=True).click()

    def press(self, name: str, *, exact: bool = True) -> None:
        """Press a button."""
        self.page.get_by_role("button", name=name, exact=exact).click()

    def fill(self, **fields: str) -> None:
        """Fill fields by their labels; `display_name` is the one labelled "Display name"."""
        for label, text in fields.items():
            words = label.replace("_", " ").capitalize()
            self.page.get_by_label(words, exact=True).fill(text)
