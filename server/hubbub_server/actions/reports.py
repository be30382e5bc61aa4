"""Reports: what a member shows the owners of the community.

Who the owners are can only change with ``control`` locked, but their inboxes must be named before
anything is locked. So they are looked up before, and again behind the lock.
"""

from collections.abc import Sequence
from functools import partial
from typing import Final

from hubbub_protocol.errors import Refusal
from hubbub_protocol.events import ReportMade
from hubbub_protocol.members import Page
from hubbub_protocol.reports import MakeReport, Report, ReportPage
from hubbub_protocol.streams import CONTROL, inbox_stream
from hubbub_server.actions.desk import Desk, write_key
from hubbub_server.actions.once import write_once
from hubbub_server.domain.caller import Caller
from hubbub_server.domain.connection_requests import refused
from hubbub_server.domain.pages import Cursor, cut, read_cursor
from hubbub_server.domain.reports import check_reason, no_such_report
from hubbub_server.store import reports as stored
from hubbub_server.store.accounts import list_owner_ids
from hubbub_server.store.connection_requests import find_reported
from hubbub_server.store.interface import NewEvent, Transaction, WriteResult

_MOST_TOLD: Final = 100
_TRIES: Final = 5


class _NewOwnerError(Exception):
    """Somebody became an owner between the look and the lock."""


async def make_report(desk: Desk, caller: Caller, asked: MakeReport, key: str) -> None:
    """Report a connection request that the caller has received; again has no effect."""
    reason = check_reason(asked.reason)
    once = write_key(caller, key, "make_report", asked)
    for _ in range(_TRIES):
        async with desk.store.snapshot() as reading:
            owners = await list_owner_ids(reading, _MOST_TOLD)
        told = dict.fromkeys([caller.member, *owners])
        streams = [CONTROL, *map(inbox_stream, told)]
        deed = partial(_report, desk, caller, asked.request, reason, owners)
        try:
            await write_once(desk, caller, once, streams, deed)
        except _NewOwnerError:
            continue
        return
    raise Refusal("unavailable", "The owners change just now", after_ms=1000)


async def list_reports(desk: Desk, page: Page) -> ReportPage:
    """Return a page of what was reported, for owners, the latest first."""
    after = read_cursor(page.after)
    async with desk.store.snapshot() as reading:
        found = await stored.list_reports(reading, after, page.limit + 1)
    reports, following = cut(found, page.limit, _cursor_of)
    return ReportPage(reports=reports, next=following)


async def close_report(desk: Desk, caller: Caller, report: str, key: str) -> None:
    """Say that a report was looked at, as an owner; again has no effect."""
    once = write_key(caller, key, "close_report", report)
    await write_once(
        desk, caller, once, [inbox_stream(caller.member)], partial(_close, caller, report)
    )


async def _report(
    desk: Desk,
    caller: Caller,
    request: str,
    reason: str,
    owners: Sequence[str],
    writing: Transaction,
) -> WriteResult:
    if not set(owners).issuperset(await list_owner_ids(writing, _MOST_TOLD)):
        raise _NewOwnerError
    found = await find_reported(writing, caller.member, request)
    if found is None:
        raise refused("no_such_request")
    if not await stored.is_reported(writing, caller.member, request):
        reported, evidence = found
        new = stored.NewReport(desk.new_id(), caller.member, reported, reason, evidence)
        await stored.insert_report(writing, new)
        made = ReportMade(report=new.id)
        await writing.append_events(
            [NewEvent(inbox_stream(owner), caller.member, made) for owner in owners]
        )
    return await _result(writing, caller)


async def _close(caller: Caller, report: str, writing: Transaction) -> WriteResult:
    if not await stored.close_report(writing, report):
        raise no_such_report()
    return await _result(writing, caller)


async def _result(writing: Transaction, caller: Caller) -> WriteResult:
    """To the caller a report is state and has no event: the place is the inbox as it stands."""
    inbox = inbox_stream(caller.member)
    return WriteResult(inbox, (await writing.head(inbox)).seq, writing.now_us, None)


def _cursor_of(report: Report) -> Cursor:
    return Cursor(report.id, str(report.made_at))
