"""The owner's page: the house, its members, its bots."""

import httpx
from playwright.sync_api import expect

from hubbub_load.programs.served_hub import ServedHub
from tests.together.browser.company import Come, OpenWindow
from tests.together.browser.conftest import set_up
from tests.together.browser.window import PASSWORD, Window


def _owner_of(hub: ServedHub, open_window: OpenWindow) -> Window:
    set_up(hub)
    window = open_window(hub)
    window.call("POST", "/sign-ins", {"username": "owner", "password": PASSWORD, "cookie": True})
    window.go("/community")
    return window


def test_the_community_gets_another_name(own_hub: ServedHub, open_window: OpenWindow) -> None:
    owner = _owner_of(own_hub, open_window)
    owner.fill(name_of_the_community="The Orchard")
    owner.press("Save")
    expect(owner.page.get_by_role("navigation")).to_contain_text("The Orchard")
    stranger = open_window(own_hub)
    stranger.go("/")
    expect(stranger.page.get_by_role("heading", name="The Orchard")).to_be_visible()


def test_nobody_registers_while_registration_is_closed(
    own_hub: ServedHub, open_window: OpenWindow
) -> None:
    owner = _owner_of(own_hub, open_window)
    owner.page.get_by_role("radio", name="Closed").check()
    owner.press("Save")
    expect(owner.page.get_by_role("status", name="Notices")).to_contain_text("Saved")
    stranger = open_window(own_hub)
    stranger.go("/register")
    expect(stranger.page.get_by_text("New members cannot register at present")).to_be_visible()
    expect(stranger.page.get_by_label("Password")).to_have_count(0)


def test_a_banned_account_is_out_at_once_and_may_be_let_in_again(owner: Window, come: Come) -> None:
    guest = come("Gustav")
    guest.go("/discover")
    expect(guest.page.get_by_text("Live", exact=True)).to_be_visible()
    owner.go("/community")
    owner.page.get_by_label("Find an account").fill(guest.username)
    accounts = owner.page.get_by_role("list", name="Accounts").get_by_role("listitem")
    expect(accounts).to_have_count(1)
    accounts.get_by_role("button", name="Ban Gustav").click()
    owner.page.get_by_role("dialog").get_by_role("button", name="Ban").click()
    expect(accounts).to_contain_text("banned")
    expect(guest.page.get_by_text("shut out of this community")).to_be_visible()
    accounts.get_by_role("button", name="Lift ban of Gustav").click()
    expect(accounts).not_to_contain_text("banned")
    guest.fill(username=guest.username, password=PASSWORD)
    guest.press("Sign in")
    expect(guest.page.get_by_role("heading", name="Find a room")).to_be_visible()


def _whoami(window: Window, token: str) -> httpx.Response:
    headers = {"authorization": f"Bearer {token}"}
    return httpx.get(f"{window.address}/api/v1/members/me", headers=headers)


def test_a_bot_gets_a_token_that_is_shown_once(owner: Window) -> None:
    owner.go("/community")
    owner.page.get_by_label("Bot's display name").fill("Crumb")
    owner.page.get_by_label("Bot's username").fill("crumb")
    owner.press("Make the bot")
    token = owner.page.get_by_label("Token", exact=True).inner_text()
    assert _whoami(owner, token).json()["username"] == "crumb"
    owner.press("I have it")
    bots = owner.page.get_by_role("list", name="Bots").get_by_role("listitem")
    expect(bots.filter(has_text="@crumb")).to_have_count(1)
    expect(owner.page.get_by_text(token)).to_have_count(0)


def test_a_new_token_ends_the_old_one_and_retiring_ends_all(owner: Window) -> None:
    made = owner.call("POST", "/bots", {"username": "loaf", "display_name": "Loaf"})
    old = str(made["token"])
    owner.go("/community")
    bot = (
        owner.page.get_by_role("list", name="Bots").get_by_role("listitem").filter(has_text="@loaf")
    )
    bot.get_by_role("button", name="New token").click()
    owner.press("Make a new token")
    new = owner.page.get_by_label("Token", exact=True).inner_text()
    owner.press("I have it")
    assert _whoami(owner, old).status_code == httpx.codes.UNAUTHORIZED
    assert _whoami(owner, new).status_code == httpx.codes.OK
    bot.get_by_role("button", name="Retire").click()
    owner.page.get_by_role("dialog").get_by_role("button", name="Retire").click()
    expect(bot).to_contain_text("retired")
    assert _whoami(owner, new).status_code == httpx.codes.UNAUTHORIZED


def test_what_is_wrong_with_a_bot_stands_at_its_field(owner: Window) -> None:
    owner.go("/community")
    owner.page.get_by_label("Bot's display name").fill("Bad")
    owner.page.get_by_label("Bot's username").fill("No Spaces")
    owner.press("Make the bot")
    field = owner.page.get_by_label("Bot's username")
    expect(field).to_have_attribute("aria-invalid", "true")


def test_members_do_not_see_the_owner_s_page(come: Come) -> None:
    guest = come("Gustav")
    guest.go("/discover")
    expect(guest.page.get_by_role("link", name="Members")).to_be_visible()
    expect(guest.page.get_by_role("link", name="Community")).to_have_count(0)
    guest.go("/community")
    expect(guest.page.get_by_role("heading", name="The house")).to_have_count(0)
