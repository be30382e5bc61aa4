"""Carrying out a schedule from its first step to the verdict."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b

import structlog

from hubbub_load.history.record import Kept, Log
from hubbub_protocol.codec import read_payload
from hubbub_protocol.errors import Refusal
from hubbub_server.store.interface import StoredEvent
from tests.faults.simulator.determined import determined
from tests.faults.simulator.finale import play_finale
from tests.faults.simulator.gate import count_gate
from tests.faults.simulator.happening import happen
from tests.faults.simulator.screened import count_screened
from tests.faults.simulator.steps import Step
from tests.faults.simulator.tally import Tally
from tests.faults.simulator.unseen import count_asked
from tests.faults.simulator.verdict import changes_among, complaints, goals
from tests.faults.simulator.village import Village
from tests.faults.simulator.virtual_loop import RunawayError, VirtualLoop
from tests.faults.simulator.world import World

_LOOK_S = 0.5
_QUIET_S = 90.0
_AFTERWARDS_S = 1.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a schedule."""

    complaints: list[str]
    events: int
    seconds: float
    """Of simulated time."""
    digest: str
    """Of the log and of all that came to the clients: the same for the same schedule."""


def play(village: Village, seed: int, steps: Sequence[Step], tally: Tally) -> Outcome:
    """Carry out a schedule; ``seed`` decides what it leaves open."""
    loop = VirtualLoop()
    defects: list[str] = []
    with determined(seed), _noting(defects):
        try:
            return loop.run_until_complete(_play(village, seed, steps, loop, tally, defects))
        except RunawayError as error:
            return Outcome([f"runaway: {error}"], 0, loop.now, "")
        finally:
            loop.close()


async def _play(
    village: Village,
    seed: int,
    steps: Sequence[Step],
    loop: VirtualLoop,
    tally: Tally,
    defects: list[str],
) -> Outcome:
    world = World(village, seed, loop, tally)
    world.open_doors()
    await asyncio.sleep(1)
    for step in steps:
        await asyncio.sleep(step.after_s)
        happen(world, step)
    late: list[str] = []
    if await _become_quiet(world):
        late = await play_finale(world)
        if not _is_quiet(world):
            await _become_quiet(world)
    log = _log(world)
    tally["command repeated"] += sum(member.repeated for member in world.members)
    tally["client lagging"] += sum(member.lags for member in world.members)
    tally.update(count_gate(log, world.members))
    tally.update(count_screened(log, world.members))
    tally.update(count_asked(world.requests))
    found = complaints(log, world)
    found += late + defects + loop.complaints
    outcome = Outcome(
        found, sum(len(events) for events in log.values()), loop.now, _digest(log, world)
    )
    await world.end()
    return outcome


async def _become_quiet(world: World) -> bool:
    """Let all troubles end, and everybody come to the end of everything; whether they did."""
    await asyncio.sleep(1)
    world.calm_down()
    deadline = world.loop.now + _QUIET_S
    while world.loop.now < deadline:
        await asyncio.sleep(_LOOK_S)
        if _is_quiet(world):
            await asyncio.sleep(_AFTERWARDS_S)
            return True
    return False


def _is_quiet(world: World) -> bool:
    if not all(member.settled for member in world.members):
        return False
    if not all(request.answered for request in world.requests):
        return False
    heads: dict[str, int] = dict(world.database.read("SELECT name, head FROM streams"))
    room = world.members[0].room
    changed = world.database.read(
        "SELECT seq, payload FROM events"
        f" WHERE stream = '{room}' AND kind LIKE 'member%' ORDER BY seq"
    )
    changes = changes_among((seq, read_payload(written)) for seq, written in changed)
    channels = world.database.read(
        "SELECT 'direct:' || channel, one, other FROM personal_connections"
    )
    for member in world.members:
        me = member.account.id
        own = [stream for stream, *sides in channels if me in sides]
        if not member.has_reached(goals(heads, changes[me][-1], member, own)):
            return False
    return True


def _log(world: World) -> Log:
    rows = world.database.read(
        "SELECT stream, seq, kind, at, actor, payload FROM events ORDER BY stream, seq"
    )
    log: dict[str, list[Kept]] = {}
    for row in rows:
        event = StoredEvent(*row)
        log.setdefault(event.stream, []).append(
            Kept(event.stream, event.seq, event.at, event.actor, event.json(), event.payload)
        )
    return log


def _digest(log: Log, world: World) -> str:
    hashed = blake2b(digest_size=8)
    for events in log.values():
        for event in events:
            hashed.update(event.text)
    for member in world.members:
        for arrival in member.arrivals:
            hashed.update(arrival.data)
    return hashed.hexdigest()


@contextmanager
def _noting(defects: list[str]) -> Iterator[None]:
    """Have what the hubs log as defects noted, and nothing written."""

    def note(logger: object, method: str, entry: structlog.typing.EventDict) -> str:
        del logger, method
        error = entry.get("exc_info")
        if error is not None and not isinstance(error, Refusal):
            defects.append(f"{entry['event']}: {error!r}")
        raise structlog.DropEvent

    before = structlog.get_config()
    structlog.configure(processors=[note], wrapper_class=structlog.make_filtering_bound_logger(40))
    try:
        yield
    finally:
        structlog.configure(**before)
