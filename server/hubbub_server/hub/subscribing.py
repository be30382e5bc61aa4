"""Subscribing a session: rights, head and cursor come from one snapshot, and it joins there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from hubbub_protocol.errors import Refusal
from hubbub_protocol.streams import inbox_stream, stream_kind
from hubbub_server.domain.access import Reach, hosts, no_such_room
from hubbub_server.domain.places import Place, reach_of_follower
from hubbub_server.hub.direct_stream import DirectStream
from hubbub_server.hub.live_streams import LiveStreams
from hubbub_server.hub.screen import Screen
from hubbub_server.hub.session import Session
from hubbub_server.hub.subscription import Rights, Subscription
from hubbub_server.store.blocks import read_blocks
from hubbub_server.store.interface import Store
from hubbub_server.store.places import read_places


@dataclass(frozen=True, slots=True)
class Wish:
    """A stream to receive, from after ``seq``; without it, from its head."""

    stream: str
    seq: int | None


@dataclass(frozen=True, slots=True)
class Granted:
    """A wish come true: the events after ``after`` follow, as soon as :meth:`begin` is called."""

    subscription: Subscription
    head: int
    after: int
    read: int

    @property
    def mode(self) -> Literal["live", "replay"]:
        """Whether there is anything to replay."""
        return "replay" if self.after < self.head else "live"

    def begin(self) -> None:
        """Let the events flow."""
        self.subscription.session.add(self.subscription)


@dataclass(frozen=True, slots=True)
class Void:
    """The wish's cursor is no place in the stream as it is: the client must start anew."""

    stream: str
    head: int


Answer = Granted | Void | Refusal


async def subscribe(
    store: Store,
    live: LiveStreams,
    session: Session,
    screen: Screen,
    wishes: Sequence[Wish],
    *,
    same_epoch: bool,
) -> list[Answer]:
    """Decide on each wish, in order. Nothing flows before :meth:`Granted.begin`.

    ``screen`` is the session's own; the store is asked for it if it is not known.
    """
    names = list(dict.fromkeys(wish.stream for wish in wishes))
    refused = await _refuse_early(store, live, session, names)
    # Live before the snapshot: what is committed after it arrives here.
    streams = await live.open(name for name in names if name not in refused)
    async with store.snapshot() as reading:
        places = await read_places(reading, session.caller.member, list(streams))
        if not screen.known and any(stream.is_room for stream in streams.values()):
            screen.learn(await read_blocks(reading, session.caller.member))
    for name, stream in streams.items():
        live.begin_to_reach(stream, places[name].head)  # all at the same time
    answers: list[Answer] = []
    for wish in wishes:
        if wish.stream in refused:
            answers.append(refused[wish.stream])
            continue
        stream, place = streams[wish.stream], places[wish.stream]
        await live.reach(stream, place.head)
        try:
            reach = _reach(wish.stream, place)
        except Refusal as refusal:
            answers.append(refusal)
            continue
        if isinstance(stream, DirectStream) and place.side is not None:
            stream.learn(place.head, connected=place.side.connected)
        head = place.last_readable(reach)
        if wish.seq is not None and (wish.seq > head or not same_epoch):
            answers.append(Void(wish.stream, head))
            continue
        after = head if wish.seq is None else wish.seq
        rights = Rights(place.head, reach.until, hosts=hosts(place.membership))
        subscription = Subscription(session, stream, after, rights)
        answers.append(Granted(subscription, head, after, place.read))
    return answers


async def _refuse_early(
    store: Store, live: LiveStreams, session: Session, names: Sequence[str]
) -> dict[str, Refusal]:
    """Refuse those streams that would have to be opened for one who may not receive them.

    Without this, any number of made-up names would each become a live stream for a while.
    """
    own = inbox_stream(session.caller.member)
    refused = {name: no_such_room() for name in names if name != own and not _is_shared(name)}
    cold = [name for name in names if _is_shared(name) and live.find(name) is None]
    if not cold:
        return refused
    async with store.snapshot() as reading:
        places = await read_places(reading, session.caller.member, cold)
    for name in cold:
        try:
            _reach(name, places[name])
        except Refusal as refusal:
            refused[name] = refusal
    return refused


def _is_shared(stream: str) -> bool:
    """Whether the name is one of a stream that several receive."""
    return stream_kind(stream) in ("room", "direct")


def _reach(stream: str, place: Place) -> Reach:
    """Return how far the member may follow the stream, or raise."""
    if stream_kind(stream) == "inbox":
        return Reach(until=None, live=True)
    return reach_of_follower(place)
