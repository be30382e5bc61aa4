"""Where the keyboard's focus goes, and where what is said for a moment stands."""

import re

from playwright.sync_api import Locator, expect

from tests.together.browser.company import Come
from tests.together.browser.window import PHONE, Window


def test_a_refused_request_leaves_the_focus_on_what_was_pressed(
    two: tuple[Window, Window],
) -> None:
    anna, ben = two
    anna.say("Who bakes?")
    ben.message("Who bakes?").get_by_role("button", name="Anna").click()
    ben.dialog.get_by_label("A few words").fill("see https://bread.example")
    connect = ben.dialog.get_by_role("button", name="Connect")
    connect.press("Enter")
    expect(ben.dialog).to_contain_text("may not contain links")
    expect(connect).to_be_focused()


def test_what_a_menu_opens_gives_the_focus_back_to_the_menu(two: tuple[Window, Window]) -> None:
    anna, ben = two
    anna.go(anna.connect(ben))
    menu = anna.page.get_by_role("button", name="What to do here")
    menu.press("Enter")
    anna.page.get_by_role("menuitem", name="End the connection …").press("Enter")
    expect(anna.dialog).to_be_visible()
    anna.page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    menu.press("Enter")
    anna.page.get_by_role("menuitem", name="Hide").press("Enter")
    expect(anna.notices).to_contain_text("Hidden")
    expect(menu).to_be_focused()


def test_a_dialog_whose_opener_has_gone_gives_the_focus_to_the_page(
    two: tuple[Window, Window],
) -> None:
    anna, ben = two
    ben.ask(anna)
    anna.go("/people")
    anna.press("About Ben")
    anna.dialog.get_by_role("button", name="Accept Ben").press("Enter")
    expect(anna.dialog.get_by_label("Your note")).to_be_visible()
    anna.page.keyboard.press("Escape")
    expect(anna.page.get_by_role("main")).to_be_focused()


def test_a_saved_note_keeps_the_focus_and_says_so_in_the_dialog(
    two: tuple[Window, Window],
) -> None:
    anna, ben = two
    anna.go(anna.connect(ben))
    anna.press("About Ben")
    note = anna.dialog.get_by_label("Your note")
    note.fill("Rye, on Sundays")
    anna.dialog.get_by_role("button", name="Save the note").press("Enter")
    said = anna.dialog.get_by_role("status", name="Notices")
    expect(said).to_contain_text("Your note is saved.")
    expect(note).to_be_focused()
    said.get_by_role("button", name="Dismiss").click()  # nothing lies over it
    expect(said).not_to_contain_text("saved")
    expect(anna.dialog).to_be_visible()


def test_a_notice_does_not_cover_what_stands_below_a_talk(two: tuple[Window, Window]) -> None:
    anna, ben = two
    anna.go(anna.connect(ben))
    expect(anna.page.get_by_text("Live", exact=True)).to_be_visible()
    anna.page.set_viewport_size(PHONE)
    ben.call("DELETE", f"/personal-connections/{anna.id}")
    said = anna.notices.get_by_text("You and Ben are not connected any more.")
    again = anna.page.get_by_role("button", name="Connect again")
    expect(said).to_be_visible()
    assert _end(said) <= _top(again)
    anna.connect(ben)
    said = anna.notices.get_by_text("You and Ben are connected.")
    expect(said).to_be_visible()
    assert _end(said) <= _top(anna.box)


def test_the_drawer_of_a_narrow_window_takes_the_focus_and_gives_it_back(come: Come) -> None:
    anna = come("Anna", size=PHONE)
    anna.go("/discover")
    opener = anna.page.get_by_role("button", name="Show rooms")
    opener.press("Enter")
    expect(anna.page.get_by_role("button", name="Go to a room")).to_be_focused()
    anna.page.keyboard.press("Escape")
    expect(opener).to_be_focused()


def test_a_drawer_that_one_leaves_by_the_tab_key_closes(come: Come) -> None:
    anna = come("Anna", size=PHONE)
    anna.go("/discover")
    opener = anna.page.get_by_role("button", name="Show rooms")
    opener.press("Enter")
    first = anna.page.get_by_role("button", name="Go to a room")
    expect(first).to_be_focused()
    anna.page.get_by_role("link", name=re.compile("Your settings")).press("Tab")
    expect(first).to_be_hidden()
    expect(opener).to_be_focused()


def test_whom_one_shares_no_room_with_any_more_is_not_said_to_be_nobody(
    two: tuple[Window, Window],
) -> None:
    anna, ben = two
    path = anna.page.url.removeprefix(anna.address)
    direct = anna.connect(ben)
    ben.call("POST", f"{path}/leave")
    ben.call("DELETE", f"/personal-connections/{anna.id}")
    anna.go(direct)
    anna.press("Connect again")
    anna.dialog.get_by_role("button", name="Connect").click()
    expect(anna.dialog.get_by_role("alert")).to_have_text(
        "To ask Ben, share a room with them or have their contact code."
    )


def test_the_ways_to_the_parts_of_people_stand_in_one_line(come: Come) -> None:
    anna = come("Anna")
    anna.go("/people")
    tabs = anna.page.get_by_role("navigation", name="People").get_by_role("link")
    expect(tabs).to_have_count(8)
    assert _top(tabs.first) == _top(tabs.last)


def _top(found: Locator) -> float:
    box = found.bounding_box()
    assert box is not None
    return box["y"]


def _end(found: Locator) -> float:
    box = found.bounding_box()
    assert box is not None
    return box["y"] + box["height"]


def test_a_screen_that_a_link_leads_to_is_named_to_those_who_do_not_see_it(
    two: tuple[Window, Window],
) -> None:
    anna, _ = two
    said = anna.page.locator(".whereabouts")
    expect(said).to_have_text("Sourdough")
    anna.page.get_by_role("link", name="People", exact=True).press("Enter")
    expect(said).to_have_text("People")
    anna.room_link("Sourdough").press("Enter")
    expect(said).to_have_text("Sourdough")
