"""Reports over HTTP."""

from collections.abc import AsyncIterator

from hubbub._http import Requests
from hubbub._pages import PAGE, go_through
from hubbub_protocol.members import Page
from hubbub_protocol.reports import MakeReport, Report, ReportPage


class Reports:
    """What is shown to the owners of the community, :attr:`Client.reports`."""

    def __init__(self, requests: Requests) -> None:
        self._requests = requests

    async def make(self, request_id: str, reason: str, *, key: str | None = None) -> None:
        """Report a connection request that one has received; again has no effect."""
        body = MakeReport(request=request_id, reason=reason)
        await self._requests.tell("make_report", body=body, key=key)

    def all(self) -> AsyncIterator[Report]:
        """Go through all reports, the latest first, as an owner."""

        async def ask(after: str) -> ReportPage:
            query = Page(after=after, limit=PAGE)
            return await self._requests.ask("list_reports", ReportPage, query=query)

        return go_through(ask, lambda page: page.reports)

    async def close(self, report_id: str, *, key: str | None = None) -> None:
        """Say that one was looked at, as an owner."""
        await self._requests.tell("close_report", key=key, path={"report": report_id})
