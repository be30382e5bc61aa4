"""Every screen in light and dark, on a phone and a wide screen: readable, reachable, unbroken."""

import re
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Locator, expect

from hubbub_load.programs.served_hub import ServedHub
from tests.together.browser.company import Come, OpenWindow
from tests.together.browser.window import PASSWORD, PHONE, WIDE, Look, Window

_TARGET_PX: Final = 44
_LOOKS: Final[tuple[Look, ...]] = ("light", "dark")
_PLACES: Final = {
    "/discover": "Find a room",
    "/new-room": "Create a room",
    "/members": "Members",
    "/people": "People",
    "/people/connections": "People",
    "/people/later": "People",
    "/people/blocked": "People",
    "/people/introductions": "People",
    "/people/suggestions": "People",
    "/people/codes": "People",
    "/people/settings": "People",
    "/contact": "Use a contact code",
    "/settings": "Your settings",
    "/community": "Community",
    "/invite": "Use an invitation",
    "/nowhere": "Nothing here",
}
_AXE: Final = """
async () => {
  await document.fonts.ready;
  // One whose element has gone meanwhile never finishes.
  await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
  const { violations } = await axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`);
}
"""


@pytest.fixture(scope="session")
def axe(root: Path) -> str:
    """The script of axe, which knows the rules of WCAG."""
    return (root / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


def _objections(window: Window, axe: str) -> list[str]:
    window.page.evaluate(axe)
    found: list[str] = window.page.evaluate(_AXE)
    return found


def _sticks_out(window: Window) -> bool:
    wide: bool = window.page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    return wide


def _lively_room(come: Come, window: Window) -> str:
    path = window.make_room("Sourdough", "bake better bread together")
    guest = come("Greta", path)
    window.write(path, "# Recipe\n\n- *flour*\n- **water**\n\n```\nsalt 10 g\n```\n> rest")
    seq = guest.write(path, f"Thank you @{window.username}! https://example.org/ `now`")
    stream = path.replace("/rooms/", "room:")
    window.call("PUT", f"/streams/{stream}/messages/{seq}/reactions/🎉")
    window.call("PUT", f"/streams/{stream}/messages/{seq}/pin")
    gone = window.write(path, "Never mind")
    window.call("DELETE", f"/streams/{stream}/messages/{gone}")
    return path


@pytest.mark.parametrize("look", _LOOKS)
@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
def test_every_place_keeps_the_rules_and_fits(
    village: ServedHub, open_window: OpenWindow, axe: str, look: Look, size: dict[str, int]
) -> None:
    window = open_window(village, look=look, size={"width": size["width"], "height": 812})
    window.call("POST", "/sign-ins", {"username": "owner", "password": PASSWORD, "cookie": True})
    for path, title in _PLACES.items():
        window.go(path)
        expect(window.page.get_by_role("heading", name=title, level=1)).to_be_visible()
        expect(window.page.get_by_text(re.compile("^Looking"))).to_have_count(0)
        assert not _objections(window, axe), path
        assert not _sticks_out(window), path


@pytest.mark.parametrize("look", _LOOKS)
@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
def test_a_lively_room_keeps_the_rules_and_fits(
    come: Come, axe: str, look: Look, size: dict[str, int]
) -> None:
    window = come("Lena", look=look, size={"width": size["width"], "height": 812})
    window.go(_lively_room(come, window))
    expect(window.message("This message was deleted")).to_have_count(1)
    assert not _objections(window, axe)
    assert not _sticks_out(window)
    for panel in ("Pinned messages", "Members", "About this room"):
        window.press(panel)
        expect(window.page.get_by_role("complementary", name=panel)).to_be_visible()
        expect(window.page.get_by_text(re.compile("^Looking"))).to_have_count(0)
        assert not _objections(window, axe), panel
        assert not _sticks_out(window), panel
        window.page.keyboard.press("Escape")


@pytest.mark.parametrize("look", _LOOKS)
@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
def test_the_doors_of_a_room_keep_the_rules_and_fit(
    come: Come, axe: str, look: Look, size: dict[str, int]
) -> None:
    host = come("Lena", look=look, size={"width": size["width"], "height": 812})
    guest = come("Gus", look=look, size={"width": size["width"], "height": 812})
    purpose = {"statement": "bake among friends", "kind": "hobby"}
    room = host.call("POST", "/rooms", {"name": "Doors", "purpose": purpose, "access": "request"})
    path = f"/rooms/{room['id']}"
    invitation = host.call("POST", f"{path}/invitations", {"note": "For the bakers"})
    for address, button in {
        path: "Ask to join",
        f"/invite#{invitation['code']}": "Join the room",
    }.items():
        guest.go(address)
        expect(guest.page.get_by_role("button", name=button)).to_be_visible()
        assert not _objections(guest, axe), address
        assert not _sticks_out(guest), address
    guest.call("POST", f"{path}/join-requests", {"reason": "x" * 300})
    guest.go(path)
    expect(guest.page.get_by_text("You asked on")).to_be_visible()
    assert not _objections(guest, axe)
    assert not _sticks_out(guest)
    for panel, button in {
        "members": "What to do about Lena",
        "requests": "Admit Gus",
        "invitations": "Revoke: For the bakers",
    }.items():
        host.go(f"{path}?panel={panel}")
        expect(host.page.get_by_role("button", name=button)).to_be_visible()
        assert not _objections(host, axe), panel
        assert not _sticks_out(host), panel


@pytest.mark.parametrize("look", _LOOKS)
@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
def test_what_is_between_people_keeps_the_rules_and_fits(
    come: Come, axe: str, look: Look, size: dict[str, int]
) -> None:
    window = come("Lena", look=look, size={"width": size["width"], "height": 812})
    room = window.make_room("Sourdough")
    asking, asked, known, gone = (come(name, room) for name in ("Greta", "Hugo", "Ida", "Jon"))
    asking.ask(window, "x" * 140)
    window.ask(asked)
    channel, ended = window.connect(known), window.connect(gone)
    known.write(channel, "Hello")
    gone.call("DELETE", f"/personal-connections/{window.id}")
    window.call("POST", "/contact-codes", {"label": "Market"})
    for path, words in {
        "/people": "You asked on",
        "/people/connections": "It began in Sourdough",
        "/people/codes": "Market",
        channel: "Hello",
        ended: "What was said stays for you both",
    }.items():
        window.go(path)
        expect(window.page.get_by_text(words).first).to_be_visible()
        assert not _objections(window, axe), path
        assert not _sticks_out(window), path
    window.go(channel)
    window.press("About Ida")
    expect(window.dialog.get_by_label("Your note")).to_be_visible()
    assert not _objections(window, axe)
    assert not _sticks_out(window)


@pytest.mark.parametrize("look", _LOOKS)
def test_the_doorway_keeps_the_rules_and_fits(
    village: ServedHub, open_window: OpenWindow, axe: str, look: Look
) -> None:
    window = open_window(village, look=look, size=PHONE)
    for path, button in {"/": "Sign in", "/register": "Make an account"}.items():
        window.go(path)
        expect(window.page.get_by_role("button", name=button)).to_be_visible()
        assert not _objections(window, axe), path
        assert not _sticks_out(window), path


def _is_reachable(target: Locator) -> bool:
    box = target.bounding_box()
    return box is not None and box["width"] >= _TARGET_PX and box["height"] >= _TARGET_PX


def test_on_a_phone_the_rooms_are_a_drawer(come: Come) -> None:
    window = come("Lena", size=PHONE)
    window.make_room("Rye")
    window.go("/discover")
    expect(window.page.get_by_role("heading", name="Find a room")).to_be_visible()
    expect(window.room_link("Rye")).not_to_be_visible()
    window.press("Show rooms")
    expect(window.room_link("Rye")).to_be_in_viewport()
    window.room_link("Rye").click()
    expect(window.page.get_by_role("heading", name="Rye").first).to_be_visible()
    expect(window.room_link("Rye")).not_to_be_visible()
    expect(window.box).to_be_in_viewport()


def test_on_a_phone_every_button_of_a_room_can_be_hit(come: Come) -> None:
    window = come("Lena", size=PHONE)
    window.go(_lively_room(come, window))
    expect(window.message("Thank you")).to_have_count(1)
    header = window.page.locator(".room-head")
    for name in ("Show rooms", "Pinned messages", "Members", "About this room"):
        assert _is_reachable(header.get_by_role("button", name=name)), name
    assert _is_reachable(window.page.get_by_role("button", name="Send"))
    window.message("Thank you").tap(position={"x": 180, "y": 12})
    for name in ("React", "Reply", "More"):
        deed = window.message("Thank you").get_by_role("button", name=name, exact=True)
        expect(deed).to_be_visible()
        assert _is_reachable(deed), name


def test_without_wishes_for_motion_nothing_moves_for_long(come: Come) -> None:
    window = come("Lena")
    window.page.emulate_media(reduced_motion="reduce")
    window.go("/discover")
    expect(window.page.get_by_role("heading", name="Find a room")).to_be_visible()
    longest = window.page.evaluate(
        "Math.max(0, ...document.getAnimations().map((a) => a.effect.getTiming().duration))"
    )
    assert longest < 1
