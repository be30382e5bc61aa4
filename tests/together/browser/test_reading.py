"""What is new, how far one has read, and the way through what was said before."""

import re

from playwright.sync_api import Locator, expect

from tests.together.browser.company import Come
from tests.together.browser.window import Window


def _top_of(message: Locator) -> float:
    box = message.bounding_box()
    assert box is not None
    return box["y"]


def _long_room(come: Come, count: int) -> tuple[Window, str]:
    """A room with numbered messages, which the window that is returned has not seen."""
    writer = come("Wanda")
    path = writer.make_room("Long talk")
    reader = come("Rita")
    reader.join(path)
    numbers = range(1, count + 1)
    writer.write_all(path, [f"Message {number:03}\n\nwith a second line" for number in numbers])
    return reader, path


# The page learns of a scroll in its next frame; what comes in the very turn of it is drawn before.
_SCROLL_AS_IT_COMES = """
window.WebSocket = class extends WebSocket {
  constructor(...given) {
    super(...given);
    this.addEventListener("message", ({ data }) => {
      const text = typeof data === "string" ? data : new TextDecoder().decode(data);
      if (!text.includes("Meanwhile") || !window.scrollHere) return;
      window.scrollHere.scrollIntoView();
      window.scrolledTo = window.scrollHere.getBoundingClientRect().top;
      delete window.scrollHere;
    });
  }
};
"""


def _scroll_as_it_comes(reader: Window, to: str) -> None:
    """Have the reader scroll to a message just as the one that says "Meanwhile" comes."""
    reader.message(to).evaluate("row => { window.scrollHere = row; }")


def _scrolled_to(reader: Window) -> float:
    top = reader.page.evaluate("window.scrolledTo")
    assert isinstance(top, float | int)
    return top


def test_unread_messages_are_counted_in_the_list_and_the_title(
    two: tuple[Window, Window],
) -> None:
    anna, ben = two
    ben.go("/discover")
    expect(ben.page.get_by_text("Live", exact=True)).to_be_visible()
    anna.say("One")
    anna.say("Two")
    expect(ben.room_link("Sourdough")).to_contain_text("2 unread")
    expect(ben.page).to_have_title(re.compile(r"^\(2\) "))
    ben.room_link("Sourdough").click()
    expect(ben.room_link("Sourdough")).not_to_contain_text("unread")
    expect(ben.page).to_have_title(re.compile(r"^Sourdough"))


def test_mentions_are_counted_apart(two: tuple[Window, Window]) -> None:
    anna, ben = two
    ben.go("/discover")
    expect(ben.page.get_by_text("Live", exact=True)).to_be_visible()
    anna.say(f"Hello @{ben.username}")
    expect(ben.room_link("Sourdough")).to_contain_text("1 mention")
    expect(ben.page).to_have_title(re.compile(r"^\(@1\) "))
    anna.say("Hello @room")
    expect(ben.room_link("Sourdough")).to_contain_text("2 mentions")


def test_all_rooms_are_marked_as_read_at_once(two: tuple[Window, Window]) -> None:
    anna, ben = two
    ben.go("/discover")
    anna.say("One")
    expect(ben.room_link("Sourdough")).to_contain_text("1 unread")
    ben.press("Mark all read")
    expect(ben.room_link("Sourdough")).not_to_contain_text("unread")
    ben.page.reload()
    expect(ben.room_link("Sourdough")).to_be_visible()
    expect(ben.room_link("Sourdough")).not_to_contain_text("unread")


def test_what_is_read_in_one_window_is_read_in_the_other(
    two: tuple[Window, Window], come: Come
) -> None:
    anna, ben = two
    path = ben.page.url
    ben.go("/discover")
    other = Window(ben.page.context.new_page(), ben.address)
    other.go("/discover")
    anna.say("One")
    expect(other.room_link("Sourdough")).to_contain_text("1 unread")
    ben.go(path)
    expect(other.room_link("Sourdough")).not_to_contain_text("unread")


def test_a_line_stands_before_the_first_new_message(two: tuple[Window, Window]) -> None:
    anna, ben = two
    anna.say("Old")
    expect(ben.message("Old")).to_have_count(1)
    expect(ben.room_link("Sourdough")).not_to_contain_text("unread")
    ben.page.get_by_role("link", name="Find a room").click()
    anna.say("New")
    expect(ben.room_link("Sourdough")).to_contain_text("1 unread")
    ben.room_link("Sourdough").click()
    rows = ben.page.get_by_role("list", name="Messages in Sourdough").get_by_role("listitem")
    expect(rows.filter(has_text=re.compile("Old|New"))).to_have_text(
        [re.compile("Old"), "New messages", re.compile("New")]
    )
    ben.say("Hello")
    expect(ben.page.get_by_text("New messages", exact=True)).to_have_count(0)


