"""A stream is read page by page, so that nobody's memory depends on how far behind one is."""

from hubbub_protocol.codec import read_frame
from hubbub_protocol.events import Event
from tests.server.store.village import Village, seqs

PAGE_EVENTS = 128
PAGE_BYTES = 262_144


async def fill(village: Village, stream: str, author: str, count: int, body: str) -> None:
    for start in range(0, count, 100):
        size = min(100, count - start)
        await village.send(*[village.message(stream, author, body) for _ in range(size)])


async def test_a_page_has_at_most_128_events(village: Village, room: str, bo: str) -> None:
    await fill(village, room, bo, 150, "crumb")
    assert seqs(await village.store.read_page(room, 0, None)) == list(range(1, 129))
    assert seqs(await village.store.read_page(room, 128, None)) == list(range(129, 152))


async def test_a_page_ends_when_it_is_long(village: Village, room: str, bo: str) -> None:
    await fill(village, room, bo, 100, 8_000 * "x")
    page = await village.store.read_page(room, 0, None)
    without_the_last = sum(len(event.payload) for event in page[:-1])
    assert without_the_last < PAGE_BYTES <= without_the_last + len(page[-1].payload)
    assert seqs(page) == list(range(1, len(page) + 1))


async def test_all_pages_together_are_the_whole_stream(
    village: Village, room: str, bo: str
) -> None:
    await fill(village, room, bo, 120, 5_000 * "€")
    await fill(village, room, bo, 400, "crumb")
    assert seqs(await village.log(room)) == list(range(1, 522))


async def test_a_page_ends_where_it_is_told_to(village: Village, room: str, bo: str) -> None:
    await fill(village, room, bo, 150, "crumb")
    assert seqs(await village.store.read_page(room, 3, 7)) == [4, 5, 6, 7]
    assert seqs(await village.store.read_page(room, 0, 140)) == list(range(1, 129))
    assert seqs(await village.store.read_page(room, 128, 140)) == list(range(129, 141))


async def test_there_is_no_page_after_the_end(village: Village, room: str, bo: str) -> None:
    assert await village.store.read_page(room, 1, None) == []
    assert await village.store.read_page(room, 2**53 - 1, None) == []
    assert await village.store.read_page(room, 5, 3) == []
    assert await village.store.read_page("room:none", 0, None) == []


async def test_the_text_of_an_event_is_the_same_in_every_replay(
    village: Village, room: str, bo: str
) -> None:
    await village.send(village.message(room, bo, 'Grüezi "Welt"\n\u2028 \\ 🥖'))
    first = [event.json() for event in await village.log(room)]
    assert [event.json() for event in await village.log(room)] == first
    frame = read_frame(first[-1], "json")
    assert isinstance(frame, Event)
    assert (frame.stream, frame.seq, frame.actor) == (room, 2, bo)
