"""The answered steps of members to what is between them, as the history checker wants them."""

from collections.abc import Mapping, Sequence
from typing import Final

from hubbub_load.history.gates import step_of
from hubbub_load.history.record import Kept, Log, Step, StepKind
from hubbub_protocol.events import ConnectionRequested
from hubbub_protocol.streams import inbox_stream
from hubbub_server.store.interface import WriteResult
from tests.faults.simulator.request import Asked, Request
from tests.faults.simulator.shared_database import Times

_AT_ONCE: Final = 3
"""A block may end the personal connection and withdraw a request in the same transaction."""

_MAKES: Final[Mapping[str, Sequence[StepKind]]] = {
    "ask": ("connection_requested", "personal_connection_opened"),
    "accept": ("personal_connection_opened",),
    "end": ("personal_connection_ended",),
    "block": ("member_blocked", "personal_connection_ended"),
    "unblock": ("member_unblocked",),
}
"""What may come of what is asked for."""


def steps_taken(
    log: Log, times: Times, requests: Sequence[Request], heads: Mapping[str, int]
) -> list[Step]:
    """Return every step that was answered, and those up to ``heads``, with which the world began.

    What had no effect was answered with the place of something else, which counts once. What one
    hub refused may still be written by another that stood still.
    """
    places = {(stream, seq) for stream, head in heads.items() for seq in range(1, head + 1)}
    for request in requests:
        result = request.result
        if isinstance(result, WriteResult) and result.seq:
            places.update(_places(log, result))
    for request in requests:
        if request.refusal is not None:
            places.update(_late(log, times, request, places))
    found = [step_of(log[stream][seq - 1]) for stream, seq in sorted(places)]
    return [step for step in found if step is not None]


def _places(log: Log, result: WriteResult) -> list[tuple[str, int]]:
    events = log[result.stream][: result.seq][-_AT_ONCE:]
    return [(event.stream, event.seq) for event in events if event.at == events[-1].at]


def _late(
    log: Log, times: Times, request: Request, known: set[tuple[str, int]]
) -> list[tuple[str, int]]:
    """Return what may have come of a request after it was refused: of one transaction."""
    found = [
        event
        for event in log.get(inbox_stream(request.asked.by), ())
        if (event.stream, event.seq) not in known
        and times[event.stream, event.seq] >= request.answered_at
        and _comes_of(event, request.asked)
    ]
    return [(event.stream, event.seq) for event in found if event.at == found[0].at]


def _comes_of(event: Kept, asked: Asked) -> bool:
    step = step_of(event)
    if step is None or step.kind not in _MAKES.get(asked.kind, ()):
        return False
    payload = event.told
    about = payload.receiver if isinstance(payload, ConnectionRequested) else step.about
    return about == asked.member
