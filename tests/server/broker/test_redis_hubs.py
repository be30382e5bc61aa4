"""Hubs on one Redis hear each other, in order, and nobody else."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from hubbub_load.programs.redis_server import RedisServer
from hubbub_server.broker.publication import Whisper
from hubbub_server.broker.wire import MOST_EVENT_BYTES
from hubbub_server.metrics import (
    PUBLICATIONS_DROPPED,
    PUBLICATIONS_RECEIVED,
    PUBLICATIONS_SENT,
)
from tests.server.broker.counted import counted
from tests.server.broker.listener import BREAD, NEXT_EPOCH, TEA, publication, until
from tests.server.broker.redis_hubs import RedisHub, new_namespace, open_hub

FLOOD = 5_000


@pytest.fixture
def namespace() -> str:
    return new_namespace()


@pytest.fixture
async def here(redis: RedisServer, namespace: str) -> AsyncIterator[RedisHub]:
    async with open_hub(redis.url, namespace) as hub:
        yield hub


@pytest.fixture
async def there(redis: RedisServer, namespace: str) -> AsyncIterator[RedisHub]:
    async with open_hub(redis.url, namespace) as hub:
        yield hub


async def test_what_one_hub_publishes_the_other_receives(here: RedisHub, there: RedisHub) -> None:
    await there.broker.listen(BREAD)
    here.broker.publish(publication(BREAD, 7))
    await until(lambda: bool(there.listener.publications), "it arrives")
    assert there.listener.publications == [publication(BREAD, 7)]
    assert here.listener.publications == []


async def test_a_hub_that_listens_receives_its_own_publication_once(
    here: RedisHub, there: RedisHub
) -> None:
    await asyncio.gather(here.broker.listen(BREAD), there.broker.listen(BREAD))
    here.broker.publish(publication(BREAD, 1))
    here.broker.whisper(Whisper(BREAD, "ada", b"{}"))
    await until(lambda: bool(there.listener.whispers), "the other hub has heard it")
    # What comes after its echo has come: so the echo has come too.
    there.broker.publish(publication(BREAD, 2))
    await until(lambda: here.listener.seqs[-1] == 2, "the other's publication arrives")
    assert here.listener.seqs == [1, 2]
    assert len(here.listener.whispers) == 1


async def test_whispers_reach_the_other_hub(here: RedisHub, there: RedisHub) -> None:
    await there.broker.listen(BREAD)
    here.broker.whisper(Whisper(BREAD, "ada", b'{"t":"ephemeral"}'))
    await until(lambda: bool(there.listener.whispers), "it arrives")
    assert there.listener.whispers == [Whisper(BREAD, "ada", b'{"t":"ephemeral"}')]


async def test_publications_of_one_loop_turn_keep_their_order(
    here: RedisHub, there: RedisHub
) -> None:
    await there.broker.listen(BREAD)
    for seq in range(1, FLOOD + 1):
        here.broker.publish(publication(BREAD, seq))
    await until(lambda: len(there.listener.publications) == FLOOD, "all arrive")
    assert there.listener.seqs == list(range(1, FLOOD + 1))


async def test_a_stream_that_was_given_up_is_not_received_from_others(
    here: RedisHub, there: RedisHub
) -> None:
    await there.broker.listen(BREAD)
    await there.broker.listen(TEA)
    await there.broker.unlisten(BREAD)
    here.broker.publish(publication(BREAD, 1))
    here.broker.publish(publication(TEA, 1))
    await until(lambda: bool(there.listener.publications), "the other stream arrives")
    assert there.listener.publications == [publication(TEA, 1)]


async def test_a_stream_that_is_listened_to_again_while_it_is_given_up_stays(
    here: RedisHub, there: RedisHub
) -> None:
    await there.broker.listen(BREAD)
    await there.broker.unlisten(BREAD)
    await asyncio.sleep(0)  # the command is written, its confirmation is not there
    await asyncio.sleep(0)
    await there.broker.listen(BREAD)
    here.broker.publish(publication(BREAD, 1))
    await until(lambda: there.listener.seqs == [1], "it is received")


async def test_when_listen_returns_nothing_is_missed(here: RedisHub, there: RedisHub) -> None:
    for number in range(50):
        stream = f"room:{number}"
        await there.broker.listen(stream)
        here.broker.publish(publication(stream, 1))
    await until(lambda: len(there.listener.publications) == 50, "all arrive")


async def test_many_streams_are_listened_to_at_once(here: RedisHub, there: RedisHub) -> None:
    streams = [f"room:{number}" for number in range(2_000)]
    await asyncio.gather(*(there.broker.listen(each) for each in streams))
    for each in streams:
        here.broker.publish(publication(each, 1))
    await until(lambda: len(there.listener.publications) == 2_000, "all arrive")


async def test_who_is_cancelled_while_listening_harms_nobody_else_who_waits(
    here: RedisHub, there: RedisHub
) -> None:
    first = asyncio.create_task(there.broker.listen(BREAD))
    second = asyncio.create_task(there.broker.listen(BREAD))
    await asyncio.sleep(0)
    first.cancel()
    await second
    here.broker.publish(publication(BREAD, 1))
    await until(lambda: there.listener.seqs == [1], "it is received")
    assert first.cancelled()


async def test_who_waits_for_a_stream_that_is_given_up_waits_no_more(there: RedisHub) -> None:
    waiting = asyncio.create_task(there.broker.listen(BREAD))
    await asyncio.sleep(0)
    await there.broker.unlisten(BREAD)
    await asyncio.wait_for(waiting, 5)


async def test_an_event_that_is_too_long_comes_as_a_header_alone(
    here: RedisHub, there: RedisHub
) -> None:
    await there.broker.listen(BREAD)
    here.broker.publish(publication(BREAD, 3, b"x" * (MOST_EVENT_BYTES + 1)))
    await until(lambda: bool(there.listener.publications), "it arrives")
    assert (there.listener.seqs, there.listener.publications[0].event) == ([3], b"")


async def test_hubs_in_different_epochs_do_not_hear_each_other_until_they_are_in_the_same(
    here: RedisHub, there: RedisHub
) -> None:
    await there.broker.listen(BREAD)
    here.broker.begin_anew(NEXT_EPOCH)
    here.broker.publish(publication(BREAD, 1))
    here.broker.whisper(Whisper(BREAD, "ada", b"{}"))
    there.broker.begin_anew(NEXT_EPOCH)
    await there.broker.listen(BREAD)
    here.broker.publish(publication(BREAD, 2))
    await until(lambda: bool(there.listener.publications), "it arrives")
    assert (there.listener.seqs, there.listener.whispers) == ([2], [])
    assert (here.listener.doubts, there.listener.doubts) == (1, 1)  # from when they began


async def test_installations_on_one_redis_do_not_hear_each_other(
    redis: RedisServer, here: RedisHub, there: RedisHub
) -> None:
    await there.broker.listen(BREAD)
    async with open_hub(redis.url.replace("/0", "/1"), new_namespace()) as stranger:
        await stranger.broker.listen(BREAD)
        stranger.broker.publish(publication(BREAD, 1))
        here.broker.publish(publication(BREAD, 2))
        await until(lambda: bool(there.listener.publications), "the own one arrives")
        stranger.broker.publish(publication(BREAD, 3))
        here.broker.publish(publication(BREAD, 4))
        await until(lambda: len(there.listener.publications) == 2, "the own one arrives")
        assert (there.listener.seqs, stranger.listener.seqs) == ([2, 4], [1, 3])


async def test_a_hub_doubts_when_its_link_is_there(here: RedisHub) -> None:
    assert here.listener.doubts == 1


async def test_what_passes_is_counted(here: RedisHub, there: RedisHub) -> None:
    await there.broker.listen(BREAD)
    with counted(PUBLICATIONS_SENT) as sent, counted(PUBLICATIONS_RECEIVED) as received:
        here.broker.publish(publication(BREAD, 1))
        here.broker.whisper(Whisper(BREAD, "ada", b"{}"))
        await until(lambda: bool(there.listener.whispers), "both arrive")
        assert (sent(), received()) == (2, 2)


async def test_a_whisper_that_is_too_long_is_counted_as_dropped(here: RedisHub) -> None:
    with counted(PUBLICATIONS_DROPPED) as dropped:
        here.broker.whisper(Whisper(BREAD, "ada", b"x" * (MOST_EVENT_BYTES + 1)))
        assert dropped() == 1
