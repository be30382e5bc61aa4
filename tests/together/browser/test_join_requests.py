"""Rooms on request: one asks with a reason, hosts admit or refuse, and everybody sees it live."""

import re

from playwright.sync_api import Locator, expect

from tests.together.browser.company import Come
from tests.together.browser.window import Window


def _make_room(window: Window, name: str, access: str = "request") -> str:
    purpose = {"statement": "bake among friends", "kind": "hobby"}
    room = window.call("POST", "/rooms", {"name": name, "purpose": purpose, "access": access})
    return f"/rooms/{room['id']}"


def _ask(window: Window, path: str, reason: str) -> None:
    """Ask over HTTP, for tests that are about what follows."""
    window.call("POST", f"{path}/join-requests", {"reason": reason})


def _asking(window: Window, name: str) -> Locator:
    """The card of one who asks, in a host's panel."""
    asking = window.page.get_by_role("list", name="Asking to join")
    return asking.get_by_role("listitem", name=name)


def _notices(window: Window) -> Locator:
    return window.page.get_by_role("status", name="Notices")


def test_one_asks_and_is_admitted_and_all_is_live(come: Come) -> None:
    host, guest = come("Hanna"), come("Gil")
    path = _make_room(host, "Rye circle")
    host.write(path, "Only for us")
    host.go(path)
    guest.go("/discover")
    card = guest.page.get_by_role("article", name="Rye circle")
    expect(card).to_contain_text("On request")
    card.get_by_role("link", name="Rye circle").click()
    expect(guest.page.get_by_text("You are joining to bake among friends")).to_be_visible()
    expect(guest.message("Only for us")).to_have_count(0)
    guest.press("Ask to join")
    dialog = guest.page.get_by_role("dialog", name="Ask to join Rye circle")
    dialog.get_by_label("Why would you like to join?").fill("I love rye\nand company")
    dialog.get_by_role("button", name="Ask to join").click()
    door = guest.page.get_by_role("region", name="Join this room")
    expect(door).to_contain_text("You asked on")
    expect(door).to_contain_text("I love rye and company")
    guest.page.keyboard.press("Tab")
    expect(door.get_by_role("button", name="Withdraw")).to_be_focused()

    expect(host.page.get_by_role("main")).to_contain_text("One person asks to join")
    expect(host.room_link("Rye circle")).to_contain_text("One person asks to join")
    host.page.get_by_role("link", name="See who").click()
    expect(_asking(host, "Gil")).to_contain_text("I love rye and company")
    expect(_asking(host, "Gil")).to_contain_text("just now")
    host.press("Admit Gil")
    expect(_notices(host)).to_contain_text("Gil is in")
    expect(_asking(host, "Gil")).to_have_count(0)
    expect(host.page.get_by_text("Nobody is waiting")).to_be_visible()

    expect(_notices(guest)).to_contain_text("You were let into Rye circle")
    expect(guest.room_link("Rye circle")).to_be_visible()
    expect(guest.message("Only for us")).to_have_count(1)
    guest.say("Thank you")
    expect(host.message("Thank you")).to_contain_text("Gil")


def test_one_is_refused_with_a_word_that_stays_at_the_door(come: Come) -> None:
    host, guest = come("Hanna"), come("Gil")
    path = _make_room(host, "Full house")
    _ask(guest, path, "Let me in")
    guest.go(path)
    expect(guest.page.get_by_text("You asked on")).to_be_visible()
    host.go(f"{path}?panel=requests")
    host.press("Refuse Gil")
    host.page.get_by_role("dialog").get_by_label("A word for them").fill("We are full until May")
    host.page.get_by_role("dialog").get_by_role("button", name="Refuse").click()
    expect(_asking(host, "Gil")).to_have_count(0)
    door = guest.page.get_by_role("region", name="Join this room")
    expect(_notices(guest)).to_contain_text("Full house said no: “We are full until May”")
    expect(door).to_contain_text("The hosts said no")
    expect(door).to_contain_text("We are full until May")
    expect(door).to_contain_text("You may ask again from")
    expect(door.get_by_role("button")).to_have_count(0)
    expect(door).not_to_contain_text("Hanna")
    guest.page.reload()
    expect(door).to_contain_text("We are full until May")
    expect(_notices(guest)).not_to_contain_text("said no")


def test_who_was_away_is_told_on_coming_back(come: Come) -> None:
    host, guest = come("Hanna"), come("Gil")
    path = _make_room(host, "Slow house")
    guest.go(path)
    guest.press("Ask to join")
    guest.page.get_by_role("dialog").get_by_role("textbox").fill("I have time")
    guest.page.get_by_role("dialog").get_by_role("button", name="Ask to join").click()
    expect(guest.page.get_by_text("You asked on")).to_be_visible()
    guest.page.goto("about:blank")
    member = guest.call("GET", "/members/me")["id"]
    host.call("POST", f"{path}/join-requests/{member}/admit")
    guest.go("/discover")
    expect(_notices(guest)).to_contain_text("You were let into Slow house")
    expect(guest.room_link("Slow house")).to_be_visible()


def test_what_one_asked_can_be_withdrawn(come: Come) -> None:
    host, guest = come("Hanna"), come("Gil")
    path = _make_room(host, "Second thoughts")
    host.go(f"{path}?panel=requests")
    guest.go(path)
    expect(guest.page.get_by_role("button", name="Ask to join")).to_be_visible()
    _ask(guest, path, "Perhaps")
    expect(_asking(host, "Gil")).to_have_count(1)
    guest.press("Withdraw")
    expect(_notices(guest)).to_contain_text("You ask no longer")
    expect(_asking(host, "Gil")).to_have_count(0)
    expect(guest.page.get_by_role("button", name="Ask to join")).to_be_visible()


