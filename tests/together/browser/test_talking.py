"""Members talk: others see at once what one writes, changes and takes back."""

import re

from playwright.sync_api import expect

from tests.together.browser.company import Come
from tests.together.browser.window import PHONE, Window


def test_a_message_appears_once_in_both_windows(two: tuple[Window, Window]) -> None:
    anna, ben = two
    anna.say("Good morning")
    expect(ben.message("Good morning")).to_have_count(1)
    expect(anna.message("Good morning")).to_have_count(1)
    expect(anna.on_its_way).to_have_count(0)
    expect(anna.box).to_have_value("")


def test_shift_and_enter_begin_a_new_line(two: tuple[Window, Window]) -> None:
    anna, ben = two
    anna.box.press_sequentially("one")
    anna.box.press("Shift+Enter")
    anna.box.press_sequentially("two")
    anna.box.press("Enter")
    expect(ben.message("one\ntwo")).to_have_count(1)


def test_markdown_is_drawn_and_html_is_only_text(two: tuple[Window, Window]) -> None:
    anna, ben = two
    anna.say("**loud** <img src=x onerror=alert(1)> https://example.org/ [no](javascript:alert(1))")
    message = ben.message("<img src=x onerror=alert(1)>")
    expect(message.locator("strong")).to_have_text("loud")
    expect(message.locator("img")).to_have_count(0)
    link = message.get_by_role("link")
    expect(link).to_have_count(1)
    expect(link).to_have_attribute("href", "https://example.org/")
    expect(link).to_have_attribute("rel", "noopener nofollow")
    expect(link).to_have_attribute("target", "_blank")


def test_an_edit_is_seen_and_marked(two: tuple[Window, Window]) -> None:
    anna, ben = two
    anna.say("Godo morning")
    expect(anna.message("Godo morning")).to_have_count(1)
    anna.box.press("ArrowUp")
    editor = anna.page.get_by_role("textbox", name="Edit message")
    expect(editor).to_be_focused()
    editor.fill("Good morning")
    editor.press("Enter")
    expect(ben.message("Good morning")).to_contain_text("(edited)")
    expect(ben.message("Godo morning")).to_have_count(0)


def test_escape_leaves_a_message_as_it_was(two: tuple[Window, Window]) -> None:
    anna, _ = two
    anna.say("As it is")
    anna.choose("As it is", "Edit")
    editor = anna.page.get_by_role("textbox", name="Edit message")
    editor.fill("As it is not")
    editor.press("Escape")
    expect(editor).to_have_count(0)
    expect(anna.message("As it is")).not_to_contain_text("(edited)")


def test_a_deleted_message_is_gone_after_asking(two: tuple[Window, Window]) -> None:
    anna, ben = two
    anna.say("A secret")
    anna.choose("A secret", "Delete")
    anna.press("Keep it")
    expect(ben.message("A secret")).to_have_count(1)
    anna.choose("A secret", "Delete")
    anna.press("Delete")
    expect(ben.message("A secret")).to_have_count(0)
    expect(ben.message("This message was deleted")).to_have_count(1)


def test_only_the_author_and_hosts_are_offered_to_delete(two: tuple[Window, Window]) -> None:
    anna, ben = two
    anna.say("Of the owner")
    ben.message("Of the owner").hover()
    ben.message("Of the owner").get_by_role("button", name="More").click()
    expect(ben.page.get_by_role("menuitem", name="Copy link")).to_be_visible()
    expect(ben.page.get_by_role("menuitem", name="Delete")).to_have_count(0)
    expect(ben.page.get_by_role("menuitem", name="Edit")).to_have_count(0)


def test_reactions_are_counted_and_taken_back(two: tuple[Window, Window]) -> None:
    anna, ben = two
    anna.say("It rose!")
    ben.message("It rose!").hover()
    ben.message("It rose!").get_by_role("button", name="React with heart").click()
    reaction = anna.message("It rose!").get_by_role("button", name=re.compile("^heart, 1"))
    expect(reaction).to_have_attribute("aria-pressed", "false")
    reaction.click()
    both = ben.message("It rose!").get_by_role("button", name=re.compile("^heart, 2"))
    expect(both).to_have_attribute("aria-pressed", "true")
    both.click()
    expect(both).to_have_count(0)
    expect(
        anna.message("It rose!").get_by_role("button", name=re.compile("^heart, 1: you"))
    ).to_be_visible()


def test_any_emoji_may_be_a_reaction(two: tuple[Window, Window]) -> None:
    anna, ben = two
    anna.say("It rose!")
    ben.message("It rose!").hover()
    ben.message("It rose!").get_by_role("button", name="React", exact=True).click()
    ben.page.get_by_label("Any other emoji").fill("🥖")
    ben.page.get_by_label("Any other emoji").press("Enter")
    expect(
        anna.message("It rose!").get_by_role("button", name=re.compile("^🥖, 1"))
    ).to_be_visible()


