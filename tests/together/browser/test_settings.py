"""What one changes about oneself."""

import re

from playwright.sync_api import expect

from hubbub_load.programs.served_hub import ServedHub
from tests.together.browser.company import Come, OpenWindow
from tests.together.browser.window import PASSWORD, Window


def test_a_changed_profile_is_seen_by_others_at_once(two: tuple[Window, Window]) -> None:
    anna, ben = two
    anna.say("Hello")
    expect(ben.message("Hello")).to_contain_text("Anna")
    anna.go("/settings")
    anna.fill(display_name="Anna the Baker", a_line_about_yourself="Bakes at night")
    anna.fill(interests="rye, trains")
    anna.press("Save profile")
    expect(ben.message("Hello")).to_contain_text("Anna the Baker")
    expect(anna.page.get_by_role("navigation")).to_contain_text("Anna the Baker")
    anna.page.reload()
    expect(anna.page.get_by_label("Interests")).to_have_value("rye trains")


def test_what_is_wrong_with_a_profile_stands_at_its_field(come: Come) -> None:
    window = come("Sam")
    window.go("/settings")
    window.fill(a_line_about_yourself="x" * 161)
    window.press("Save profile")
    line = window.page.get_by_label("A line about yourself")
    expect(line).to_have_attribute("aria-invalid", "true")
    expect(line).to_have_accessible_description(re.compile("160"))


def test_a_wrong_current_password_changes_nothing(come: Come) -> None:
    window = come("Sam")
    window.go("/settings")
    window.fill(current_password="not my password", new_password="another password")
    window.press("Change password")
    field = window.page.get_by_label("Current password")
    expect(field).to_have_attribute("aria-invalid", "true")


def test_a_new_password_ends_the_other_sign_ins(
    come: Come, village: ServedHub, open_window: OpenWindow
) -> None:
    window, other = come("Sam"), open_window(village)
    account = {"username": window.username, "password": PASSWORD, "cookie": True}
    other.call("POST", "/sign-ins", account)
    other.go("/discover")
    expect(other.page.get_by_text("Live", exact=True)).to_be_visible()
    window.go("/settings")
    window.fill(current_password=PASSWORD, new_password="another password")
    window.press("Change password")
    expect(window.page.get_by_role("status", name="Notices")).to_contain_text("changed")
    expect(other.page.get_by_text("You were signed out")).to_be_visible()
    expect(window.page.get_by_text("Live", exact=True)).to_be_visible()


def test_a_sign_in_is_ended_from_the_list(
    come: Come, village: ServedHub, open_window: OpenWindow
) -> None:
    window, other = come("Sam"), open_window(village)
    account = {"username": window.username, "password": PASSWORD, "cookie": True}
    other.call("POST", "/sign-ins", {**account, "label": "The other one"})
    other.go("/discover")
    expect(other.page.get_by_text("Live", exact=True)).to_be_visible()
    window.go("/settings")
    sign_ins = window.page.get_by_role("list", name="Sign-ins").get_by_role("listitem")
    expect(sign_ins).to_have_count(2)
    sign_ins.filter(has_text="The other one").get_by_role("button", name="End the sign-in").click()
    expect(sign_ins).to_have_count(1)
    expect(other.page.get_by_role("button", name="Sign in")).to_be_visible()


def test_the_chosen_colours_stay(come: Come) -> None:
    window = come("Sam")
    window.go("/settings")
    window.page.get_by_role("radio", name="Dark").check()
    expect(window.page.locator("html")).to_have_attribute("data-theme", "dark")
    window.page.reload()
    expect(window.page.locator("html")).to_have_attribute("data-theme", "dark")
    window.page.get_by_role("radio", name="Like the system").check()
    expect(window.page.locator("html")).not_to_have_attribute("data-theme", "dark")


def test_the_directory_shows_those_one_shares_a_room_with(two: tuple[Window, Window]) -> None:
    anna, ben = two
    anna.go("/members")
    members = anna.page.get_by_role("list", name="Members").get_by_role("listitem")
    expect(members.filter(has_text=f"@{ben.username}")).to_have_count(1)
    anna.page.get_by_label("Find by name or interest").fill("nobody of that name")
    expect(anna.page.get_by_text("Nobody like that")).to_be_visible()
