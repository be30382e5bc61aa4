"""Blocks: whom one may block, and what that ends."""

import pytest
from sqlalchemy import insert

from hubbub_protocol.events import (
    BlockLifted,
    BlockSet,
    ConnectionRequestClosed,
    MemberBlocked,
    MemberUnblocked,
    PersonalConnectionEnded,
)
from hubbub_protocol.limits import MAX_BLOCKS
from hubbub_protocol.members import Page
from hubbub_server.actions.blocks import list_blocks
from hubbub_server.domain.caller import Caller
from hubbub_server.store.schema import blocks, members
from tests.server.actions.circle import Circle
from tests.server.actions.control import told
from tests.server.actions.scene import Scene, refusal


@pytest.fixture
async def room(scene: Scene, anna: Caller, bo: Caller, cleo: Caller) -> str:
    """A room that all three share."""
    return await scene.room(anna, bo, cleo)


async def blocked_by(scene: Scene, caller: Caller) -> list[str]:
    """Return the usernames of those whom somebody has blocked, as they see them."""
    page = await list_blocks(scene.desk, caller, Page())
    return [block.member.username for block in page.blocks]


async def test_a_block_is_known_to_the_blocker_and_to_the_hubs(
    scene: Scene, circle: Circle, room: str, anna: Caller, bo: Caller
) -> None:
    before = await scene.inbox_of(anna)
    await circle.block(bo, anna)
    assert await blocked_by(scene, bo) == ["anna"]
    assert (await scene.inbox_of(bo))[-1] == MemberBlocked(member=anna.member)
    block_set = BlockSet(blocker=bo.member, blocked=anna.member)
    assert (await told(scene.desk))[-1] == (bo.member, block_set)
    assert await scene.inbox_of(anna) == before
    assert await blocked_by(scene, anna) == []


async def test_lifting_a_block(
    scene: Scene, circle: Circle, room: str, anna: Caller, bo: Caller
) -> None:
    await circle.block(bo, anna)
    await circle.unblock(bo, anna)
    assert await blocked_by(scene, bo) == []
    assert (await scene.inbox_of(bo))[-1] == MemberUnblocked(member=anna.member)
    lifted = BlockLifted(blocker=bo.member, blocked=anna.member)
    assert (await told(scene.desk))[-1] == (bo.member, lifted)


async def test_blocking_and_unblocking_again_has_no_effect(
    scene: Scene, circle: Circle, room: str, anna: Caller, bo: Caller
) -> None:
    await circle.unblock(bo, anna)
    await circle.block(bo, anna)
    before = await scene.inbox_of(bo)
    await circle.block(bo, anna)
    assert await scene.inbox_of(bo) == before
    await circle.unblock(bo, anna)
    before = await scene.inbox_of(bo)
    await circle.unblock(bo, anna)
    assert await scene.inbox_of(bo) == before


async def test_a_block_ends_the_personal_connection_and_the_other_sees_an_end(
    scene: Scene, circle: Circle, room: str, anna: Caller, bo: Caller
) -> None:
    opened = await circle.connect(anna, bo)
    await circle.block(bo, anna)
    ended = PersonalConnectionEnded(member=bo.member, channel=opened.channel)
    assert (await scene.inbox_of(anna))[-1] == ended
    assert await circle.connected(anna) == []
    assert await refusal(circle.ask(bo, anna)) == ("conflict", "member")


async def test_a_block_withdraws_what_one_has_asked(
    scene: Scene, circle: Circle, room: str, anna: Caller, bo: Caller
) -> None:
    request = await circle.request(bo, anna)
    await circle.block(bo, anna)
    assert await circle.sent(bo) == []
    assert await circle.received(anna) == []
    assert (await scene.inbox_of(anna))[-1] == ConnectionRequestClosed(
        request=request, sender=bo.member, receiver=anna.member, outcome="withdrawn"
    )


async def test_a_block_takes_the_others_request_away_without_their_knowing(
    scene: Scene, circle: Circle, room: str, anna: Caller, bo: Caller
) -> None:
    request = await circle.request(anna, bo)
    sent, before = await circle.sent(anna), await scene.inbox_of(anna)
    await circle.block(bo, anna)
    assert await circle.received(bo) == []
    assert await refusal(circle.accept(bo, request)) == ("not_found", "request")
    assert await circle.sent(anna) == sent
    assert await scene.inbox_of(anna) == before
    await circle.unblock(bo, anna)
    assert await circle.received(bo) == []
    assert await circle.sent(anna) == sent


async def test_one_blocks_whom_one_may_know_of(
    scene: Scene, circle: Circle, room: str, anna: Caller, bo: Caller
) -> None:
    dora = await scene.member("dora")
    assert await refusal(circle.block(anna, dora)) == ("not_found", "member")
    assert await refusal(circle.unblock(anna, dora)) == ("not_found", "member")
    assert await refusal(circle.block(anna, anna)) == ("bad_request", "member")
    made = await circle.contact_code(anna)
    await circle.ask(dora, code=made.code)
    await circle.block(anna, dora)
    await scene.leave(bo, room)
    await circle.block(anna, bo)
    assert await blocked_by(scene, anna) == ["bo", "dora"]


async def test_whom_one_has_blocked_one_may_block_again(
    scene: Scene, circle: Circle, anna: Caller
) -> None:
    dora = await scene.member("dora")
    made = await circle.contact_code(anna)
    await circle.ask(dora, code=made.code)
    await circle.block(anna, dora)
    for _ in range(2):  # lifting it again has no effect
        await circle.unblock(anna, dora)
    await circle.block(anna, dora)
    assert await blocked_by(scene, anna) == ["dora"]


async def test_whose_requests_one_has_declined_one_may_block(
    scene: Scene, circle: Circle, anna: Caller
) -> None:
    dora = await scene.member("dora")
    made = await circle.contact_code(anna, uses=None)
    asked = await circle.ask(dora, code=made.code)
    assert asked.request is not None
    await circle.decline(anna, asked.request.id)
    await circle.withdraw(dora, asked.request.id)
    await circle.ask(dora, code=made.code)  # which never reaches her
    await circle.block(anna, dora)
    assert await blocked_by(scene, anna) == ["dora"]


async def test_so_many_one_may_block(
    scene: Scene, circle: Circle, room: str, anna: Caller, bo: Caller
) -> None:
    async with scene.desk.write() as writing:
        ids = [scene.desk.new_id() for _ in range(MAX_BLOCKS)]
        profile = {"display_name": "X", "avatar_colour": "#000000", "kind": "person", "line": ""}
        more = {"interests": "[]", "search_text": "", "created_at": 0}
        await writing.execute(
            insert(members).values(
                [{"id": each, "username": each} | profile | more for each in ids]
            )
        )
        await writing.execute(
            insert(blocks).values(
                [{"blocker": anna.member, "blocked": each, "blocked_at": 0} for each in ids]
            )
        )
    assert await refusal(circle.block(anna, bo)) == ("conflict", None)
    page = await list_blocks(scene.desk, anna, Page(limit=200))
    assert len(page.blocks) == 200
    assert page.next is not None
