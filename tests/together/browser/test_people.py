"""People: one asks, the other answers, and everybody concerned sees it live."""

import re
from typing import Final

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.together.browser.company import Come
from tests.together.browser.window import Window

_ENDED: Final = "are not connected any more"


@pytest.fixture
def guests(come: Come) -> tuple[Window, Window, str]:
    """Anna and Ben in a room that Olga looks after, and its path."""
    path = come("Olga").make_room("Sourdough")
    return come("Anna", path), come("Ben", path), path


def _asking(window: Window, name: str) -> Locator:
    """One who waits for an answer, on the page of people."""
    asking = window.page.get_by_role("list", name="Waiting for your answer")
    return asking.get_by_role("listitem", name=name)


def _show(window: Window, said: str, name: str) -> Locator:
    """The card of one who has said something."""
    window.message(said).get_by_role("button", name=name, exact=True).click()
    return window.page.get_by_role("dialog", name=name, exact=True)


def test_two_meet_in_a_room_connect_talk_and_part(guests: tuple[Window, Window, str]) -> None:
    anna, ben, _ = guests
    ben.say("Who bakes with rye?")
    card = _show(anna, "Who bakes", "Ben")
    expect(card.get_by_role("list", name="Rooms you share")).to_contain_text("Sourdough")
    card.get_by_label("A few words").fill("I do, every Saturday")
    expect(card).to_contain_text("20 of 140")
    card.get_by_role("button", name="Connect").click()
    expect(card).to_contain_text("You asked on")
    expect(card.get_by_role("button", name="Withdraw")).to_be_visible()
    anna.page.keyboard.press("Escape")

    expect(ben.notices).to_contain_text("Somebody asks to connect")
    expect(ben.page).to_have_title(re.compile(r"^\(@1\) "))
    ben.page.get_by_role("link", name="People 1 waiting").click()
    expect(_asking(ben, "Anna")).to_contain_text("You both are in Sourdough")
    expect(_asking(ben, "Anna")).to_contain_text("I do, every Saturday")
    ben.press("Accept Anna")
    expect(ben.notices).to_contain_text("You and Anna are connected")
    expect(ben.page.get_by_text("Nobody asks")).to_be_visible()
    expect(ben.page).to_have_title(re.compile(r"^People"))

    expect(anna.notices).to_contain_text("You and Ben are connected")
    anna.direct_link("Ben").click()
    anna.say("Good morning")
    expect(ben.direct_link("Anna")).to_contain_text("1 unread")
    ben.direct_link("Anna").click()
    expect(ben.message("Good morning")).to_have_count(1)
    expect(ben.direct_link("Anna")).not_to_contain_text("unread")
    ben.say("To you too")
    expect(anna.message("To you too")).to_have_count(1)

    anna.box.fill("One more th")
    ben.press("What to do here")
    ben.page.get_by_role("menuitem", name="End the connection").click()
    ben.dialog.get_by_role("button", name="End it").click()
    expect(anna.box).to_have_count(0)
    expect(anna.page.get_by_role("main").get_by_role("status")).to_contain_text(_ENDED)
    expect(anna.page.get_by_role("main").get_by_role("status")).to_be_focused()
    expect(anna.notices).to_contain_text(f"You and Ben {_ENDED}")
    expect(ben.box).to_have_count(0)


def test_a_block_in_a_shared_room_takes_effect_in_both_windows(
    guests: tuple[Window, Window, str], come: Come
) -> None:
    anna, ben, path = guests
    cleo = come("Cleo", path)
    ben.say("Before")
    anna.say("Mine")
    for window in (anna, ben, cleo):
        expect(window.messages).to_contain_text(["Before", "Mine"])
    card = _show(anna, "Before", "Ben")
    card.get_by_role("button", name="Block Ben").click()
    expect(anna.dialog).to_contain_text("can infer it")
    anna.dialog.get_by_role("button", name="Block", exact=True).click()
    expect(card).to_contain_text("You have blocked Ben")
    anna.page.keyboard.press("Escape")
    expect(anna.messages).to_contain_text(["Mine"])
    expect(anna.message("Before")).to_have_count(0)

    ben.say("To all but Anna")
    expect(cleo.message("To all but Anna")).to_have_count(1)
    anna.say("To all but Ben")
    expect(cleo.message("To all but Ben")).to_have_count(1)
    cleo.say("To you both")
    for window in (anna, ben):
        expect(window.message("To you both")).to_have_count(1)
    expect(anna.message("To all but Anna")).to_have_count(0)
    expect(ben.message("To all but Ben")).to_have_count(0)
    expect(ben.page.get_by_text("block")).to_have_count(0)
    ben.page.reload()
    expect(ben.messages).to_contain_text(["Before", "To all but Anna", "To you both"])
    expect(ben.message("Mine")).to_have_count(0)


