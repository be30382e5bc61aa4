"""Endpoints: what members show the owners of the community."""

from collections.abc import Mapping
from typing import Final

from hubbub_protocol.members import Page
from hubbub_protocol.reports import MakeReport, ReportPage
from hubbub_server.actions import reports
from hubbub_server.actions.desk import Desk
from hubbub_server.http.asked import Asked, Endpoint


async def make_report(desk: Desk, asked: Asked) -> None:
    """Report a connection request."""
    await reports.make_report(desk, asked.caller, asked.body_of(MakeReport), asked.key)


async def list_reports(desk: Desk, asked: Asked) -> ReportPage:
    """What was reported."""
    return await reports.list_reports(desk, asked.query_of(Page))


async def close_report(desk: Desk, asked: Asked) -> None:
    """Say that a report was looked at."""
    await reports.close_report(desk, asked.caller, asked.path["report"], asked.key)


ENDPOINTS: Final[Mapping[str, Endpoint]] = {
    "make_report": make_report,
    "list_reports": list_reports,
    "close_report": close_report,
}
