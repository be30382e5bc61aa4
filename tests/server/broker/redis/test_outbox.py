"""What waits for Redis is bounded, one write a turn, and what was lost is owed as a header."""

import asyncio
from collections.abc import Callable, Sequence

import hiredis
import pytest

from hubbub_server.broker.publication import Publication, Whisper
from hubbub_server.broker.redis.link import Link
from hubbub_server.broker.redis.outbox import MOST_OWED_STREAMS, Outbox
from hubbub_server.broker.wire import origin_of, unpack
from tests.server.broker.listener import BREAD, NEXT_EPOCH, TEA, publication

ORIGIN = origin_of("hub")


class Paper(asyncio.Transport):
    """A transport that notes what is written."""

    def __init__(self) -> None:
        super().__init__()
        self.writes: list[bytes] = []
        self.aborted = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Note it."""
        self.writes.append(bytes(data))

    def abort(self) -> None:
        """Note it."""
        self.aborted = True


def published(paper: Paper) -> list[Publication | Whisper | None]:
    """Return what was published, in order."""
    reader = hiredis.Reader()
    for write in paper.writes:
        reader.feed(write)
    found = []
    while (command := reader.gets()) is not False:
        verb, channel, payload = command
        assert verb == b"PUBLISH"
        stream = channel.decode().split("{")[1].rstrip("}")
        found.append(unpack(stream, payload))
    return found


async def turn() -> None:
    """Let the loop run what is due."""
    await asyncio.sleep(0)


def open_link(outbox: Outbox) -> tuple[Paper, Callable[[Sequence[object]], None]]:
    """Give the outbox a link; return what it writes on, and how to answer."""
    paper = Paper()
    link = Link(lambda replies: None)
    link.connection_made(paper)
    outbox.open(link)
    return paper, link.take


@pytest.fixture
def outbox() -> Outbox:
    return Outbox("test", ORIGIN, most_bytes=2_000)


async def test_what_is_published_in_one_turn_is_one_write(outbox: Outbox) -> None:
    paper, _ = open_link(outbox)
    outbox.publish(publication(BREAD, 1))
    outbox.whisper(Whisper(TEA, "ada", b"{}"))
    outbox.publish(publication(BREAD, 2))
    assert paper.writes == []
    await turn()
    assert len(paper.writes) == 1
    assert published(paper) == [
        publication(BREAD, 1),
        Whisper(TEA, "ada", b"{}"),
        publication(BREAD, 2),
    ]


async def test_without_a_link_the_last_publication_of_each_stream_is_owed(outbox: Outbox) -> None:
    for seq in (1, 3, 2):
        outbox.publish(publication(BREAD, seq))
    outbox.publish(publication(TEA, 9))
    outbox.whisper(Whisper(TEA, "ada", b"{}"))
    paper, _ = open_link(outbox)
    await turn()
    assert published(paper) == [publication(BREAD, 3, b""), publication(TEA, 9, b"")]


async def test_what_redis_had_not_answered_when_the_link_broke_is_owed(outbox: Outbox) -> None:
    _, answer = open_link(outbox)
    outbox.publish(publication(BREAD, 1))
    await turn()
    outbox.publish(publication(TEA, 1))
    outbox.publish(publication(TEA, 2))
    await turn()
    answer([0, 1])  # all of the first write, half of the second
    outbox.close()
    paper, _ = open_link(outbox)
    await turn()
    assert published(paper) == [publication(TEA, 2, b"")]


async def test_what_was_published_in_the_turn_of_the_end_is_written(outbox: Outbox) -> None:
    paper, _ = open_link(outbox)
    outbox.publish(publication(BREAD, 1))
    outbox.close()
    assert published(paper) == [publication(BREAD, 1)]
    await turn()
    assert len(paper.writes) == 1


async def test_in_another_epoch_nothing_is_owed_that_was_before(outbox: Outbox) -> None:
    outbox.publish(publication(BREAD, 1))
    outbox.begin_anew(NEXT_EPOCH)
    paper, _ = open_link(outbox)
    await turn()
    assert published(paper) == []


async def test_in_another_epoch_what_redis_has_not_answered_is_not_owed(outbox: Outbox) -> None:
    open_link(outbox)
    outbox.publish(publication(TEA, 1))
    await turn()
    outbox.publish(publication(TEA, 2))
    outbox.begin_anew(NEXT_EPOCH)
    outbox.close()
    outbox.publish(publication(BREAD, 2))
    paper, _ = open_link(outbox)
    await turn()
    assert published(paper) == [publication(BREAD, 2, b"")]


async def test_nothing_is_owed_twice(outbox: Outbox) -> None:
    outbox.publish(publication(BREAD, 1))
    paper, answer = open_link(outbox)
    await turn()
    answer([1])
    outbox.close()
    again, _ = open_link(outbox)
    await turn()
    assert (len(published(paper)), published(again)) == (1, [])


async def test_what_finds_no_room_is_owed_until_there_is_room(outbox: Outbox) -> None:
    paper, answer = open_link(outbox)
    for seq in range(1, 101):
        outbox.publish(publication(BREAD, seq))
        await turn()
    carried = len(published(paper))
    assert 15 < carried < 25
    assert sum(len(write) for write in paper.writes) < 2_200
    answer([1] * carried)
    await turn()
    assert published(paper)[carried:] == [publication(BREAD, 100, b"")]


async def test_there_is_always_room_for_a_probe(outbox: Outbox) -> None:
    paper, _ = open_link(outbox)
    for seq in range(1, 101):
        outbox.publish(publication(BREAD, seq))
    outbox.probe(b"probe", b"17")
    await turn()
    assert paper.writes[-1].endswith(b"\r\n$5\r\nprobe\r\n$2\r\n17\r\n")


async def test_the_streams_that_are_owed_are_bounded(outbox: Outbox) -> None:
    for number in range(MOST_OWED_STREAMS + 5):
        outbox.publish(publication(f"room:{number}", 1))
    outbox.publish(publication("room:0", 2))
    assert len(outbox._owed) == MOST_OWED_STREAMS
    assert outbox._owed["room:0"].seq == 2


async def test_all_that_is_owed_goes_out_however_little_room_there_is(outbox: Outbox) -> None:
    for number in range(200):
        outbox.publish(publication(f"room:{number}", 1))
    paper, answer = open_link(outbox)
    for _ in range(200):
        await turn()
        answer([0])
    assert len(published(paper)) == 200


async def test_a_refusal_to_publish_ends_the_link(outbox: Outbox) -> None:
    paper, answer = open_link(outbox)
    outbox.publish(publication(BREAD, 1))
    await turn()
    answer([hiredis.ReplyError("NOPERM this user has no permissions")])
    assert paper.aborted