def test_what_waits_for_an_answer_is_found_again(come: Come) -> None:
    host, guest = come("Hanna"), come("Gil")
    path = _make_room(host, "Waiting room")
    _ask(guest, path, "Please")
    guest.go("/discover")
    waiting = guest.page.get_by_role("list", name="You have asked to join")
    expect(waiting.get_by_role("article", name="Waiting room")).to_be_visible()
    member = guest.call("GET", "/members/me")["id"]
    host.call("POST", f"{path}/join-requests/{member}/admit")
    expect(waiting).to_have_count(0)


def test_a_reason_is_needed_and_its_length_stands_at_the_field(come: Come) -> None:
    host, guest = come("Hanna"), come("Gil")
    guest.go(_make_room(host, "Wordy"))
    guest.press("Ask to join")
    dialog = guest.page.get_by_role("dialog")
    reason = dialog.get_by_role("textbox", name="Why would you like to join?")
    expect(reason).to_have_attribute("required", "")
    reason.fill("x" * 301)
    expect(reason).to_have_accessible_description(re.compile("301 of 300"))
    dialog.get_by_role("button", name="Ask to join").click()
    expect(reason).to_have_attribute("aria-invalid", "true")
    expect(reason).to_have_accessible_description(re.compile("300"))


def test_two_hosts_see_each_other_s_answers(two: tuple[Window, Window], come: Come) -> None:
    anna, ben = two
    path = re.sub(r"^https?://[^/]+", "", anna.page.url).partition("?")[0]
    anna.call("PATCH", path, {"access": "request"})
    member = ben.call("GET", "/members/me")["id"]
    anna.call("PUT", f"{path}/members/{member}/role", {"role": "host"})
    for host in (anna, ben):
        host.go(f"{path}?panel=requests")
        expect(host.page.get_by_text("Nobody is waiting")).to_be_visible()
    for name in ("Gil", "Gesa"):
        _ask(come(name), path, f"I am {name}")
    for host in (anna, ben):
        expect(_asking(host, "Gil")).to_have_count(1)
        expect(_asking(host, "Gesa")).to_have_count(1)
    anna.press("Admit Gil")
    expect(_asking(ben, "Gil")).to_have_count(0)
    ben.press("Refuse Gesa")
    ben.page.get_by_role("dialog").get_by_role("button", name="Refuse").click()
    expect(_asking(anna, "Gesa")).to_have_count(0)
    expect(ben.page.get_by_role("list", name="Asking to join")).to_be_focused()
    expect(anna.room_link("Sourdough")).not_to_contain_text("asks to join")


def test_plain_members_do_not_see_who_asks(come: Come) -> None:
    host, member, guest = come("Hanna"), come("Mia"), come("Gil")
    path = _make_room(host, "Discreet")
    _ask(member, path, "Please")
    host.call("POST", f"{path}/join-requests/{member.call('GET', '/members/me')['id']}/admit")
    _ask(guest, path, "My secret reason")
    member.go(f"{path}?panel=requests")
    expect(member.box).to_be_visible()
    expect(member.page.get_by_text("asks to join")).to_have_count(0)
    expect(member.page.get_by_text("My secret reason")).to_have_count(0)


def test_asking_and_answering_by_keys_alone(come: Come) -> None:
    host, guest = come("Hanna"), come("Gil")
    path = _make_room(host, "Keyboards")
    guest.go(path)
    ask = guest.page.get_by_role("button", name="Ask to join")
    ask.focus()
    guest.page.keyboard.press("Enter")
    expect(guest.page.get_by_role("dialog")).to_be_visible()
    guest.page.keyboard.press("Escape")
    expect(ask).to_be_focused()
    _ask(guest, path, "No mouse here")
    host.go(path)
    host.page.get_by_role("link", name="See who").focus()
    host.page.keyboard.press("Enter")
    host.page.get_by_role("button", name="Admit Gil").focus()
    host.page.keyboard.press("Enter")
    expect(guest.room_link("Keyboards")).to_be_visible()
    expect(host.page.get_by_role("list", name="Asking to join")).to_be_focused()
    host.page.keyboard.press("Escape")
    expect(host.page.get_by_role("complementary")).to_have_count(0)


def test_who_may_join_is_chosen_and_changed_with_its_consequences(come: Come) -> None:
    host = come("Hanna")
    host.go("/new-room")
    host.fill(name="Doors", purpose="try all doors")
    look = host.page.get_by_role("checkbox", name="People may look in before they join")
    expect(look).to_be_checked()
    host.page.get_by_role("radio", name="On request").check()
    expect(look).to_have_count(0)
    host.press("Create the room")
    host.press("About this room")
    about = host.page.get_by_role("complementary", name="About this room")
    expect(about).to_contain_text("Who wants to join asks the hosts.")
    host.press("Edit the room")
    dialog = host.page.get_by_role("dialog", name="Edit the room")
    dialog.get_by_role("radio", name="By invitation").check()
    consequences = dialog.get_by_role("status").filter(has_text="Once you save")
    expect(consequences).to_contain_text("Requests that wait")
    dialog.get_by_role("radio", name="Anyone").check()
    expect(look).not_to_be_checked()
    look.check()
    expect(consequences).to_contain_text("also what was said among members")
    dialog.get_by_role("button", name="Save").click()
    expect(about).to_contain_text("Anyone may join, and look in before joining.")
