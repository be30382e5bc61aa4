"""Writing down which connection requests have expired."""

import pytest

from hubbub_protocol.codec import read_payload
from hubbub_protocol.events import ConnectionRequestClosed
from hubbub_protocol.streams import inbox_stream
from hubbub_server.actions.expiring import expire_requests
from hubbub_server.domain.caller import Caller
from hubbub_server.domain.decoys import decoy_stream
from tests.server.actions.circle import DAY_US, Circle
from tests.server.actions.scene import Scene


@pytest.fixture
async def room(scene: Scene, anna: Caller, bo: Caller, cleo: Caller) -> str:
    """A room that all three share."""
    return await scene.room(anna, bo, cleo)


async def test_what_has_expired_is_told_to_those_who_saw_it_pending(
    scene: Scene, circle: Circle, room: str, anna: Caller, bo: Caller, cleo: Caller
) -> None:
    to_bo, to_cleo = await circle.request(anna, bo), await circle.request(anna, cleo)
    await circle.decline(cleo, to_cleo)
    scene.clock.move(90 * DAY_US)
    assert await expire_requests(scene.desk, 10) == 2
    closed = [
        ConnectionRequestClosed(
            request=request, sender=anna.member, receiver=receiver.member, outcome="expired"
        )
        for request, receiver in ((to_bo, bo), (to_cleo, cleo))
    ]
    assert (await scene.inbox_of(anna))[-2:] == closed
    assert (await scene.inbox_of(bo))[-1] == closed[0]
    assert closed[1] not in await scene.inbox_of(cleo)
    decoys = await scene.log(decoy_stream(cleo.member))
    assert [read_payload(event.payload) for event in decoys] == [closed[1]]
    assert (await scene.log(inbox_stream(anna.member)))[-1].actor == ""


async def test_at_most_so_many_are_written_at_a_time_the_earliest_first(
    scene: Scene, circle: Circle, room: str, anna: Caller, bo: Caller, cleo: Caller
) -> None:
    first, _ = await circle.request(anna, bo), await circle.request(cleo, bo)
    scene.clock.move(90 * DAY_US)
    assert await expire_requests(scene.desk, 1) == 1
    told = (await scene.inbox_of(bo))[-1]
    assert isinstance(told, ConnectionRequestClosed)
    assert told.request == first
    assert await expire_requests(scene.desk, 10) == 1
    assert await expire_requests(scene.desk, 10) == 0


async def test_what_has_not_expired_stays(
    scene: Scene, circle: Circle, room: str, anna: Caller, bo: Caller
) -> None:
    request = await circle.request(anna, bo)
    scene.clock.move(90 * DAY_US - 1_000_001)
    assert await expire_requests(scene.desk, 10) == 0
    assert [each.id for each in await circle.sent(anna)] == [request]