def test_older_messages_come_without_a_jump(come: Come) -> None:
    reader, path = _long_room(come, 120)
    reader.go(path)
    expect(reader.message("Message 120")).to_be_in_viewport()
    expect(reader.message("Message 050")).to_have_count(0)
    first = reader.messages.first
    seen = first.get_attribute("data-seq")
    first.scroll_into_view_if_needed()
    anchor = reader.page.locator(f'[data-seq="{seen}"]')
    top = _top_of(anchor)
    expect(reader.message("Message 050")).to_have_count(1)
    assert abs(_top_of(anchor) - top) < 3
    expect(anchor).to_be_in_viewport()


def test_the_whole_talk_can_be_scrolled_through_to_its_beginning(come: Come) -> None:
    reader, path = _long_room(come, 120)
    reader.go(path)
    expect(reader.message("Message 120")).to_be_in_viewport()
    for number in ("071", "021", "001"):
        reader.messages.first.scroll_into_view_if_needed()
        expect(reader.message(f"Message {number}")).to_have_count(1)
    numbers = [text[:11] for text in reader.page.locator(".markdown").all_inner_texts()]
    assert numbers == [f"Message {number:03}" for number in range(1, 121)]


def test_new_messages_do_not_move_what_one_reads_further_up(come: Come) -> None:
    reader, path = _long_room(come, 60)
    reader.go(path)
    expect(reader.message("Message 060")).to_be_in_viewport()
    reader.message("Message 030").scroll_into_view_if_needed()
    top = _top_of(reader.message("Message 030"))
    reader.write(path, "Meanwhile")
    expect(reader.message("Meanwhile")).to_have_count(1)
    assert abs(_top_of(reader.message("Message 030")) - top) < 3
    reader.press("Jump to present", exact=False)
    expect(reader.message("Meanwhile")).to_be_in_viewport()


def test_who_scrolls_up_just_as_a_message_comes_stays_there(come: Come) -> None:
    reader, path = _long_room(come, 60)
    reader.page.add_init_script(_SCROLL_AS_IT_COMES)
    reader.go(path)
    expect(reader.message("Message 060")).to_be_in_viewport()
    _scroll_as_it_comes(reader, "Message 030")
    reader.write(path, "Meanwhile")
    expect(reader.message("Meanwhile")).to_have_count(1)
    assert abs(_top_of(reader.message("Message 030")) - _scrolled_to(reader)) < 3
    expect(reader.page.get_by_role("button", name="Jump to present")).to_be_visible()


def test_who_scrolls_to_the_end_just_as_a_message_comes_sees_it(come: Come) -> None:
    reader, path = _long_room(come, 60)
    reader.page.add_init_script(_SCROLL_AS_IT_COMES)
    reader.go(path)
    expect(reader.message("Message 060")).to_be_in_viewport()
    reader.message("Message 030").scroll_into_view_if_needed()
    expect(reader.page.get_by_role("button", name="Jump to present")).to_be_visible()
    _scroll_as_it_comes(reader, "Message 060")
    reader.write(path, "Meanwhile\n\nand of some\n\nheight")
    expect(reader.message("Meanwhile")).to_be_in_viewport()
    expect(reader.page.get_by_role("button", name="Jump to present")).to_have_count(0)


def test_the_address_of_a_message_leads_into_the_past_and_back(come: Come) -> None:
    reader, path = _long_room(come, 150)
    reader.go(path)
    seq = int(reader.messages.first.get_attribute("data-seq") or 0) - 90
    reader.go(f"{path}/{seq}")
    expect(reader.page.locator(f'[data-seq="{seq}"]')).to_be_in_viewport()
    expect(reader.message("Message 150")).to_have_count(0)
    reader.press("Jump to present", exact=False)
    expect(reader.message("Message 150")).to_be_in_viewport()


def test_one_can_scroll_from_the_past_down_to_the_present(come: Come) -> None:
    reader, path = _long_room(come, 150)
    reader.go(path)
    seq = int(reader.messages.first.get_attribute("data-seq") or 0) - 90
    reader.go(f"{path}/{seq}")
    expect(reader.page.locator(f'[data-seq="{seq}"]')).to_be_in_viewport()
    for _ in range(4):
        reader.messages.last.scroll_into_view_if_needed()
    expect(reader.message("Message 150")).to_have_count(1)
    reader.write(path, "At the end")
    expect(reader.message("At the end")).to_have_count(1)


def test_the_end_stays_in_sight_while_the_window_and_the_box_change(come: Come) -> None:
    reader, path = _long_room(come, 30)
    reader.go(path)
    expect(reader.message("Message 030")).to_be_in_viewport()
    reader.page.set_viewport_size({"width": 700, "height": 500})
    expect(reader.message("Message 030")).to_be_in_viewport()
    reader.box.fill("one\ntwo\nthree\nfour\nfive")
    expect(reader.message("Message 030")).to_be_in_viewport()
    expect(reader.page.get_by_role("button", name="Jump to present")).to_have_count(0)


def test_days_stand_between_the_messages(two: tuple[Window, Window]) -> None:
    anna, _ = two
    anna.say("Good morning")
    expect(anna.page.get_by_text("Today", exact=True)).to_be_visible()
