"""Contact codes: one gives a link away, and whoever has it may ask."""

from playwright.sync_api import Locator, Request, expect

from hubbub_load.programs.served_hub import ServedHub
from tests.together.browser.company import Come, OpenWindow
from tests.together.browser.window import PASSWORD, Window


def _codes(window: Window) -> Locator:
    return window.page.get_by_role("list", name="Contact codes").get_by_role("listitem")


def _make(window: Window) -> str:
    """Make a code over HTTP."""
    return str(window.call("POST", "/contact-codes", {"label": "Market"})["code"])


def test_a_code_is_made_with_a_link_that_is_shown_once_and_revoked(come: Come) -> None:
    anna = come("Anna")
    anna.go("/people/codes")
    expect(anna.page.get_by_text("No code is open")).to_be_visible()
    anna.page.get_by_label("Label").fill("Market stall")
    anna.page.get_by_label("For how many requests").select_option("5 requests")
    anna.page.get_by_label("It holds for").select_option("7 days")
    anna.press("Make a code")
    link = anna.page.get_by_label("Link of the contact code").inner_text()
    code = anna.page.get_by_label("Code of the contact code").inner_text()
    assert link == f"{anna.address}/contact#{code}"
    anna.press("Copy link")
    expect(anna.notices).to_contain_text("copied")
    assert anna.page.evaluate("navigator.clipboard.readText()") == link
    anna.press("I have it")
    expect(anna.page.get_by_text(code)).to_have_count(0)
    expect(_codes(anna)).to_contain_text("Market stall")
    expect(_codes(anna)).to_contain_text("0 of 5 used")
    anna.press("Revoke: Market stall")
    anna.dialog.get_by_role("button", name="Revoke").click()
    expect(_codes(anna)).to_have_count(0)
    expect(anna.page.get_by_role("list", name="Contact codes")).to_be_focused()


def test_whoever_follows_the_link_sees_whose_it_is_and_asks(come: Come) -> None:
    anna, sol = come("Anna"), come("Sol")
    code = _make(anna)
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    sol.page.on("request", note)
    sol.go(f"/contact#{code}")
    expect(sol.page.get_by_role("heading", name="A contact code")).to_be_visible()
    expect(sol.page.get_by_role("main")).to_contain_text(f"@{anna.username}")
    expect(sol.page).to_have_url(f"{sol.address}/contact")
    sol.page.get_by_label("A few words").fill("From the market")
    sol.press("Connect")
    sent = sol.page.get_by_role("list", name="You have asked").get_by_role("listitem", name="Anna")
    expect(sent).to_contain_text("From the market")
    assert not [url for url in asked if code in url]
    assert code not in str(sol.page.evaluate("JSON.stringify({...sessionStorage})"))
    anna.go("/people")
    asking = anna.page.get_by_role("list", name="Waiting for your answer")
    expect(asking.get_by_role("listitem", name="Sol")).to_contain_text("Has your contact code")
    anna.press("Accept Sol")
    expect(sol.direct_link("Anna")).to_be_visible()


def test_the_link_waits_for_one_who_has_to_register(
    come: Come, village: ServedHub, open_window: OpenWindow
) -> None:
    anna = come("Anna")
    code = _make(anna)
    stranger = open_window(village)
    stranger.go(f"/contact#{code}")
    expect(stranger.page.get_by_text("Somebody gave you their contact code")).to_be_visible()
    stranger.page.get_by_role("link", name="Make an account").click()
    stranger.fill(display_name="Nils", username=f"nils-{code[:6]}", password=PASSWORD)
    stranger.press("Make an account")
    expect(stranger.page.get_by_role("main")).to_contain_text(f"@{anna.username}")
    expect(stranger.page.get_by_role("form")).to_contain_text("can write to each other")
    stranger.press("Connect")
    sent = stranger.page.get_by_role("list", name="You have asked")
    expect(sent.get_by_role("listitem", name="Anna")).to_be_visible()


def test_a_code_that_does_not_hold_says_so_and_another_may_be_entered(come: Come) -> None:
    anna, sol = come("Anna"), come("Sol")
    sol.go("/contact#aaaa-bbbb-cccc")
    expect(sol.page.get_by_role("alert")).to_be_visible()
    sol.press("Enter another")
    sol.page.get_by_label("Code or link").fill(f"{anna.address}/contact#{_make(anna)}")
    sol.press("Show whose it is")
    expect(sol.page.get_by_role("main")).to_contain_text(f"@{anna.username}")
    sol.press("Put the code away")
    expect(sol.page.get_by_role("heading", name="People")).to_be_visible()


def test_one_s_own_code_is_known_as_such(come: Come) -> None:
    anna = come("Anna")
    anna.go(f"/contact#{_make(anna)}")
    expect(anna.page.get_by_text("This is your own code")).to_be_visible()
    expect(anna.page.get_by_role("button", name="Connect")).to_have_count(0)
