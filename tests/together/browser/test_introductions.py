"""Introductions: one brings two together, who connect only if both accept."""

import pytest
from playwright.sync_api import Locator, expect

from tests.together.browser.company import Come
from tests.together.browser.window import Json, Window

Three = tuple[Window, Window, Window]


@pytest.fixture
def three(come: Come) -> Three:
    """Anna, who is connected with Ben and with Cleo; the two share no room."""
    anna = come("Anna")
    ben = come("Ben", anna.make_room("Wheat"))
    cleo = come("Cleo", anna.make_room("Rye"))
    anna.connect(ben)
    anna.connect(cleo)
    return anna, ben, cleo


def _introduce(three: Three) -> None:
    anna, ben, cleo = three
    asked: Json = {"members": [ben.id, cleo.id], "sentence": "You both bake with rye"}
    anna.call("POST", "/introductions", asked)


def _introduced_to(window: Window, name: str) -> Locator:
    introduced = window.page.get_by_role("list", name="You are introduced to")
    return introduced.get_by_role("listitem", name=name)


def test_two_who_both_accept_are_connected(three: Three) -> None:
    anna, ben, cleo = three
    anna.go("/people/connections")
    anna.press("What to do about Ben")
    anna.page.get_by_role("menuitem", name="Introduce to").click()
    dialog = anna.page.get_by_role("dialog", name="Introduce Ben to …")
    dialog.get_by_label("Find one of your connections").fill(cleo.username)
    dialog.get_by_role("radio", name="Cleo").check()
    dialog.get_by_label("Why should they know each other?").fill("You both bake with rye")
    dialog.get_by_role("button", name="Introduce").click()
    expect(anna.notices).to_contain_text("Both are told")
    anna.page.get_by_role("link", name="Introductions").click()
    made = anna.page.get_by_role("list", name="You introduce").get_by_role("listitem")
    expect(made).to_contain_text("You both bake with rye")

    expect(ben.notices).to_contain_text("You are introduced to somebody")
    expect(ben.page.get_by_role("link", name="People 1 waiting")).to_be_visible()
    ben.go("/people/introductions")
    expect(_introduced_to(ben, "Cleo")).to_contain_text("You both bake with rye")
    expect(_introduced_to(ben, "Cleo")).to_contain_text("by Anna")
    ben.press("Accept Cleo")
    expect(_introduced_to(ben, "Cleo")).to_contain_text("You have accepted")
    expect(ben.page.get_by_role("link", name="People", exact=True)).to_be_visible()
    expect(ben.direct_link("Cleo")).to_have_count(0)

    cleo.go("/people/introductions")
    cleo.press("Accept Ben")
    for window, other in ((ben, "Cleo"), (cleo, "Ben")):
        expect(window.direct_link(other)).to_be_visible()
        expect(_introduced_to(window, other)).to_have_count(0)
    expect(made).to_have_count(0)
    cleo.page.get_by_role("link", name="Connections").click()
    with_ben = cleo.page.get_by_role("list", name="Connections").get_by_role("listitem")
    expect(with_ben.filter(has_text="Ben")).to_contain_text("Anna introduced you")


def test_nobody_learns_who_declined(three: Three) -> None:
    anna, ben, cleo = three
    _introduce(three)
    anna.go("/people/introductions")
    cleo.go("/people/introductions")
    ben.go("/people/introductions")
    ben.press("Decline Cleo")
    expect(ben.notices).to_contain_text("Nobody is told")
    expect(_introduced_to(ben, "Cleo")).to_have_count(0)
    cleo.press("Accept Ben")
    expect(_introduced_to(cleo, "Ben")).to_contain_text("You have accepted")
    anna.page.reload()
    made = anna.page.get_by_role("list", name="You introduce").get_by_role("listitem")
    expect(made).to_contain_text("You both bake with rye")
    expect(cleo.direct_link("Ben")).to_have_count(0)


def test_what_is_withdrawn_is_gone_from_both_windows(three: Three) -> None:
    anna, ben, cleo = three
    _introduce(three)
    for window, other in ((ben, "Cleo"), (cleo, "Ben")):
        window.go("/people/introductions")
        expect(_introduced_to(window, other)).to_be_visible()
    anna.go("/people/introductions")
    anna.press("Withdraw: Ben and Cleo", exact=False)
    expect(anna.page.get_by_text("No introduction is open")).to_be_visible()
    for window, other in ((ben, "Cleo"), (cleo, "Ben")):
        expect(_introduced_to(window, other)).to_have_count(0)
