"""What a watcher notes of the news of its session."""

from hubbub_load.verify import Sighting
from hubbub_load.watcher import Interned, Watcher
from hubbub_protocol.client_news import Ended, StreamReset, StreamSubscribed
from hubbub_protocol.events import Event, MemberLeft, MessageSent
from hubbub_protocol.frames import Skip, StreamState

STREAM = "room:1"


def watcher(interned: Interned | None = None) -> Watcher:
    return Watcher({STREAM: "bread"}, {} if interned is None else interned)


def sent(seq: int, body: str) -> Event:
    return Event(STREAM, seq, 1, "ana", MessageSent(id="i", body=body, reply_to=3))


def test_messages_and_other_events_and_skips_are_noted_with_their_time() -> None:
    seen = watcher()
    seen.take_news(sent(4, "Hello"), 1.5)
    seen.take_news(Event(STREAM, 5, 1, "ben", MemberLeft(member="ben")), 2.5)
    seen.take_news(Skip(stream=STREAM, seq=6), 3.5)
    view = seen.views["bread"]
    assert view.seen == [
        Sighting(4, "ana", "Hello", 3),
        Sighting(5, "", "", None),
        Sighting(6, "", "", None),
    ]
    assert list(view.seen_at) == [1.5, 2.5, 3.5]


def test_what_was_missed_while_away_is_told_apart() -> None:
    seen = watcher()
    for head in (0, 5):
        state = StreamState(stream=STREAM, head=head, after=0, mode="replay", read=0)
        seen.take_news(StreamSubscribed(state), 1.0)
        seen.take_news(sent(head, "Hello"), 1.0)
    seen.take_news(sent(6, "Hello"), 2.0)
    assert list(seen.views["bread"].replayed) == [1, 1, 0]
    assert seen.subscribed == {"bread"}


def test_equal_sightings_of_two_watchers_are_kept_once() -> None:
    interned: Interned = {}
    one, other = watcher(interned), watcher(interned)
    one.take_news(sent(4, "Hello"), 1.0)
    other.take_news(sent(4, "Hello"), 1.0)
    assert one.views["bread"].seen[0] is other.views["bread"].seen[0]


def test_it_counts_the_rooms_that_it_has_seen_to_the_end() -> None:
    seen = watcher()
    assert seen.count_reached({"bread": 0}) == 1
    seen.take_news(sent(4, "Hello"), 1.0)
    assert seen.count_reached({"bread": 4}) == 1
    assert seen.count_reached({"bread": 5}) == 0


def test_what_must_not_happen_is_a_failure() -> None:
    seen = watcher()
    seen.take_news(StreamReset(STREAM, 9), 1.0)
    seen.take_news(Ended(4201, "banned", "stop"), 1.0)
    assert seen.failures == ["room 'bread' was reset", "the hub closed with 4201 'banned'"]
