"""Reports: what a member shows the owners, and what they see of it."""

import pytest

from hubbub_protocol.events import ReportMade
from hubbub_protocol.members import Page
from hubbub_protocol.reports import MakeReport, Report
from hubbub_server.actions.reports import close_report, list_reports, make_report
from hubbub_server.domain.caller import Caller
from tests.server.actions.circle import Circle
from tests.server.actions.scene import Scene, new_key, refusal


@pytest.fixture
async def olga(scene: Scene) -> Caller:
    """Who owns the community."""
    return (await scene.people.owner()).caller


@pytest.fixture
async def room(scene: Scene, olga: Caller, anna: Caller, bo: Caller) -> str:
    """A room that Anna and Bo share."""
    return await scene.room(anna, bo)


async def reported(scene: Scene) -> list[Report]:
    """Return what the owners see."""
    return (await list_reports(scene.desk, Page())).reports


async def report(scene: Scene, caller: Caller, request: str, reason: str = "Spam") -> None:
    """Let somebody report a request, a second after what was last done."""
    scene.clock.move(1_000_000)
    await make_report(scene.desk, caller, MakeReport(request=request, reason=reason), new_key())


async def test_the_owner_sees_the_request_as_it_stood(
    scene: Scene, circle: Circle, room: str, olga: Caller, anna: Caller, bo: Caller
) -> None:
    request = await circle.request(anna, bo, "Buy my flour")
    before = await scene.inbox_of(anna)
    await report(scene, bo, request, " It is always\nthis. ")
    await circle.withdraw(anna, request)
    await circle.request(anna, bo, "Good morning")
    (seen,) = await reported(scene)
    assert (seen.reporter.id, seen.reported.id) == (bo.member, anna.member)
    assert (seen.reason, seen.state) == ("It is always\nthis.", "open")
    assert (seen.request.id, seen.request.opening) == (request, "Buy my flour")
    assert seen.request.beginning.room is not None
    assert seen.request.beginning.room.id == room
    assert await scene.inbox_of(olga) == [ReportMade(report=seen.id)]
    assert (await scene.inbox_of(anna))[: len(before)] == before
    assert not any(isinstance(event, ReportMade) for event in await scene.inbox_of(anna))


async def test_a_request_can_be_reported_after_blocking_its_sender(
    scene: Scene, circle: Circle, room: str, anna: Caller, bo: Caller
) -> None:
    request = await circle.request(anna, bo)
    await circle.block(bo, anna)
    await report(scene, bo, request)
    assert len(await reported(scene)) == 1


async def test_reporting_again_has_no_effect(
    scene: Scene, circle: Circle, room: str, olga: Caller, anna: Caller, bo: Caller
) -> None:
    request = await circle.request(anna, bo)
    await report(scene, bo, request)
    await report(scene, bo, request, "Again")
    (seen,) = await reported(scene)
    assert seen.reason == "Spam"
    assert len(await scene.inbox_of(olga)) == 1


async def test_one_reports_what_one_has_received(
    scene: Scene, circle: Circle, room: str, anna: Caller, bo: Caller, cleo: Caller
) -> None:
    request = await circle.request(anna, bo)
    for other in (anna, cleo):
        assert await refusal(report(scene, other, request)) == ("not_found", "request")
    assert await refusal(report(scene, bo, request, " ")) == ("bad_request", "reason")
    assert await refusal(report(scene, bo, request, "x" * 501)) == ("bad_request", "reason")


async def test_an_owner_closes_a_report_and_the_list_is_page_by_page(
    scene: Scene, circle: Circle, room: str, olga: Caller, anna: Caller, bo: Caller
) -> None:
    first = await circle.request(anna, bo)
    await report(scene, bo, first)
    await circle.withdraw(anna, first)
    await report(scene, bo, await circle.request(anna, bo))
    page = await list_reports(scene.desk, Page(limit=1))
    assert page.next is not None
    (earlier,) = (await list_reports(scene.desk, Page(limit=1, after=page.next))).reports
    assert earlier.request.id == first
    for _ in range(2):
        await close_report(scene.desk, olga, earlier.id, new_key())
    assert [each.state for each in await reported(scene)] == ["open", "closed"]
    unknown = refusal(close_report(scene.desk, olga, scene.desk.new_id(), new_key()))
    assert await unknown == ("not_found", "report")
