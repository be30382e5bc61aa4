"""A broker hands on what is published in the streams that its hub listens to; on every backend."""

from collections.abc import Iterator

import pytest

from hubbub_protocol.events import KINDS
from hubbub_server.broker.interface import Broker
from hubbub_server.broker.memory import MemoryBroker
from hubbub_server.broker.publication import Publication, Whisper, publication_class

BREAD = "room:bread"
TEA = "room:tea"


class Listener:
    """A receiver that notes what it is given."""

    def __init__(self) -> None:
        self.publications: list[Publication] = []
        self.whispers: list[Whisper] = []
        self.doubts = 0

    def receive(self, publication: Publication) -> None:
        """Note a publication."""
        self.publications.append(publication)

    def overhear(self, whisper: Whisper) -> None:
        """Note a whisper."""
        self.whispers.append(whisper)

    def doubt(self) -> None:
        """Note that publications may be missing."""
        self.doubts += 1


def publication(stream: str, seq: int) -> Publication:
    return Publication(stream, "0123456789abcdef", seq, "ada", "authored", b'{"t":"event"}')


@pytest.fixture(params=["memory"])
def broker(request: pytest.FixtureRequest) -> Iterator[Broker]:
    match request.param:
        case "memory":
            yield MemoryBroker()
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
}
MUST_BE_FORGOTTEN = {"message_deleted"}


@pytest.mark.parametrize("kind", KINDS)
def test_the_class_of_an_event_says_who_must_look_at_it(kind: str) -> None:
    control = CHANGES_WHO_RECEIVES | MUST_BE_FORGOTTEN
    expected = "authored" if kind in AUTHORED else "control" if kind in control else "plain"
    assert publication_class(kind) == expected