def test_who_is_blocked_no_longer_is_seen_again_without_a_reload(
    guests: tuple[Window, Window, str],
) -> None:
    anna, ben, path = guests
    ben.say("Before")
    expect(anna.message("Before")).to_have_count(1)
    anna.call("PUT", f"/blocks/{ben.id}")
    expect(anna.message("Before")).to_have_count(0)
    ben.say("Meanwhile")
    expect(ben.on_its_way).to_have_count(0)
    anna.call("DELETE", f"/blocks/{ben.id}")
    expect(anna.messages).to_contain_text(["Before", "Meanwhile"])
    ben.say("Afterwards")
    expect(anna.message("Afterwards")).to_have_count(1)
    assert path in anna.page.url


def test_the_blocked_are_listed_and_let_go(guests: tuple[Window, Window, str]) -> None:
    anna, ben, _ = guests
    anna.go("/people/blocked")
    expect(anna.page.get_by_text("You have blocked nobody")).to_be_visible()
    anna.call("PUT", f"/blocks/{ben.id}")
    blocked = anna.page.get_by_role("list", name="Blocked")
    expect(blocked).to_contain_text("Ben")
    anna.press("Unblock Ben")
    expect(anna.notices).to_contain_text("Ben is blocked no longer")
    expect(blocked.get_by_role("listitem")).to_have_count(0)
    expect(blocked).to_be_focused()


def test_who_looks_after_a_room_sees_also_whom_they_block(two: tuple[Window, Window]) -> None:
    anna, ben = two
    ben.say("Before")
    expect(anna.message("Before")).to_have_count(1)
    anna.call("PUT", f"/blocks/{ben.id}")
    ben.say("After")
    expect(anna.message("After")).to_have_count(1)
    expect(anna.message("Before")).to_have_count(1)


@pytest.mark.parametrize(
    ("answer", "said"),
    [("Not now: Anna", "under “Later”"), ("Decline Anna", "Declined")],
    ids=["not now", "declined"],
)
def test_every_other_answer_looks_like_none(
    guests: tuple[Window, Window, str], answer: str, said: str
) -> None:
    anna, ben, _ = guests
    anna.ask(ben, "Hello")
    anna.go("/people")
    sent = anna.page.get_by_role("list", name="You have asked").get_by_role("listitem", name="Ben")
    expect(sent).to_contain_text("You asked on")
    ben.go("/people")
    ben.press(answer)
    expect(ben.notices).to_contain_text(said)
    expect(_asking(ben, "Anna")).to_have_count(0)
    expect(ben.page.get_by_role("list", name="Waiting for your answer")).to_be_focused()
    expect(ben.page).to_have_title(re.compile("^People"))
    anna.page.reload()
    expect(sent).to_contain_text("You asked on")
    anna.press("Withdraw your request to Ben")
    expect(sent).to_have_count(0)
    expect(anna.notices).to_contain_text("You do not ask Ben any more")


def test_what_was_put_off_may_still_be_accepted(guests: tuple[Window, Window, str]) -> None:
    anna, ben, _ = guests
    anna.ask(ben)
    ben.go("/people")
    ben.press("Not now: Anna")
    ben.page.get_by_role("link", name="Later").click()
    later = ben.page.get_by_role("list", name="Later").get_by_role("listitem", name="Anna")
    expect(later.get_by_role("button", name="Not now")).to_have_count(0)
    later.get_by_role("button", name="Accept").click()
    expect(ben.direct_link("Anna")).to_be_visible()
    expect(anna.direct_link("Ben")).to_be_visible()


def test_a_request_that_is_withdrawn_is_gone_from_the_other_s_window(
    guests: tuple[Window, Window, str],
) -> None:
    anna, ben, _ = guests
    anna.ask(ben)
    ben.go("/people")
    expect(_asking(ben, "Anna")).to_be_visible()
    anna.go("/people")
    anna.press("Withdraw your request to Ben")
    expect(_asking(ben, "Anna")).to_have_count(0)
    expect(ben.page.get_by_role("link", name="People", exact=True)).to_be_visible()


def test_two_who_ask_each_other_are_connected_at_once(guests: tuple[Window, Window, str]) -> None:
    anna, ben, _ = guests
    ben.say("Hello")
    anna.ask(ben)
    anna.say("Hello back")
    card = _show(ben, "Hello back", "Anna")
    card.get_by_role("button", name="Accept Anna").click()
    expect(card.get_by_role("button", name="Message")).to_be_visible()
    expect(anna.direct_link("Ben")).to_be_visible()


