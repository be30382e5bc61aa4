"""Looking after a room: its words, its pins, who is in it and in which role."""

import re

from playwright.sync_api import Locator, expect

from tests.together.browser.window import Window


def _row(window: Window, name: str) -> Locator:
    members = window.page.get_by_role("list", name="Members of Sourdough")
    return members.get_by_role("listitem").filter(has_text=name)


def _choose(window: Window, name: str, deed: str) -> None:
    window.press(f"What to do about {name}")
    window.page.get_by_role("menuitem", name=deed).click()


def test_members_are_listed_with_their_roles(two: tuple[Window, Window]) -> None:
    _, ben = two
    ben.press("Members")
    expect(_row(ben, "Anna")).to_contain_text("Owner")
    expect(_row(ben, "Ben")).to_have_count(1)
    ben.press("What to do about Anna")
    expect(ben.page.get_by_role("menuitem")).to_have_text(["Show profile"])


def test_a_new_host_may_do_at_once_what_hosts_do(two: tuple[Window, Window]) -> None:
    anna, ben = two
    anna.press("Members")
    _choose(anna, "Ben", "Make host")
    expect(_row(anna, "Ben")).to_contain_text("Host")
    ben.press("About this room")
    expect(ben.page.get_by_role("button", name="Edit the room")).to_be_visible()


def test_one_who_is_removed_is_out_at_once(two: tuple[Window, Window]) -> None:
    anna, ben = two
    expect(ben.room_link("Sourdough")).to_be_visible()
    anna.press("Members")
    _choose(anna, "Ben", "Remove")
    anna.page.get_by_label("Reason").fill("Only for a while")
    anna.press("Remove")
    expect(_row(anna, "Ben")).to_have_count(0)
    expect(ben.room_link("Sourdough")).to_have_count(0)
    expect(ben.box).to_have_count(0)
    ben.press("Join the room")
    expect(ben.box).to_be_visible()


def test_one_who_is_banned_cannot_come_back_until_the_ban_is_lifted(
    two: tuple[Window, Window],
) -> None:
    anna, ben = two
    path = ben.page.url
    anna.press("Members")
    _choose(anna, "Ben", "Ban")
    anna.press("Ban")
    banned = anna.page.get_by_role("list", name="Banned members")
    expect(banned).to_contain_text("Ben")
    expect(ben.room_link("Sourdough")).to_have_count(0)
    expect(ben.box).to_have_count(0)
    ben.go(path)
    expect(ben.page.get_by_role("heading", name="This room cannot be shown")).to_be_visible()
    banned.get_by_role("button", name="Lift the ban of Ben").click()
    expect(banned).to_have_count(0)
    ben.press("Try again")
    ben.press("Join the room")
    expect(ben.box).to_be_visible()


def test_an_edited_room_changes_in_every_window(two: tuple[Window, Window]) -> None:
    anna, ben = two
    anna.press("About this room")
    anna.press("Edit the room")
    anna.fill(name="Rye and wheat", purpose="bake anything")
    anna.press("Save")
    expect(ben.page.get_by_role("heading", name="Rye and wheat").first).to_be_visible()
    expect(ben.room_link("Rye and wheat")).to_be_visible()
    expect(ben.page.get_by_text("bake anything").first).to_be_visible()


def test_an_archived_room_is_read_only_until_it_opens_again(two: tuple[Window, Window]) -> None:
    anna, ben = two
    anna.say("Last words")
    anna.press("About this room")
    anna.press("Archive the room")
    anna.press("Archive")
    expect(ben.page.get_by_text("This room is archived")).to_be_visible()
    expect(ben.box).to_have_count(0)
    expect(ben.message("Last words")).to_have_count(1)
    anna.press("Open it again")
    expect(ben.box).to_be_visible()


def test_a_pinned_message_is_found_beside_the_talk(two: tuple[Window, Window]) -> None:
    anna, ben = two
    anna.say("Read this first")
    anna.choose("Read this first", "Pin")
    expect(ben.message("Read this first")).to_contain_text("Pinned")
    ben.press("Pinned messages")
    panel = ben.page.get_by_role("complementary", name="Pinned messages")
    expect(panel.get_by_text("Read this first")).to_be_visible()
    anna.choose("Read this first", "Unpin")
    expect(panel.get_by_text("Nothing is pinned yet")).to_be_visible()
    expect(ben.message("Read this first")).not_to_contain_text("Pinned")


def test_a_host_deletes_what_another_wrote(two: tuple[Window, Window]) -> None:
    anna, ben = two
    ben.say("Buy my oven")
    anna.choose("Buy my oven", "Delete")
    anna.press("Delete")
    expect(ben.message("Buy my oven")).to_have_count(0)


def test_a_profile_is_shown_beside_what_its_member_wrote(two: tuple[Window, Window]) -> None:
    anna, ben = two
    ben.call("PATCH", "/members/me", {"line": "Bakes at night", "interests": ["rye"]})
    ben.say("Hello")
    anna.message("Hello").get_by_role("button", name="Ben", exact=True).click()
    card = anna.page.get_by_role("dialog", name="Ben")
    expect(card).to_contain_text(f"@{ben.username}")
    expect(card).to_contain_text("Bakes at night")
    expect(card).to_contain_text("rye")
    anna.page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(anna.page).to_have_url(re.compile("/rooms/"))
