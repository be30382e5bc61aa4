"""Reports: what may be said in one, and what refusals of them say."""

from hubbub_protocol.errors import Refusal
from hubbub_protocol.limits import MAX_REPORT_REASON
from hubbub_server.domain.texts import check_prose


def check_reason(reason: str) -> str:
    """Return what is wrong with what is reported."""
    check_prose(reason, "reason", MAX_REPORT_REASON)
    return reason.strip()


def no_such_report() -> Refusal:
    """The refusal of closing what nobody reported."""
    return Refusal("not_found", "There is no such report", field="report")