def test_what_is_wrong_with_an_opening_stands_at_its_field(
    guests: tuple[Window, Window, str],
) -> None:
    anna, ben, _ = guests
    ben.say("Hello")
    card = _show(anna, "Hello", "Ben")
    words = card.get_by_label("A few words")
    words.fill("See https://example.org")
    card.get_by_role("button", name="Connect").click()
    expect(words).to_have_attribute("aria-invalid", "true")
    words.fill("I bake")
    card.get_by_role("button", name="Connect").click()
    expect(card).to_contain_text("You asked on")


def test_the_card_shows_the_tie_and_keeps_a_note(guests: tuple[Window, Window, str]) -> None:
    anna, ben, _ = guests
    path = anna.connect(ben)
    anna.write(path, "one two three")
    ben.write(path, "four")
    anna.go("/people/connections")
    anna.press("What to do about Ben")
    anna.page.get_by_role("menuitem", name="About them").click()
    card = anna.page.get_by_role("dialog", name="Ben", exact=True)
    expect(card).to_contain_text("It began in Sourdough")
    expect(card).to_contain_text("you wrote 3 words, Ben 1 word")
    card.get_by_label("Your note").fill("Has the old oven")
    card.get_by_role("button", name="Save the note").click()
    expect(anna.notices).to_contain_text("Your note is saved")
    anna.page.reload()
    anna.press("What to do about Ben")
    anna.page.get_by_role("menuitem", name="About them").click()
    expect(card.get_by_label("Your note")).to_have_value("Has the old oven")


def test_whom_one_is_connected_with_is_found_by_name_and_ended(
    guests: tuple[Window, Window, str],
) -> None:
    anna, ben, _ = guests
    anna.connect(ben)
    anna.go("/people/connections")
    known = anna.page.get_by_role("list", name="Connections").get_by_role("listitem")
    expect(known).to_contain_text("It began in Sourdough")
    anna.page.get_by_label("Find by name").fill("nobody like that")
    expect(known).to_have_count(0)
    anna.page.get_by_label("Find by name").fill(ben.username)
    expect(known).to_have_count(1)
    anna.press("What to do about Ben")
    anna.page.get_by_role("menuitem", name="End the connection").click()
    anna.dialog.get_by_role("button", name="End it").click()
    expect(known).to_have_count(0)
    expect(anna.page.get_by_role("list", name="Connections")).to_be_focused()
    expect(ben.notices).to_contain_text(f"You and Anna {_ENDED}")


def test_how_one_may_be_asked_is_chosen_and_holds(guests: tuple[Window, Window, str]) -> None:
    anna, ben, path = guests
    ben.go("/people/settings")
    ben.page.get_by_role("radio", name="Only without words").check()
    expect(ben.notices).to_contain_text("Saved")
    ben.page.reload()
    expect(ben.page.get_by_role("radio", name="Only without words")).to_be_checked()
    ben.write(path, "Hello")
    card = _show(anna, "Hello", "Ben")
    card.get_by_label("A few words").fill("I would like to")
    card.get_by_role("button", name="Connect").click()
    expect(card.get_by_label("A few words")).to_have_attribute("aria-invalid", "true")


def test_a_choice_stays_chosen_while_the_hub_is_asked_again(
    guests: tuple[Window, Window, str],
) -> None:
    anna, _, _ = guests
    anna.go("/people/suggestions")
    switch = anna.page.get_by_role("checkbox", name="Suggest people to me")
    expect(switch).not_to_be_checked()
    asked: list[Route] = []
    settings = re.compile(r"/account/people$")
    anna.page.route(
        settings,
        lambda route: asked.append(route) if route.request.method == "GET" else route.fallback(),
    )
    with anna.page.expect_request(
        lambda told: told.method == "GET" and bool(settings.search(told.url))
    ):
        switch.click()
    expect(anna.page.get_by_text("Nobody for now")).to_be_visible()
    expect(switch).to_be_checked()
    for route in asked:
        route.continue_()
    expect(switch).to_be_checked()


def test_nobody_is_suggested_before_one_says_yes(guests: tuple[Window, Window, str]) -> None:
    anna, _, _ = guests
    anna.go("/people/suggestions")
    expect(anna.page.get_by_text("Suggestions are off until you say yes")).to_be_visible()
    switch = anna.page.get_by_role("checkbox", name="Suggest people to me")
    expect(switch).not_to_be_checked()
    expect(anna.page.get_by_text("Nobody for now")).to_have_count(0)
    switch.check()
    expect(anna.page.get_by_text("Nobody for now")).to_be_visible()
    expect(anna.page.get_by_role("checkbox", name="Bridges, too")).not_to_be_checked()
    switch.uncheck()
    expect(anna.page.get_by_text("Nobody for now")).to_have_count(0)
