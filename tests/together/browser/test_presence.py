"""Who is here: one sees the other come, be away, and leave."""

from playwright.sync_api import expect

from tests.together.browser.company import Come
from tests.together.browser.window import Window


def here(window: Window, words: str) -> None:
    """Expect the room's header to say how many are here."""
    expect(window.page.locator(".here-count")).to_have_text(words)


def test_one_sees_the_other_come_be_away_and_leave(come: Come) -> None:
    anna = come("Anna")
    path = anna.make_room("Sourdough")
    anna.go(path)
    here(anna, "1 here")

    ben = come("Ben", path)
    here(anna, "2 here")
    here(ben, "2 here")

    anna.page.get_by_role("button", name="Members", exact=True).click()
    row = anna.page.get_by_role("list", name="Members of Sourdough").get_by_role("listitem")
    expect(row.filter(has_text="Ben")).to_contain_text("here")

    ben.page.clock.install()
    ben.go(path)
    here(ben, "2 here")
    ben.page.clock.fast_forward("05:01")
    expect(row.filter(has_text="Ben")).to_contain_text("away")
    here(anna, "2 here, 1 of them away")

    ben.page.mouse.move(200, 200)
    expect(row.filter(has_text="Ben")).to_contain_text("here")

    ben.page.close()
    here(anna, "1 here")
    expect(row.filter(has_text="Ben")).not_to_contain_text("here")


def test_those_who_are_here_come_first(come: Come) -> None:
    anna = come("Anna")
    path = anna.make_room("Rye")
    anna.go(path)
    come("Ben", path).page.close()
    cleo = come("Cleo", path)
    here(cleo, "2 here")
    cleo.page.get_by_role("button", name="Members", exact=True).click()
    rows = cleo.page.get_by_role("list", name="Members of Rye").get_by_role("listitem")
    expect(rows).to_contain_text(["Anna", "Cleo", "Ben"])
