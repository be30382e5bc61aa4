"""Finding a room by what it is about, looking in, joining, leaving."""

import re

from playwright.sync_api import expect

from tests.together.browser.company import Come
from tests.together.browser.window import Window


def test_a_room_is_made_with_its_purpose(come: Come) -> None:
    window = come("Rosa")
    window.go("/new-room")
    window.fill(name="Night trains", purpose="keep sleepers rolling", tags="#Trains, travel")
    window.page.get_by_label("Kind").select_option("Cause")
    window.fill(sign_1="Every question gets an answer")
    window.press("Create the room")
    expect(window.page.get_by_role("heading", name="Night trains").first).to_be_visible()
    expect(window.page.get_by_text("Nobody has said hello yet. Why not you?")).to_be_visible()
    expect(window.page.get_by_text("Every question gets an answer")).to_be_visible()
    expect(window.page.get_by_role("link", name="#trains")).to_be_visible()
    expect(window.room_link("Night trains")).to_have_attribute("aria-current", "page")


def test_what_is_wrong_with_a_room_stands_at_its_field(come: Come) -> None:
    window = come("Rosa")
    window.go("/new-room")
    window.fill(name="Long", purpose="x" * 201)
    window.press("Create the room")
    purpose = window.page.get_by_label("Purpose")
    expect(purpose).to_have_attribute("aria-invalid", "true")
    expect(purpose).to_have_accessible_description(re.compile("200"))


def test_rooms_are_found_by_words_tag_and_kind(come: Come) -> None:
    host = come("Hugo")
    for name, kind, tag in [
        ("Zither circle", "hobby", "zither"),
        ("Zinc miners", "profession", "ore"),
    ]:
        purpose = {"statement": f"zzz {name}", "kind": kind, "tags": [tag]}
        host.call("POST", "/rooms", {"name": name, "purpose": purpose})
    window = come("Rosa")
    window.go("/discover")
    found = window.page.get_by_role("list", name="Rooms", exact=True).get_by_role("article")
    window.page.get_by_label("Words").fill("zzz")
    window.press("Search")
    expect(found).to_have_count(2)
    window.page.get_by_label("Kind", exact=True).select_option("Profession")
    expect(found).to_have_count(1)
    expect(found).to_contain_text("Zinc miners")
    window.page.get_by_label("Kind", exact=True).select_option("Any")
    expect(found).to_have_count(2)
    window.page.get_by_role("link", name="#zither").click()
    expect(found).to_have_count(1)
    expect(found).to_contain_text("Zither circle")
    window.page.get_by_label("Words").fill("nothing like that")
    window.press("Search")
    expect(window.page.get_by_text("No room is about that yet")).to_be_visible()


def test_one_looks_in_then_joins_then_talks(come: Come) -> None:
    host = come("Hugo")
    path = host.make_room("Open door", "welcome whoever comes")
    host.write(path, "Said before")
    window = come("Rosa")
    window.go(path)
    expect(window.message("Said before")).to_have_count(1)
    expect(window.box).to_have_count(0)
    expect(window.page.get_by_text("You are joining to welcome whoever comes")).to_be_visible()
    window.press("Join the room")
    expect(window.room_link("Open door")).to_be_visible()
    host.go(path)
    window.say("Hello from the doorstep")
    expect(host.message("Hello from the doorstep")).to_have_count(1)


def test_a_room_that_allows_no_look_shows_its_purpose_only(come: Come) -> None:
    host = come("Hugo")
    purpose = {"statement": "keep it among us", "kind": "hobby"}
    room = host.call("POST", "/rooms", {"name": "Closed door", "purpose": purpose, "look": False})
    path = f"/rooms/{room['id']}"
    host.write(path, "The password is rye")
    window = come("Rosa")
    window.go(path)
    expect(window.page.get_by_text("You are joining to keep it among us")).to_be_visible()
    expect(window.page.get_by_text("The password is rye")).to_have_count(0)
    window.press("Join the room")
    expect(window.message("The password is rye")).to_have_count(1)


def test_a_room_that_does_not_exist_says_so(come: Come) -> None:
    window = come("Rosa")
    window.go("/rooms/01990000-0000-7000-8000-000000000000")
    expect(window.page.get_by_role("heading", name="This room cannot be shown")).to_be_visible()
    window.page.get_by_role("link", name="Find another room").click()
    expect(window.page.get_by_role("heading", name="Find a room")).to_be_visible()


def test_a_member_leaves_and_the_room_goes_from_their_list(two: tuple[Window, Window]) -> None:
    _, ben = two
    ben.press("About this room")
    ben.press("Leave the room")
    ben.press("Leave")
    expect(ben.page.get_by_role("heading", name="Find a room")).to_be_visible()
    expect(ben.room_link("Sourdough")).to_have_count(0)


def test_the_last_owner_names_who_follows(two: tuple[Window, Window]) -> None:
    anna, ben = two
    anna.press("About this room")
    anna.press("Leave the room")
    expect(anna.page.get_by_role("button", name="Leave", exact=True)).to_be_disabled()
    anna.page.get_by_label("Who owns the room after you?").select_option(
        label=f"Ben (@{ben.username})"
    )
    anna.press("Leave")
    expect(anna.page.get_by_role("heading", name="Find a room")).to_be_visible()
    ben.press("About this room")
    expect(ben.page.get_by_role("button", name="Archive the room")).to_be_visible()


def test_the_switcher_goes_to_a_room_by_its_name(two: tuple[Window, Window]) -> None:
    anna, _ = two
    anna.go(anna.make_room("Rye"))
    expect(anna.page.get_by_role("heading", name="Rye").first).to_be_visible()
    anna.page.keyboard.press("Control+k")
    anna.page.get_by_role("combobox", name="Go to a room").fill("sour")
    anna.page.keyboard.press("Enter")
    expect(anna.page.get_by_role("heading", name="Sourdough").first).to_be_visible()
