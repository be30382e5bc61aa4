"""Coming in: the owner by the set-up link, members by registering, everyone by signing in."""

import re

from playwright.sync_api import expect

from hubbub_load.programs.served_hub import ServedHub
from tests.together.browser.company import Come, OpenWindow
from tests.together.browser.window import PASSWORD, Window


def _fill_set_up(window: Window) -> None:
    window.fill(
        name_of_the_community="The Allotment",
        display_name="Olive",
        username="olive",
        password=PASSWORD,
    )
    window.press("Set up")


def test_the_set_up_link_makes_the_owner(own_hub: ServedHub, open_window: OpenWindow) -> None:
    window = open_window(own_hub)
    window.go(f"/setup#{own_hub.set_up_token}")
    _fill_set_up(window)
    expect(window.page.get_by_role("heading", name="Find a room")).to_be_visible()
    expect(window.page.get_by_role("link", name="Community")).to_be_visible()
    expect(window.page).to_have_title(re.compile("The Allotment"))
    assert own_hub.set_up_token not in window.page.url


def test_a_wrong_set_up_link_is_refused(own_hub: ServedHub, open_window: OpenWindow) -> None:
    window = open_window(own_hub)
    window.go("/setup#not-the-token")
    _fill_set_up(window)
    expect(window.page.get_by_role("alert")).to_be_visible()
    assert window.call("GET", "/community")["has_owner"] is False


def test_strangers_are_told_while_there_is_no_owner(
    own_hub: ServedHub, open_window: OpenWindow
) -> None:
    window = open_window(own_hub)
    window.go("/")
    expect(window.page.get_by_text("has no owner yet")).to_be_visible()


def test_a_newcomer_registers_and_is_in(village: ServedHub, open_window: OpenWindow) -> None:
    window = open_window(village)
    window.go("/")
    window.page.get_by_role("link", name="Make an account").click()
    window.fill(display_name="Nora Newcomer", username="nora", password=PASSWORD)
    window.press("Make an account")
    expect(window.page.get_by_role("link", name=re.compile("Nora Newcomer"))).to_be_visible()
    expect(window.page.get_by_text("Live", exact=True)).to_be_visible()


def test_what_is_wrong_with_an_account_stands_at_its_field(
    village: ServedHub, open_window: OpenWindow
) -> None:
    window = open_window(village)
    window.go("/register")
    window.fill(display_name="Otto", username="OWNER", password=PASSWORD)
    window.press("Make an account")
    username = window.page.get_by_label("Username")
    expect(username).to_have_attribute("aria-invalid", "true")
    window.fill(username="otto", password="short")
    window.press("Make an account")
    expect(username).to_have_attribute("aria-invalid", "false")
    password = window.page.get_by_label("Password")
    expect(password).to_have_attribute("aria-invalid", "true")
    expect(password).to_have_accessible_description(re.compile("10"))


def test_one_signs_out_and_in_again(come: Come) -> None:
    window = come("Sam")
    window.go("/settings")
    window.press("Sign out")
    expect(window.page.get_by_role("button", name="Sign in")).to_be_visible()
    window.fill(username=window.username, password=PASSWORD)
    window.press("Sign in")
    expect(window.page.get_by_role("heading", name="Your settings")).to_be_visible()


def test_a_wrong_password_is_refused(come: Come) -> None:
    window = come("Sam")
    window.call("DELETE", "/sign-ins/current")
    window.go("/")
    window.fill(username=window.username, password="not my password")
    window.press("Sign in")
    expect(window.page.get_by_role("alert")).to_be_visible()
    expect(window.page.get_by_label("Password")).to_have_value("not my password")


def test_one_stands_in_the_room_of_a_link_after_signing_in(come: Come) -> None:
    host = come("Hanna")
    path = host.make_room("Linked")
    host.call("DELETE", "/sign-ins/current")
    host.go(path)
    host.fill(username=host.username, password=PASSWORD)
    host.press("Sign in")
    expect(host.page.get_by_role("heading", name="Linked").first).to_be_visible()
