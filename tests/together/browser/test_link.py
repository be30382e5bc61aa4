"""What happens to the talk when the link to the hub breaks."""

from typing import Final

import httpx
from playwright.sync_api import expect

from hubbub_load.programs.served_hub import ServedHub
from tests.together.browser.company import Come, OpenWindow
from tests.together.browser.conftest import set_up
from tests.together.browser.window import PASSWORD, Json, Window

# A window waits for up to 30 s before it looks for the hub again.
_RETURN_MS: Final = 45_000


def test_a_message_sent_while_the_hub_is_dead_arrives_once(
    own_hub: ServedHub, open_window: OpenWindow
) -> None:
    set_up(own_hub)
    anna, ben = open_window(own_hub), open_window(own_hub)
    anna.register("anna", "Anna")
    path = anna.make_room("Sourdough")
    anna.go(path)
    ben.register("ben", "Ben")
    ben.join(path)
    ben.go(path)
    anna.say("Before")
    expect(ben.message("Before")).to_have_count(1)

    own_hub.kill()
    expect(anna.page.get_by_text("Not live")).to_be_visible()
    anna.say("Into the dark")
    expect(anna.on_its_way).to_contain_text("Into the dark")
    expect(anna.page.get_by_text("What you write is kept")).to_be_visible()
    own_hub.start()

    expect(ben.message("Into the dark")).to_have_count(1, timeout=_RETURN_MS)
    expect(anna.on_its_way).to_have_count(0)
    expect(anna.message("Into the dark")).to_have_count(1)
    ben.say("I see you")
    expect(anna.messages).to_have_count(3)
    expect(ben.messages).to_have_count(3)
    anna.page.reload()
    expect(anna.messages).to_have_count(3)


def test_what_could_not_be_fetched_while_the_hub_was_dead_comes_by_itself(
    own_hub: ServedHub, open_window: OpenWindow
) -> None:
    set_up(own_hub)
    anna, ben = open_window(own_hub), open_window(own_hub)
    anna.register("anna", "Anna")
    path = anna.make_room("Sourdough")
    anna.write(path, "Feed it daily")
    ben.register("ben", "Ben")
    anna.go("/discover")
    ben.go("/discover")
    expect(anna.room_link("Sourdough")).to_be_visible()
    expect(ben.page.get_by_text("Live", exact=True)).to_be_visible()
    own_hub.kill()
    expect(anna.page.get_by_text("Not live")).to_be_visible()
    expect(ben.page.get_by_text("Not live")).to_be_visible()
    anna.room_link("Sourdough").click()
    ben.page.locator("main").get_by_role("link", name="Sourdough").first.click()
    for window in (anna, ben):
        expect(window.page.get_by_role("button", name="Try again")).to_be_visible()
    own_hub.start()
    for window in (anna, ben):
        expect(window.message("Feed it daily")).to_have_count(1, timeout=_RETURN_MS)


def test_a_message_written_offline_is_sent_on_return(two: tuple[Window, Window]) -> None:
    anna, ben = two
    expect(anna.page.get_by_text("Live", exact=True)).to_be_visible()
    expect(anna.box).to_be_visible()
    anna.page.context.set_offline(True)
    anna.page.evaluate("window.dispatchEvent(new Event('offline'))")
    anna.say("From the tunnel")
    ben.say("Where are you?")
    anna.page.context.set_offline(False)
    expect(ben.message("From the tunnel")).to_have_count(1)
    expect(anna.message("Where are you?")).to_have_count(1)
    expect(anna.on_its_way).to_have_count(0)


def test_a_pending_message_survives_a_reload(own_hub: ServedHub, open_window: OpenWindow) -> None:
    set_up(own_hub)
    anna = open_window(own_hub)
    anna.register("anna", "Anna")
    path = anna.make_room("Sourdough")
    anna.go(path)
    expect(anna.page.get_by_text("Live", exact=True)).to_be_visible()
    expect(anna.box).to_be_visible()
    own_hub.kill()
    anna.say("Hold on to this")
    expect(anna.on_its_way).to_have_count(1)
    own_hub.start()
    anna.page.reload()
    expect(anna.message("Hold on to this")).to_have_count(1, timeout=_RETURN_MS)
    expect(anna.on_its_way).to_have_count(0)


def test_a_refused_message_is_kept_to_try_again_or_discard(two: tuple[Window, Window]) -> None:
    anna, ben = two
    path = anna.page.url.removeprefix(anna.address)
    expect(ben.page.get_by_text("Live", exact=True)).to_be_visible()
    expect(ben.box).to_be_visible()
    ben.page.context.set_offline(True)
    ben.say("Too late")
    anna.call("PUT", f"{path}/archive")
    ben.page.context.set_offline(False)
    refused = ben.page.get_by_role("article", name="Your message, not sent")
    expect(refused).to_contain_text("Too late")
    anna.call("DELETE", f"{path}/archive")
    refused.get_by_role("button", name="Try again").click()
    expect(anna.message("Too late")).to_have_count(1)
    expect(refused).to_have_count(0)


def test_a_refused_message_can_be_discarded(two: tuple[Window, Window]) -> None:
    anna, ben = two
    path = anna.page.url.removeprefix(anna.address)
    expect(ben.page.get_by_text("Live", exact=True)).to_be_visible()
    expect(ben.box).to_be_visible()
    ben.page.context.set_offline(True)
    ben.say("Never mind")
    anna.call("PUT", f"{path}/archive")
    ben.page.context.set_offline(False)
    ben.page.get_by_role("button", name="Discard").click()
    expect(ben.page.get_by_text("Never mind")).to_have_count(0)


def test_two_windows_of_one_member_live_side_by_side(two: tuple[Window, Window]) -> None:
    anna, ben = two
    second = Window(anna.page.context.new_page(), anna.address)
    second.go(anna.page.url)
    expect(second.page.get_by_text("Live", exact=True)).to_be_visible()
    second.say("From my other window")
    expect(anna.message("From my other window")).to_have_count(1)
    expect(ben.message("From my other window")).to_have_count(1)
    expect(anna.page.get_by_text("Live", exact=True)).to_be_visible()


def test_one_who_is_signed_out_elsewhere_is_asked_to_sign_in(come: Come) -> None:
    window = come("Sam")
    window.go("/settings")
    expect(window.page.get_by_text("Live", exact=True)).to_be_visible()
    elsewhere: Json = {"username": window.username, "password": PASSWORD}
    token = str(window.call("POST", "/sign-ins", elsewhere)["token"])
    change = {"current": PASSWORD, "new": "another password"}
    httpx.put(
        f"{window.address}/api/v1/account/password",
        json=change,
        headers={"authorization": f"Bearer {token}"},
    ).raise_for_status()
    expect(window.page.get_by_text("You were signed out")).to_be_visible()
