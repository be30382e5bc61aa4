"""Whether blocks held in the room: who is screened from whom gets skips, and nobody else does."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations
from typing import Final

from hubbub_load.history.record import Log
from hubbub_protocol.events import (
    BlockLifted,
    BlockSet,
    Event,
    MessageEdited,
    MessageSent,
    Payload,
    ReactionAdded,
    ReactionRemoved,
)
from hubbub_protocol.frames import Skip
from hubbub_protocol.streams import CONTROL
from tests.faults.simulator.member import Member
from tests.faults.simulator.notes import Leaving
from tests.faults.simulator.shared_database import Times
from tests.faults.simulator.spans import Span, Turn, any_meets, spans
from tests.faults.simulator.tally import Tally

WORST_S: Final = 10.0
"""By then at the latest a block acts on open sessions of all hubs, and its end too."""

HIDDEN: Final = (MessageSent, MessageEdited, ReactionAdded, ReactionRemoved)
"""What one of the two does in a room that the other is not shown."""

Blocks = Mapping[tuple[str, str], Sequence[Span]]
"""When one has blocked another, by the two; the places are those of the control stream."""


def blocks_of(log: Log, times: Times, people: Sequence[str]) -> Blocks:
    """Return when each of these people has blocked each other one."""
    control = log.get(CONTROL, ())
    return {pair: spans(control, times, _block(*pair)) for pair in permutations(people, 2)}


def _block(blocker: str, blocked: str) -> Turn:
    def turn(told: Payload) -> bool | None:
        if not isinstance(told, BlockSet | BlockLifted):
            return None
        concerned = (told.blocker, told.blocked) == (blocker, blocked)
        return isinstance(told, BlockSet) if concerned else None

    return turn


def screen_complaints(
    log: Log, blocks: Blocks, members: Sequence[Member], owner: str
) -> Iterator[str]:
    """Name every event that came across a block, and every skip that no block accounts for.

    Everything is shown to the owner of the room.
    """
    for member in members:
        me = member.account.id
        for arrival in member.arrivals:
            frame = arrival.frame
            if not isinstance(frame, Event | Skip) or frame.stream != member.room:
                continue
            kept = log[frame.stream][frame.seq - 1]
            stood = [*blocks.get((me, kept.actor), ()), *blocks.get((kept.actor, me), ())]
            hidden = isinstance(kept.told, HIDDEN) and me != owner
            where = f"{member.device}: {frame.stream} {frame.seq}"
            if isinstance(frame, Skip):
                since = arrival.left.at - WORST_S
                if not (hidden and any_meets(stood, since, arrival.left.at)):
                    yield f"{where} came as a skip"
            elif hidden and any(_acts(span, arrival.left) for span in stood):
                yield f"{where} came across a block"


def _acts(block: Span, left: Leaving) -> bool:
    """Whether a hub that wrote a frame must have acted on a block: it knew it, or ought to."""
    known = block.seq <= left.control or block.since + WORST_S < left.at
    return known and left.at < block.until  # that it is lifted a hub may learn from the store too


def count_screened(log: Log, members: Sequence[Member]) -> Tally:
    """Count blocks, their ends, and the skips that came of them."""
    found: Tally = Counter()
    for event in log.get(CONTROL, ()):
        payload = event.told
        found["member blocked"] += isinstance(payload, BlockSet)
        found["member unblocked"] += isinstance(payload, BlockLifted)
    for member in members:
        for arrival in member.arrivals:
            frame = arrival.frame
            found["event skipped for a block"] += isinstance(frame, Skip)
    return found
