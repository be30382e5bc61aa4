"""Invitations: made with a link that is shown once, looked at, used, revoked; and registering."""

import re
from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Locator, Request, expect

from hubbub_load.programs.served_hub import ServedHub
from tests.together.browser.company import Come, OpenWindow
from tests.together.browser.conftest import HASTE, set_up
from tests.together.browser.window import PASSWORD, Window

_VOID: Final = "This invitation does not hold"


def _make_room(window: Window, name: str) -> str:
    purpose = {"statement": "whisper about rye", "kind": "hobby"}
    room = window.call("POST", "/rooms", {"name": name, "purpose": purpose, "access": "invite"})
    return f"/rooms/{room['id']}"


def _invite(window: Window, path: str = "") -> str:
    """Make an invitation over HTTP, into the room of a path or the community; its code."""
    return str(window.call("POST", f"{path}/invitations", {})["code"])


def _open_invitations(window: Window) -> Locator:
    return window.page.get_by_role("list", name="Invitations").get_by_role("listitem")


def _notices(window: Window) -> Locator:
    return window.page.get_by_role("status", name="Notices")


def _fill_account(window: Window, name: str, username: str) -> None:
    window.fill(display_name=name, username=username, password=PASSWORD)
    window.press("Make an account")


@pytest.fixture
def closed_hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedHub]:
    """A hub where one registers by invitation."""
    with ServedHub(tmp_path_factory.mktemp("closed"), HASTE) as hub:
        set_up(hub)
        yield hub


@pytest.fixture
def closed_owner(closed_hub: ServedHub, open_window: OpenWindow) -> Window:
    """Its owner."""
    window = open_window(closed_hub)
    window.call("POST", "/sign-ins", {"username": "owner", "password": PASSWORD, "cookie": True})
    window.call("PATCH", "/community", {"registration": "invite"})
    return window


def test_an_invitation_is_made_and_its_link_is_shown_once(come: Come) -> None:
    host = come("Hanna")
    host.go(_make_room(host, "Whispers"))
    host.press("Members")
    host.page.get_by_role("link", name="Invitations").click()
    expect(host.page.get_by_text("No invitation is open")).to_be_visible()
    host.page.get_by_label("For how many").select_option("5 people")
    host.page.get_by_label("It holds for").select_option("30 days")
    host.page.get_by_label("Note").fill("For the bakers")
    host.press("Make an invitation")
    link = host.page.get_by_label("Link of the invitation").inner_text()
    code = host.page.get_by_label("Code of the invitation").inner_text()
    assert link == f"{host.address}/invite#{code}"
    host.press("Copy link")
    expect(_notices(host)).to_contain_text("copied")
    assert host.page.evaluate("navigator.clipboard.readText()") == link
    host.press("I have it")
    expect(host.page.get_by_text(code)).to_have_count(0)
    row = _open_invitations(host)
    expect(row).to_have_count(1)
    expect(row).to_contain_text("For the bakers")
    expect(row).to_contain_text("0 of 5 used")
    expect(row).to_contain_text("by Hanna")


def test_a_stranger_follows_a_link_registers_and_joins(
    come: Come, village: ServedHub, open_window: OpenWindow
) -> None:
    host = come("Hanna")
    path = _make_room(host, "Secret rye")
    host.write(path, "Welcome to the secret")
    code = _invite(host, path)
    stranger = open_window(village)
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    stranger.page.on("request", note)
    stranger.go(f"/invite#{code}")
    expect(stranger.page.get_by_role("heading", name="You are invited")).to_be_visible()
    expect(stranger.page).to_have_url(f"{village.address}/invite")
    shown = stranger.page.get_by_role("article", name="Secret rye")
    expect(shown).to_contain_text("whisper about rye")
    expect(shown).to_contain_text("Hanna")
    stranger.page.get_by_role("link", name="Make an account").click()
    expect(stranger.page.get_by_label("Invitation")).to_have_count(0)
    _fill_account(stranger, "Sol", f"sol-{code[:6]}")
    expect(stranger.page.get_by_role("heading", name="You are invited")).to_be_visible()
    stranger.press("Join the room")
    expect(stranger.message("Welcome to the secret")).to_have_count(1)
    expect(stranger.room_link("Secret rye")).to_be_visible()
    assert not [url for url in asked if code in url]
    assert code not in str(stranger.page.evaluate("JSON.stringify({...sessionStorage})"))
    stranger.go("/invite")
    expect(stranger.page.get_by_role("textbox", name="Code or link")).to_be_visible()


def test_a_link_survives_a_reload_and_signing_in(come: Come) -> None:
    host, guest = come("Hanna"), come("Gil")
    code = _invite(host, _make_room(host, "Patient"))
    guest.call("DELETE", "/sign-ins/current")
    guest.go(f"/invite#{code}")
    guest.page.get_by_role("link", name="Sign in to join").click()
    guest.page.reload()
    guest.fill(username=guest.username, password=PASSWORD)
    guest.press("Sign in")
    guest.press("Join the room")
    expect(guest.room_link("Patient")).to_be_visible()


