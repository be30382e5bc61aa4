"""Direct channels: what two say to each other, and what is left when they part."""

import json
import re
from pathlib import Path

from playwright.sync_api import expect

from tests.together.browser.company import Come
from tests.together.browser.window import Window


def _part(window: Window, other: Window) -> None:
    window.call("DELETE", f"/personal-connections/{other.id}")


def test_all_that_one_does_with_messages_works_there_too(two: tuple[Window, Window]) -> None:
    anna, ben = two
    path = anna.connect(ben)
    anna.go(path)
    ben.go(path)
    expect(anna.box).to_be_focused()
    anna.say("Godo morning")
    expect(ben.message("Godo morning")).to_have_count(1)
    anna.page.keyboard.press("ArrowUp")
    editor = anna.page.get_by_role("textbox", name="Edit message")
    editor.fill("Good morning")
    editor.press("Enter")
    expect(ben.message("Good morning")).to_contain_text("(edited)")
    ben.message("Good morning").hover()
    ben.message("Good morning").get_by_role("button", name="React with heart").click()
    reaction = anna.message("Good morning").get_by_role("button", name=re.compile("^heart, 1"))
    expect(reaction).to_be_visible()
    ben.message("Good morning").get_by_role("button", name="Reply").click()
    ben.say("Did you bake?")
    quote = anna.message("Did you bake?").get_by_role("button", name="In answer to")
    expect(quote).to_contain_text("Anna Good morning")
    anna.message("Did you bake?").hover()
    anna.message("Did you bake?").get_by_role("button", name="More").click()
    expect(anna.page.get_by_role("menuitem", name="Copy link")).to_be_visible()
    expect(anna.page.get_by_role("menuitem", name="Pin")).to_have_count(0)
    anna.page.keyboard.press("Escape")


def test_one_sees_that_the_other_is_here_and_writes(two: tuple[Window, Window]) -> None:
    anna, ben = two
    path = anna.connect(ben)
    anna.go(path)
    expect(anna.direct_link("Ben")).to_have_accessible_name("Ben here")
    expect(anna.page.locator(".room-head")).to_contain_text("here")
    ben.go(path)
    expect(ben.page.get_by_text("Live", exact=True)).to_be_visible()
    expect(ben.direct_link("Anna")).to_have_accessible_name("Anna here")
    ben.box.press_sequentially("Let me think")
    expect(anna.page.get_by_text("Ben is writing")).to_be_visible()
    ben.page.close()
    expect(anna.direct_link("Ben")).to_have_accessible_name("Ben")


def test_what_is_hidden_is_behind_a_fold_until_the_other_writes(two: tuple[Window, Window]) -> None:
    anna, ben = two
    path = anna.connect(ben)
    anna.go(path)
    anna.press("What to do here")
    anna.page.get_by_role("menuitem", name="Hide").click()
    expect(anna.direct_link("Ben")).to_have_count(0)
    anna.page.get_by_text("Hidden", exact=True).click()
    hidden = anna.page.get_by_role("list", name="Hidden direct messages")
    expect(hidden.get_by_role("link", name="Ben")).to_be_visible()
    anna.page.reload()
    expect(anna.page.get_by_role("heading", name="Ben", level=1)).to_be_visible()
    expect(anna.direct_link("Ben")).to_have_count(0)
    ben.write(path, "Are you there?")
    expect(anna.direct_link("Ben")).to_be_visible()


def test_a_copy_of_all_that_was_said_is_saved(two: tuple[Window, Window], tmp_path: Path) -> None:
    anna, ben = two
    path = anna.connect(ben)
    ben.write(path, "Remember the oven")
    _part(anna, ben)
    anna.go(path)
    expect(anna.message("Remember the oven")).to_have_count(1)
    anna.press("What to do here")
    expect(anna.page.get_by_role("menuitem", name="End the connection")).to_have_count(0)
    with anna.page.expect_download() as saving:
        anna.page.get_by_role("menuitem", name="Save a copy").click()
    copy = tmp_path / "copy.json"
    saving.value.save_as(copy)
    bodies = [message["body"] for message in json.loads(copy.read_text())["messages"]]
    assert bodies == ["Remember the oven"]


def test_what_is_said_there_comes_first_in_the_list(come: Come) -> None:
    anna = come("Anna")
    room = anna.make_room("Rye")
    ben, cleo = come("Ben", room), come("Cleo", room)
    with_ben, with_cleo = anna.connect(ben), anna.connect(cleo)
    anna.go("/people")
    expect(anna.directs.get_by_role("link")).to_have_count(2)
    ben.write(with_ben, "First")
    expect(anna.directs.get_by_role("link")).to_have_text([re.compile("Ben"), re.compile("Cleo")])
    cleo.write(with_cleo, "Second")
    expect(anna.directs.get_by_role("link")).to_have_text([re.compile("Cleo"), re.compile("Ben")])
    anna.press("Mark all read")
    expect(anna.page.get_by_text("unread")).to_have_count(0)


def test_two_who_part_and_connect_again_go_on_where_they_were(two: tuple[Window, Window]) -> None:
    anna, ben = two
    path = anna.connect(ben)
    anna.write(path, "Before")
    _part(anna, ben)
    ben.go(path)
    expect(ben.box).to_have_count(0)
    assert anna.connect(ben) == path
    expect(ben.box).to_be_visible()
    expect(ben.message("Before")).to_have_count(1)
    ben.say("After")
    anna.go(path)
    expect(anna.messages).to_contain_text(["Before", "After"])


def test_to_a_stranger_it_does_not_exist(two: tuple[Window, Window], come: Come) -> None:
    anna, ben = two
    path = anna.connect(ben)
    stranger = come("Sol")
    stranger.go(path)
    heading = stranger.page.get_by_role("heading", name="This conversation cannot be shown")
    expect(heading).to_be_visible()


def test_the_switcher_leads_to_direct_channels(two: tuple[Window, Window]) -> None:
    anna, ben = two
    path = anna.connect(ben)
    expect(anna.direct_link("Ben")).to_be_visible()
    anna.page.keyboard.press("Control+k")
    anna.page.keyboard.type("be")
    option = anna.page.get_by_role("option", name=re.compile(ben.username))
    expect(option).to_have_attribute("aria-selected", "true")
    anna.page.keyboard.press("Enter")
    expect(anna.page).to_have_url(anna.address + path)