def test_a_reaction_that_is_no_emoji_is_refused_in_words(two: tuple[Window, Window]) -> None:
    anna, _ = two
    anna.say("It rose!")
    anna.message("It rose!").hover()
    anna.message("It rose!").get_by_role("button", name="React", exact=True).click()
    anna.page.get_by_label("Any other emoji").fill("bread")
    anna.page.get_by_label("Any other emoji").press("Enter")
    expect(anna.page.get_by_role("status", name="Notices")).to_contain_text("emoji")


def test_a_reply_quotes_what_it_answers_and_leads_there(two: tuple[Window, Window]) -> None:
    anna, ben = two
    anna.say("How long did you let it **proof**?")
    ben.message("How long").hover()
    ben.message("How long").get_by_role("button", name="Reply").click()
    expect(ben.box).to_be_focused()
    expect(ben.page.get_by_text("Answering Anna")).to_be_visible()
    ben.say("Nine hours")
    quote = anna.message("Nine hours").get_by_role("button", name="In answer to")
    expect(quote).to_contain_text("Anna How long did you let it proof?")
    quote.click()
    expect(anna.page).to_have_url(re.compile(r"/rooms/[0-9a-f-]+/\d+$"))


def test_a_mention_is_completed_and_marked(two: tuple[Window, Window]) -> None:
    anna, ben = two
    anna.box.press_sequentially("Thank you @be")
    option = anna.page.get_by_role("option", name=re.compile("Ben"))
    expect(option).to_have_attribute("aria-selected", "true")
    anna.box.press("Enter")
    expect(anna.box).to_have_value(f"Thank you @{ben.username} ")
    anna.box.press_sequentially("for the starter")
    anna.box.press("Enter")
    mention = ben.message("for the starter").locator(".mention-own")
    expect(mention).to_have_text(f"@{ben.username}")


def test_only_hosts_are_offered_to_mention_everyone(two: tuple[Window, Window]) -> None:
    anna, ben = two
    anna.box.press_sequentially("@roo")
    expect(anna.page.get_by_role("option", name=re.compile("Everyone"))).to_be_visible()
    ben.box.press_sequentially("@")
    expect(ben.page.get_by_role("option", name=re.compile("Anna"))).to_be_visible()
    expect(ben.page.get_by_role("option", name=re.compile("Everyone"))).to_have_count(0)


def test_one_sees_that_another_is_writing(two: tuple[Window, Window]) -> None:
    anna, ben = two
    # Such news is of the moment: it takes two who are live, and Anna who knows that Ben is there.
    expect(ben.page.get_by_text("Live", exact=True)).to_be_visible()
    expect(anna.page.get_by_text("2 members")).to_be_visible()
    ben.box.press_sequentially("Let me think")
    expect(anna.page.get_by_text("Ben is writing")).to_be_visible()
    ben.box.press("Enter")
    expect(anna.page.get_by_text("Ben is writing")).to_have_count(0)


def test_a_message_too_long_cannot_be_sent_and_says_so(two: tuple[Window, Window]) -> None:
    anna, _ = two
    anna.box.fill("x" * 8_001)
    expect(anna.page.get_by_text("8,001 of 8,000 characters")).to_be_visible()
    expect(anna.page.get_by_role("button", name="Send")).to_be_disabled()
    anna.box.press("Enter")
    expect(anna.on_its_way).to_have_count(0)
    anna.box.fill("x" * 7_000)
    expect(anna.page.get_by_text("7,000 of 8,000 characters")).to_be_visible()
    expect(anna.page.get_by_role("button", name="Send")).to_be_enabled()


def test_what_one_began_to_write_is_kept_for_each_room(two: tuple[Window, Window]) -> None:
    anna, _ = two
    other = anna.make_room("Rye")
    here = anna.page.url
    anna.box.fill("Half a thou")
    anna.go(other)
    expect(anna.box).to_have_value("")
    anna.go(here)
    expect(anna.box).to_have_value("Half a thou")


def test_on_a_touch_screen_the_actions_of_a_message_open(come: Come) -> None:
    anna = come("Anna", size=PHONE)
    anna.go(anna.make_room("Sourdough"))
    anna.say("Hello")
    message = anna.message("Hello")
    message.tap()
    message.get_by_role("button", name="More").tap()
    expect(anna.page.get_by_role("menuitem", name="Edit")).to_be_visible()
    anna.page.keyboard.press("Escape")
    message.tap()
    message.get_by_role("button", name="React", exact=True).tap()
    anna.page.get_by_role("group", name="Emoji").get_by_role("button").last.tap()
    expect(message.get_by_role("button", name=re.compile("1"))).to_be_visible()
