"""A link reads whole replies however they are cut, and never more than its bound."""

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubbub_server.broker.redis.link import Link, command
from hubbub_server.broker.wire import MOST_BYTES

MESSAGES = [[b"message", b"bread", b"%d" % number * number] for number in range(20)]
BYTES = b"".join(command(*message) for message in MESSAGES)


@given(st.lists(st.integers(min_value=0, max_value=len(BYTES)), max_size=10).map(sorted))
def test_replies_come_whole_and_in_order_however_the_bytes_are_cut(cuts: list[int]) -> None:
    async def read() -> None:
        taken: list[object] = []
        link = Link(taken.extend)
        for begin, end in zip([0, *cuts], [*cuts, len(BYTES)], strict=True):
            link.data_received(BYTES[begin:end])
        assert taken == MESSAGES

    asyncio.run(read())


async def test_replies_of_one_read_come_together() -> None:
    taken: list[Sequence[object]] = []
    link = Link(taken.append)
    link.data_received(BYTES)
    assert taken == [MESSAGES]


@pytest.mark.parametrize(
    "beginning",
    [b"$1000000000\r\n", b"*3\r\n$7\r\nmessage\r\n$5\r\nbread\r\n$99999999\r\n", b"*9999999\r\n"],
)
async def test_a_reply_without_end_ends_the_link(beginning: bytes) -> None:
    link = Link(lambda replies: None)
    link.data_received(beginning)
    sent = 0
    while not link.lost.done() and sent < 10 * MOST_BYTES:
        piece = b":1\r\n" * 4096
        link.data_received(piece)
        sent += len(piece)
    assert link.lost.done()
    assert sent < 5 * MOST_BYTES


async def test_what_is_no_reply_ends_the_link() -> None:
    taken: list[object] = []
    link = Link(taken.extend)
    link.data_received(b"HTTP/1.1 200 OK\r\n\r\n")
    assert "not Redis" in str(link.lost.result())
    link.data_received(BYTES)
    assert taken == []


async def test_a_link_that_breaks_says_why() -> None:
    link = Link(lambda replies: None)
    link.connection_lost(ConnectionResetError("the peer is gone"))
    assert str(link.lost.result()) == "the peer is gone"
    link.write(b"into nothing")
