"""What Redis brings reaches the receiver, or is dropped with few words; it never ends the rest."""

import pytest
from structlog.testing import capture_logs

from hubbub_server.broker.publication import Publication, Whisper
from hubbub_server.broker.redis.link import Link, command
from hubbub_server.broker.redis.subscriber import PROBE, Subscriber
from hubbub_server.broker.wire import origin_of, pack_publication, pack_whisper
from hubbub_server.metrics import PUBLICATIONS_DROPPED, PUBLICATIONS_RECEIVED
from tests.server.broker.counted import counted
from tests.server.broker.listener import BREAD, TEA, Listener, publication
from tests.server.store.hand_clock import HandClock

OWN = origin_of("this hub")
OTHER = origin_of("another hub")
MINUTE_US = 60_000_000


class Touchy(Listener):
    """A receiver that cannot take everything."""

    def receive(self, publication: Publication) -> None:
        """Take what is not the second."""
        if publication.seq == 2:
            raise ValueError("not that one")
        super().receive(publication)

    def overhear(self, whisper: Whisper) -> None:
        """Take nothing of the moment."""
        raise ValueError("not now")


class Redis:
    """What a subscriber has on the other side of its link."""

    def __init__(self, subscriber: Subscriber) -> None:
        self.link = Link(lambda replies: None)
        self.probes: list[bytes] = []
        self.confirmations = 0
        subscriber.open(self.link, self.probes.append, self._count)

    def say(self, *replies: bytes) -> None:
        """Send replies in one piece."""
        self.link.data_received(b"".join(replies))

    def _count(self) -> None:
        self.confirmations += 1


def confirmation(kind: bytes, channel: str) -> bytes:
    name = channel.encode()
    return b"*3\r\n$%d\r\n%b\r\n$%d\r\n%b\r\n:1\r\n" % (len(kind), kind, len(name), name)


def message(channel: str, payload: bytes | None) -> bytes:
    assert payload is not None
    return command(b"message", channel.encode(), payload)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def subscriber(clock: HandClock) -> Subscriber:
    subscriber = Subscriber(OWN, clock)
    subscriber.receiver = Listener()
    for stream in (BREAD, TEA):
        subscriber.subscriptions.want(stream.encode(), stream)
    subscriber.subscriptions.want(b"probe", PROBE)
    return subscriber


@pytest.fixture
async def redis(subscriber: Subscriber) -> Redis:
    redis = Redis(subscriber)
    redis.say(*(confirmation(b"subscribe", each) for each in (BREAD, TEA, "probe")))
    return redis


@pytest.fixture
def listener(subscriber: Subscriber, redis: Redis) -> Listener:
    assert isinstance(subscriber.receiver, Listener)
    return subscriber.receiver


def test_all_of_one_read_is_received_in_order(redis: Redis, listener: Listener) -> None:
    with counted(PUBLICATIONS_RECEIVED) as received:
        redis.say(
            message(BREAD, pack_publication(publication(BREAD, 1), OTHER)),
            message(TEA, pack_publication(publication(TEA, 5), OTHER)),
            message(BREAD, pack_publication(publication(BREAD, 2), OTHER)),
        )
    assert [(each.stream, each.seq) for each in listener.publications] == [
        (BREAD, 1),
        (TEA, 5),
        (BREAD, 2),
    ]
    assert received() == 3


def test_the_echo_of_what_the_hub_published_itself_is_dropped(
    redis: Redis, listener: Listener
) -> None:
    with counted(PUBLICATIONS_RECEIVED) as received:
        redis.say(
            message(BREAD, pack_publication(publication(BREAD, 1), OWN)),
            message(BREAD, pack_whisper(Whisper(BREAD, "ada", b"{}"), OWN)),
        )
    assert (listener.publications, listener.whispers, received()) == ([], [], 0)


def test_what_still_comes_of_a_stream_that_was_given_up_is_dropped(
    subscriber: Subscriber, redis: Redis, listener: Listener
) -> None:
    subscriber.subscriptions.give_up(BREAD.encode())
    redis.say(message(BREAD, pack_publication(publication(BREAD, 1), OTHER)))
    assert listener.publications == []


def test_probes_and_confirmations_are_told(redis: Redis, listener: Listener) -> None:
    redis.say(message("probe", b"17"))
    assert (redis.probes, redis.confirmations) == ([b"17"], 1)
    assert listener.publications == []


def test_what_cannot_be_read_is_dropped_and_said_once_a_minute(
    redis: Redis, listener: Listener, clock: HandClock
) -> None:
    with counted(PUBLICATIONS_DROPPED) as dropped, capture_logs() as said:
        for _ in range(100):
            redis.say(message(BREAD, b"rubbish"))
        clock.move(MINUTE_US)
        redis.say(message(BREAD, b""))
        redis.say(message(BREAD, pack_publication(publication(BREAD, 1), OTHER)))
    assert listener.seqs == [1]
    assert (dropped(), len(said)) == (101, 2)
    assert not redis.link.lost.done()


def test_a_receiver_that_fails_is_told_to_doubt_and_gets_the_rest(
    subscriber: Subscriber, redis: Redis
) -> None:
    touchy = subscriber.receiver = Touchy()
    with counted(PUBLICATIONS_DROPPED) as dropped, capture_logs() as said:
        for seq in (1, 2, 3):
            redis.say(message(BREAD, pack_publication(publication(BREAD, seq), OTHER)))
    assert (touchy.seqs, touchy.doubts) == ([1, 3], 1)
    assert (dropped(), len(said)) == (1, 1)


def test_a_receiver_that_fails_at_a_whisper_has_nothing_to_doubt(
    subscriber: Subscriber, redis: Redis
) -> None:
    touchy = subscriber.receiver = Touchy()
    with capture_logs() as said:
        redis.say(message(BREAD, pack_whisper(Whisper(BREAD, "ada", b"{}"), OTHER)))
    assert (touchy.doubts, len(said)) == (0, 1)


@pytest.mark.parametrize(
    "reply",
    [
        confirmation(b"subscribe", BREAD),
        confirmation(b"unsubscribe", BREAD),
        b"-NOPERM no permissions\r\n",
        b"+OK\r\n",
        b"*0\r\n",
        b"*3\r\n:1\r\n:2\r\n:3\r\n",
        b"*3\r\n$7\r\nmessage\r\n$5\r\nbread\r\n$-1\r\n",
        b"$-1\r\n",
    ],
)
def test_what_was_not_asked_ends_the_link(redis: Redis, listener: Listener, reply: bytes) -> None:
    redis.say(reply)
    assert redis.link.lost.done()
    redis.say(message(BREAD, pack_publication(publication(BREAD, 1), OTHER)))
    assert listener.publications == []
