"""Reports, each with what was reported as it stood then."""

from dataclasses import dataclass

import msgspec
from sqlalchemy import Row, and_, insert, or_, select, update

from hubbub_protocol.members import MemberCard
from hubbub_protocol.reports import Report, ReportedRequest
from hubbub_server.domain.pages import Cursor
from hubbub_server.store.interface import Reading, Transaction
from hubbub_server.store.schema import members, reports

_reporter = members.alias("reporter")
_reported = members.alias("reported")
_CARD = ("id", "username", "display_name", "avatar_colour", "kind")


@dataclass(frozen=True, slots=True)
class NewReport:
    """A report that is to be made."""

    id: str
    reporter: str
    reported: str
    reason: str
    evidence: ReportedRequest


async def is_reported(reading: Reading, reporter: str, request: str) -> bool:
    """Whether a member has reported a request already."""
    mine = and_(reports.c.reporter == reporter, reports.c.request == request)
    return await reading.row(select(reports.c.id).where(mine)) is not None


async def insert_report(writing: Transaction, new: NewReport) -> None:
    """Write a new report."""
    await writing.execute(
        insert(reports).values(
            id=new.id,
            reporter=new.reporter,
            reported=new.reported,
            request=new.evidence.id,
            reason=new.reason,
            evidence=msgspec.json.encode(new.evidence).decode(),
            state="open",
            made_at=writing.now_us,
        )
    )


async def list_reports(reading: Reading, after: Cursor | None, limit: int) -> list[Report]:
    """Return at most ``limit`` reports, the latest first."""
    time, item = reports.c.made_at, reports.c.id
    statement = (
        select(
            item.label("report"),
            reports.c.reason,
            reports.c.evidence,
            reports.c.state,
            time,
            *(_reporter.c[name].label(f"reporter_{name}") for name in _CARD),
            *(_reported.c[name].label(f"reported_{name}") for name in _CARD),
        )
        .join(_reporter, _reporter.c.id == reports.c.reporter)
        .join(_reported, _reported.c.id == reports.c.reported)
        .order_by(time.desc(), item.desc())
        .limit(limit)
    )
    if after is not None:
        earlier = or_(time < after.number, and_(time == after.number, item < after.id))
        statement = statement.where(earlier)
    return [_report_of(row) for row in await reading.rows(statement)]


async def close_report(writing: Transaction, report: str) -> bool:
    """Close a report, again without effect; tell whether there is one."""
    closed = update(reports).where(reports.c.id == report).values(state="closed")
    return await writing.execute(closed) == 1


def _report_of(row: Row[tuple[object, ...]]) -> Report:
    return Report(
        id=row.report,
        reporter=_card_of(row, "reporter"),
        reported=_card_of(row, "reported"),
        reason=row.reason,
        request=msgspec.json.decode(row.evidence, type=ReportedRequest),
        state=row.state,
        made_at=row.made_at,
    )


def _card_of(row: Row[tuple[object, ...]], prefix: str) -> MemberCard:
    return MemberCard(**{name: getattr(row, f"{prefix}_{name}") for name in _CARD})