def test_a_room_by_invitation_looks_like_one_that_does_not_exist(come: Come) -> None:
    host, guest = come("Hanna"), come("Gil")
    path = _make_room(host, "Unseen")
    guest.go(path)
    main = guest.page.get_by_role("main")
    expect(main).to_contain_text("This room cannot be shown")
    unseen = main.inner_text()
    guest.go("/rooms/01990000-0000-7000-8000-000000000000")
    expect(main).to_contain_text("This room cannot be shown")
    assert main.inner_text() == unseen
    guest.go("/discover?text=Unseen")
    expect(guest.page.get_by_text("No room is about that yet")).to_be_visible()


def test_a_revoked_link_says_so_in_one_sentence(come: Come) -> None:
    host, guest = come("Hanna"), come("Gil")
    path = _make_room(host, "Changed mind")
    code = _invite(host, path)
    host.go(f"{path}?panel=invitations")
    host.press("Revoke: Invitation")
    host.page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(_open_invitations(host)).to_have_count(0)
    expect(_notices(host)).to_contain_text("revoked")
    expect(host.page.get_by_role("list", name="Invitations")).to_be_focused()
    guest.go(f"/invite#{code}")
    expect(guest.page.get_by_role("alert")).to_contain_text(_VOID)
    guest.press("Enter another")
    guest.page.get_by_label("Code or link").fill(_invite(host, path).upper())
    guest.press("Show what it is for")
    guest.press("Join the room")
    expect(guest.room_link("Changed mind")).to_be_visible()


def test_a_second_link_in_the_same_window_counts(come: Come) -> None:
    host, guest = come("Hanna"), come("Gil")
    guest.go(f"/invite#{_invite(host, _make_room(host, 'First'))}")
    expect(guest.page.get_by_role("article", name="First")).to_be_visible()
    second = _invite(host, _make_room(host, "Second"))
    guest.page.evaluate("code => { location.hash = code; }", second)
    expect(guest.page.get_by_role("article", name="Second")).to_be_visible()
    guest.press("Not now")
    expect(guest.page.get_by_role("heading", name="Find a room")).to_be_visible()


def test_one_registers_with_the_link_of_an_invitation(
    closed_owner: Window, closed_hub: ServedHub, open_window: OpenWindow
) -> None:
    closed_owner.go("/community")
    closed_owner.press("Make an invitation")
    link = closed_owner.page.get_by_label("Link of the invitation").inner_text()
    closed_owner.press("I have it")
    stranger = open_window(closed_hub)
    stranger.page.goto(link)
    expect(stranger.page.get_by_text("into The Village.")).to_be_visible()
    stranger.page.get_by_role("link", name="Make an account").click()
    expect(stranger.page.get_by_label("Invitation")).to_have_value(link.partition("#")[2])
    _fill_account(stranger, "Iris Invited", "iris")
    expect(stranger.page.get_by_role("heading", name="Find a room")).to_be_visible()
    late = open_window(closed_hub)
    late.page.goto(link)
    expect(late.page.get_by_role("alert")).to_contain_text(_VOID)


def test_without_an_invitation_the_field_says_what_is_wrong_and_takes_a_whole_link(
    closed_owner: Window, closed_hub: ServedHub, open_window: OpenWindow
) -> None:
    stranger = open_window(closed_hub)
    stranger.go("/")
    stranger.page.get_by_role("link", name="Make an account with your invitation").click()
    expect(stranger.page.get_by_text("New members come by invitation")).to_be_visible()
    field = stranger.page.get_by_label("Invitation")
    field.fill("no-such-code")
    _fill_account(stranger, "Ike", "ike")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile(_VOID))
    field.fill(f" {closed_hub.address}/invite#{_invite(closed_owner)} ")
    stranger.press("Make an account")
    expect(stranger.page.get_by_role("heading", name="Find a room")).to_be_visible()


def test_the_link_of_a_room_waits_until_one_has_registered_by_another(
    closed_owner: Window, closed_hub: ServedHub, open_window: OpenWindow
) -> None:
    room = _invite(closed_owner, _make_room(closed_owner, "Inner circle"))
    stranger = open_window(closed_hub)
    stranger.go(f"/invite#{room}")
    expect(stranger.page.get_by_text("This invitation is for members")).to_be_visible()
    stranger.page.get_by_role("link", name="make an account with it").click()
    expect(stranger.page.get_by_label("Invitation")).to_have_value("")
    stranger.page.get_by_label("Invitation").fill(_invite(closed_owner))
    _fill_account(stranger, "Ida", "ida")
    stranger.press("Join the room")
    expect(stranger.room_link("Inner circle")).to_be_visible()


def test_the_owner_chooses_how_one_registers(owner: Window) -> None:
    owner.go("/community")
    for mode, hint in {
        "Open": "Anyone who finds this place",
        "By invitation": "Whoever has an invitation",
        "Closed": "Nobody new comes in",
    }.items():
        radio = owner.page.get_by_role("radio", name=mode)
        expect(radio).to_have_accessible_description(re.compile(hint))
