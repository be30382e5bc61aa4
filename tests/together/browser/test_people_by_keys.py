"""People, without a pointer: the whole way from a message in a room to a talk of two."""

from playwright.sync_api import expect

from tests.together.browser.window import Window


def _tab_to(window: Window, name: str) -> None:
    """Press Tab until the button of a name has the focus; each stop is looked at once."""
    for _ in range(60):
        window.page.keyboard.press("Tab")
        found: str = window.page.evaluate(
            "(document.activeElement?.getAttribute('aria-label') "
            "?? document.activeElement?.textContent ?? '').trim()"
        )
        if found == name:
            return
    raise AssertionError(f"the Tab key reaches no {name}")


def test_one_asks_is_accepted_and_writes_by_keys_alone(two: tuple[Window, Window]) -> None:
    anna, ben = two
    anna.say("Who bakes?")
    message = ben.message("Who bakes?")
    expect(message).to_have_count(1)
    message.focus()
    _tab_to(ben, "Anna")
    ben.page.keyboard.press("Enter")
    card = ben.page.get_by_role("dialog", name="Anna", exact=True)
    words = card.get_by_label("A few words")
    expect(words).to_be_visible()
    for _ in range(20):
        if words.evaluate("field => field === document.activeElement"):
            break
        ben.page.keyboard.press("Tab")
    ben.page.keyboard.type("I do")
    ben.page.keyboard.press("Enter")
    expect(card).to_contain_text("You asked on")
    # The form has gone with the asking: the focus stays where it was.
    expect(card.locator(".person-part")).to_be_focused()
    ben.page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(message.get_by_role("button", name="Anna", exact=True)).to_be_focused()

    anna.go("/people")
    expect(anna.page.get_by_role("button", name="Accept Ben")).to_be_visible()
    _tab_to(anna, "Accept Ben")
    anna.page.keyboard.press("Enter")
    expect(anna.direct_link("Ben")).to_be_visible()
    expect(anna.page.get_by_role("list", name="Waiting for your answer")).to_be_focused()
    anna.page.keyboard.press("Control+k")
    anna.page.keyboard.type("Ben")
    anna.page.keyboard.press("Enter")
    expect(anna.box).to_be_focused()
    anna.page.keyboard.type("Come over")
    anna.page.keyboard.press("Enter")
    expect(ben.direct_link("Anna")).to_contain_text("1 unread")


def test_every_choice_of_a_dialog_gives_the_focus_back(two: tuple[Window, Window]) -> None:
    anna, ben = two
    path = anna.connect(ben)
    anna.go(path)
    about = anna.page.get_by_role("button", name="About Ben")
    about.press("Enter")
    card = anna.page.get_by_role("dialog", name="Ben", exact=True)
    expect(card.get_by_label("Your note")).to_be_visible()
    for opener, title in (
        ("Introduce to …", "Introduce Ben to …"),
        ("End the connection …", "End the connection with Ben?"),
        ("Block Ben …", "Block Ben?"),
    ):
        card.get_by_role("button", name=opener).press("Enter")
        expect(anna.page.get_by_role("dialog", name=title)).to_be_visible()
        anna.page.keyboard.press("Escape")
        expect(anna.page.get_by_role("dialog", name=title)).to_have_count(0)
        expect(card.get_by_role("button", name=opener)).to_be_focused()
    anna.page.keyboard.press("Escape")
    expect(about).to_be_focused()
