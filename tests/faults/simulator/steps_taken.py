"""The answered steps of members to what is between them, as the history checker wants them."""

from collections.abc import Mapping, Sequence
from typing import Final

from hubbub_load.history.gates import step_of
from hubbub_load.history.record import Log, Step
from hubbub_server.store.interface import WriteResult
from tests.faults.simulator.request import Request

_AT_ONCE: Final = 3
"""A block may end the personal connection and withdraw a request in the same transaction."""


def steps_taken(log: Log, requests: Sequence[Request], heads: Mapping[str, int]) -> list[Step]:
    """Return every step that was answered, and those up to ``heads``, with which the world began.

    What had no effect was answered with the place of something else, which counts once.
    """
    places = {(stream, seq) for stream, head in heads.items() for seq in range(1, head + 1)}
    for request in requests:
        result = request.result
        if isinstance(result, WriteResult) and result.seq:
            places.update(_places(log, result))
    found = [step_of(log[stream][seq - 1]) for stream, seq in sorted(places)]
    return [step for step in found if step is not None]


def _places(log: Log, result: WriteResult) -> list[tuple[str, int]]:
    events = log[result.stream][: result.seq][-_AT_ONCE:]
    return [(event.stream, event.seq) for event in events if event.at == events[-1].at]
