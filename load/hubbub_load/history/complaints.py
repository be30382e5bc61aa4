"""The history checker: whether what members saw and were promised is what the database holds.

Plain functions on plain data. Each returns complaints in words; no complaint means that the
promises G1 to G5 of ``protocol/README.md`` were kept.
"""

from hubbub_load.history.gates import check_gates, check_refusals, check_steps
from hubbub_load.history.received import check_client
from hubbub_load.history.record import Complaint, History
from hubbub_load.history.written import check_deeds, check_log, check_mentions, check_sends


def complaints_about(history: History) -> list[Complaint]:
    """Check a whole history."""
    return [
        *check_log(history.log),
        *check_sends(history.log, history.sends),
        *check_deeds(history.log, history.deeds),
        *check_mentions(history.log),
        *check_gates(history.log),
        *check_refusals(history.log, history.sends),
        *check_steps(history.log, history.steps),
        *(each for client in history.clients for each in check_client(history.log, client)),
    ]
