"""Reports: a member shows a request to the owner, who sees it as it stood."""

from playwright.sync_api import expect

from tests.together.browser.company import Come
from tests.together.browser.window import Window


def test_a_request_is_reported_and_the_owner_sees_it_as_it_stood(owner: Window, come: Come) -> None:
    anna = come("Anna")
    rude = come("Rudi", anna.make_room("Sourdough"))
    rude.ask(anna, "I know where you live")
    owner.go("/community")
    anna.go("/people")
    anna.press("Report Rudi")
    anna.dialog.get_by_role("button", name="Report").click()
    expect(anna.dialog.get_by_label("What is wrong?")).to_be_focused()
    anna.dialog.get_by_label("What is wrong?").fill("This frightens me")
    anna.dialog.get_by_role("button", name="Report").click()
    expect(anna.notices).to_contain_text("The owners of the community will look at it")
    anna.press("Block Rudi")
    anna.dialog.get_by_role("button", name="Block", exact=True).click()
    expect(anna.page.get_by_text("Nobody asks")).to_be_visible()

    expect(owner.notices).to_contain_text("Somebody has reported something")
    report = (
        owner.page.get_by_role("list", name="Reports")
        .get_by_role("listitem", name="About Rudi")
        .filter(has_text=rude.username)
    )
    expect(report).to_contain_text("reported by Anna")
    expect(report).to_contain_text("This frightens me")
    expect(report).to_contain_text("I know where you live")
    expect(report).to_contain_text("You both are in Sourdough")
    report.get_by_role("button", name="Close the report").click()
    expect(report).to_contain_text("Closed")
    owner.page.reload()
    expect(report).to_contain_text("Closed")
    expect(rude.notices).not_to_contain_text("report")
