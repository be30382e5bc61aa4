"""A broker hands on what is published in the streams that its hub listens to; on every backend."""

from collections.abc import AsyncIterator
from random import Random

import pytest

from hubbub_load.programs.redis_server import RedisServer
from hubbub_protocol.events import KINDS
from hubbub_server.broker.interface import Broker
from hubbub_server.broker.memory import MemoryBroker
from hubbub_server.broker.publication import Whisper, publication_class
from tests.faults.simulator.air import Air
from tests.server.broker.ether import Ether
from tests.server.broker.listener import BREAD, NEXT_EPOCH, TEA, Listener, publication
from tests.server.broker.redis_hubs import new_namespace, open_hub


@pytest.fixture(params=["memory", "ether", "air", "redis"])
async def broker(request: pytest.FixtureRequest) -> AsyncIterator[Broker]:
    match request.param:
        case "memory":
            yield MemoryBroker()
        case "ether":
            yield Ether().broker()
        case "air":
            yield Air(Random(0), note=lambda kind: None).hub_broker(None)
        case "redis":
            redis: RedisServer = request.getfixturevalue("redis")
            async with open_hub(redis.url, new_namespace()) as hub:
                yield hub.broker
        case unknown:
            raise LookupError(unknown)


@pytest.fixture
def listener(broker: Broker) -> Listener:
    attached = Listener()
    broker.attach(attached)
    return attached


async def test_a_stream_that_is_listened_to_is_received_at_once(
    broker: Broker, listener: Listener
) -> None:
    await broker.listen(BREAD)
    broker.publish(publication(BREAD, 1))
    assert listener.publications == [publication(BREAD, 1)]


async def test_publications_of_a_stream_keep_their_order(
    broker: Broker, listener: Listener
) -> None:
    await broker.listen(BREAD)
    for seq in range(1, 50):
        broker.publish(publication(BREAD, seq))
    assert [each.seq for each in listener.publications] == list(range(1, 50))


async def test_other_streams_are_not_received(broker: Broker, listener: Listener) -> None:
    await broker.listen(BREAD)
    broker.publish(publication(TEA, 1))
    broker.whisper(Whisper(TEA, "ada", b"{}"))
    assert (listener.publications, listener.whispers) == ([], [])


async def test_a_stream_is_received_no_longer_once_it_is_given_up(
    broker: Broker, listener: Listener
) -> None:
    await broker.listen(BREAD)
    await broker.listen(TEA)
    await broker.unlisten(BREAD)
    broker.publish(publication(BREAD, 1))
    broker.publish(publication(TEA, 1))
    assert [each.stream for each in listener.publications] == [TEA]


async def test_a_stream_may_be_listened_to_again(broker: Broker, listener: Listener) -> None:
    await broker.listen(BREAD)
    await broker.unlisten(BREAD)
    await broker.listen(BREAD)
    broker.publish(publication(BREAD, 7))
    assert [each.seq for each in listener.publications] == [7]


async def test_listening_twice_receives_once(broker: Broker, listener: Listener) -> None:
    await broker.listen(BREAD)
    await broker.listen(BREAD)
    broker.publish(publication(BREAD, 1))
    assert len(listener.publications) == 1


async def test_giving_up_what_nobody_listens_to_does_nothing(
    broker: Broker, listener: Listener
) -> None:
    await broker.unlisten(BREAD)
    broker.publish(publication(BREAD, 1))
    assert listener.publications == []


async def test_a_whisper_is_overheard(broker: Broker, listener: Listener) -> None:
    await broker.listen(BREAD)
    broker.whisper(Whisper(BREAD, "ada", b"{}"))
    assert listener.whispers == [Whisper(BREAD, "ada", b"{}")]


async def test_in_another_epoch_nothing_is_listened_to_until_it_is_asked_for(
    broker: Broker, listener: Listener
) -> None:
    await broker.listen(BREAD)
    await broker.listen(TEA)
    broker.begin_anew(NEXT_EPOCH)
    broker.publish(publication(BREAD, 1))
    await broker.listen(TEA)
    broker.publish(publication(TEA, 2))
    broker.publish(publication(BREAD, 3))
    assert listener.publications == [publication(TEA, 2)]


async def test_publishing_to_nobody_is_no_error(broker: Broker) -> None:
    await broker.listen(BREAD)
    broker.publish(publication(BREAD, 1))
    broker.whisper(Whisper(BREAD, "ada", b"{}"))


AUTHORED = {"message_sent", "message_edited", "reaction_added", "reaction_removed"}
CHANGES_WHO_RECEIVES = {
    "member_joined",
    "member_left",
    "member_removed",
    "member_banned",
    "role_changed",
    "sign_ins_revoked",
    "account_banned",
    "account_unbanned",
    "community_edited",
    "block_set",
    "block_lifted",
    "direct_channel_opened",
    "direct_channel_ended",
}
MUST_BE_FORGOTTEN = {"message_deleted"}


@pytest.mark.parametrize("kind", KINDS)
def test_the_class_of_an_event_says_who_must_look_at_it(kind: str) -> None:
    control = CHANGES_WHO_RECEIVES | MUST_BE_FORGOTTEN
    expected = "authored" if kind in AUTHORED else "control" if kind in control else "plain"
    assert publication_class(kind) == expected
