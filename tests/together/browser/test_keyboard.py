"""Everything can be done without a pointer."""

import re

from playwright.sync_api import expect

from tests.together.browser.company import Come
from tests.together.browser.window import Window


def test_the_first_tab_stop_skips_to_the_content(two: tuple[Window, Window]) -> None:
    anna, _ = two
    anna.go("/discover")
    expect(anna.page.get_by_role("heading", name="Find a room")).to_be_visible()
    anna.page.keyboard.press("Tab")
    skip = anna.page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    anna.page.keyboard.press("Enter")
    expect(anna.page.get_by_role("main")).to_be_focused()


def test_one_enters_a_room_ready_to_write(two: tuple[Window, Window]) -> None:
    anna, _ = two
    expect(anna.box).to_be_focused()


def test_the_arrows_walk_through_the_messages(two: tuple[Window, Window]) -> None:
    anna, _ = two
    for text in ("one", "two", "three"):
        anna.say(text)
    expect(anna.messages).to_have_count(3)
    anna.message("three").focus()
    anna.page.keyboard.press("ArrowUp")
    expect(anna.message("two")).to_be_focused()
    anna.page.keyboard.press("Home")
    expect(anna.message("one")).to_be_focused()
    anna.page.keyboard.press("End")
    expect(anna.message("three")).to_be_focused()


def test_a_message_is_answered_edited_and_deleted_by_keys(two: tuple[Window, Window]) -> None:
    anna, ben = two
    ben.say("Question")
    expect(anna.message("Question")).to_have_count(1)
    anna.message("Question").focus()
    anna.message("Question").get_by_role("button", name="Reply").focus()
    anna.page.keyboard.press("Enter")
    expect(anna.box).to_be_focused()
    anna.page.keyboard.type("Nine huors")
    anna.page.keyboard.press("Enter")
    expect(ben.message("Nine huors")).to_have_count(1)
    anna.page.keyboard.press("ArrowUp")
    anna.page.keyboard.press("Control+a")
    anna.page.keyboard.type("Nine hours")
    anna.page.keyboard.press("Enter")
    expect(ben.message("Nine hours")).to_contain_text("(edited)")
    expect(anna.box).to_be_focused()
    anna.message("Nine hours").get_by_role("button", name="More").focus()
    anna.page.keyboard.press("Enter")
    expect(anna.page.get_by_role("menuitem", name="Edit")).to_be_focused()
    anna.page.keyboard.press("ArrowUp")
    expect(anna.page.get_by_role("menuitem", name="Delete")).to_be_focused()
    anna.page.keyboard.press("Enter")
    dialog = anna.page.get_by_role("dialog", name="Delete this message?")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Delete").press("Enter")
    expect(ben.message("Nine hours")).to_have_count(0)


def test_escape_closes_what_is_open(two: tuple[Window, Window]) -> None:
    anna, _ = two
    anna.say("Hello")
    anna.page.keyboard.press("Control+k")
    expect(anna.page.get_by_role("combobox", name="Go to a room")).to_be_focused()
    anna.page.keyboard.press("Escape")
    expect(anna.page.get_by_role("dialog")).to_have_count(0)
    anna.message("Hello").get_by_role("button", name="More").focus()
    anna.page.keyboard.press("Enter")
    expect(anna.page.get_by_role("menu")).to_be_visible()
    anna.page.keyboard.press("Escape")
    expect(anna.page.get_by_role("menu")).to_have_count(0)
    expect(anna.message("Hello").get_by_role("button", name="More")).to_be_focused()
    anna.press("Members")
    expect(anna.page.get_by_role("complementary", name="Members")).to_be_visible()
    anna.page.keyboard.press("Escape")
    expect(anna.page.get_by_role("complementary")).to_have_count(0)


def test_new_messages_of_others_are_announced(two: tuple[Window, Window]) -> None:
    anna, ben = two
    anna.say("Mine")
    expect(ben.message("Mine")).to_have_count(1)
    log = anna.page.get_by_role("log", name="New messages")
    ben.say("Can you hear me?")
    expect(log).to_contain_text("Ben: Can you hear me?")
    expect(log).not_to_contain_text("Mine")
    expect(log).to_have_attribute("aria-live", "polite")


def test_every_field_and_button_has_a_name(come: Come) -> None:
    window = come("Kim")
    window.go(window.make_room("Named"))
    expect(window.box).to_be_visible()
    for role in ("button", "link", "textbox"):
        everything = window.page.get_by_role(role)
        named = window.page.get_by_role(role, name=re.compile(r"\S"))
        assert named.count() == everything.count() > 0
