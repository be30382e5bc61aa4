"""Reports: what a member shows the owners of the community, with what stood there as evidence."""

from typing import Literal

import msgspec

from hubbub_protocol.ids import Id
from hubbub_protocol.members import MemberCard
from hubbub_protocol.personal_connections import Beginning
from hubbub_protocol.streams import Microseconds


class MakeReport(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Report a connection request that one has received."""

    request: Id
    reason: str
    """What is wrong: 1 to 500 characters of plain text for the owners."""


class ReportedRequest(msgspec.Struct, frozen=True, kw_only=True):
    """The connection request as it stood when it was reported, whatever became of it."""

    id: Id
    beginning: Beginning
    opening: str
    sent_at: Microseconds


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A report as the owners of the community see it."""

    id: Id
    reporter: MemberCard
    reported: MemberCard
    reason: str
    request: ReportedRequest
    state: Literal["open", "closed"]
    made_at: Microseconds


class ReportPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of reports, the latest first."""

    reports: list[Report]
    next: str | None
