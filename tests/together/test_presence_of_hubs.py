"""Who is present in a room, over several real hubs; and one of them ends."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hubbub_load.programs.cluster import ServedCluster
from hubbub_load.programs.postgres_server import PostgresServer
from hubbub_load.programs.redis_server import RedisServer
from hubbub_load.programs.served_hub import ServedHub
from tests.together.picture import enter, shared_room
from tests.together.wire import Map, Member, register, wire

pytestmark = pytest.mark.slow


@pytest.fixture
def cluster(
    tmp_path: Path, postgres: PostgresServer, redis: RedisServer
) -> Iterator[ServedCluster]:
    """Two hubs of one installation."""
    with ServedCluster(tmp_path, postgres.new_database(), redis.url) as served:
        yield served


def at(hub: ServedHub, member: Member) -> Member:
    """Return a member who speaks to another hub."""
    answer: Map = {"token": member.token, "sign_in": member.sign_in}
    return Member(hub.address, {**answer, "me": {"id": member.id, "username": member.username}})


Ending = Callable[[ServedHub], None]


@pytest.mark.parametrize("end", [ServedHub.kill, ServedHub.stop], ids=["killed", "stopped"])
async def test_members_of_a_hub_that_ends_are_gone_at_the_other(
    cluster: ServedCluster, end: Ending
) -> None:
    here, there = cluster.hubs
    ada, bo, cy = (register(here.address) for _ in range(3))
    stream = shared_room(ada, bo)
    cy.ask("POST", f"/rooms/{stream.removeprefix('room:')}/join")
    everybody = {ada.id: "active", bo.id: "active", cy.id: "active"}
    async with wire(ada) as talk, wire(at(there, bo)) as other, wire(at(there, cy)) as third:
        picture = await enter(talk, stream)
        pictures = [await enter(each, stream) for each in (other, third)]
        for each in (picture, *pictures):
            await each.until(everybody)
        end(there)
        await picture.until({ada.id: "active"})
