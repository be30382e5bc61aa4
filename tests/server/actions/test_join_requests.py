"""Asking to be let into a room, and what its hosts answer."""

import asyncio

import pytest

from hubbub_protocol.errors import Refusal
from hubbub_protocol.events import (
    JoinRequestClosed,
    JoinRequested,
    JoinRequestRefused,
    MemberJoined,
    RoomJoined,
)
from hubbub_protocol.join_requests import AskToJoin, JoinRequest
from hubbub_protocol.members import Page
from hubbub_protocol.rooms import EditRoom, FindRooms
from hubbub_protocol.streams import inbox_stream
from hubbub_server.actions import join_requests, memberships, rooms
from hubbub_server.domain.caller import Caller
from tests.server.actions.scene import Scene, new_key, refusal
from tests.server.store.backends import DATABASES

DAY_US = 24 * 3600 * 1_000_000

pytestmark = pytest.mark.parametrize("database", DATABASES)


@pytest.fixture
async def room(scene: Scene, anna: Caller) -> str:
    """A room of Anna's, on request."""
    return await scene.room(anna, access="request")


async def asking(scene: Scene, host: Caller, room: str) -> list[tuple[str, str]]:
    """Return who asks to be let in, and why."""
    page = await join_requests.list_join_requests(scene.desk, host, room, Page())
    return [(request.member.username, request.reason) for request in page.requests]


async def waiting(scene: Scene, host: Caller, room: str) -> int:
    """Return how many requests a host's view of the room counts."""
    standing = (await rooms.get_room(scene.desk, host, room)).standing
    assert standing is not None
    return standing.join_requests


async def test_who_asks_sees_it_and_so_do_the_hosts(
    scene: Scene, anna: Caller, bo: Caller, room: str
) -> None:
    seen = await scene.ask(bo, room, "  I bake rye ")
    assert seen.asked == JoinRequest(reason="I bake rye", asked_at=scene.clock.now_us())
    assert seen.standing is None
    assert await asking(scene, anna, room) == [("bo", "I bake rye")]
    assert await waiting(scene, anna, room) == 1


async def test_hosts_owners_and_the_askers_other_devices_are_told(
    scene: Scene, anna: Caller, bo: Caller, cleo: Caller, room: str
) -> None:
    dan = await scene.member("dan")
    await scene.let_in(anna, room, cleo)
    await scene.let_in(anna, room, dan)
    await scene.make_host(anna, room, cleo)
    heard = await scene.listen(*(inbox_stream(one.member) for one in (anna, bo, cleo, dan)))
    await scene.ask(bo, room)
    told = {publication.stream for publication in heard.publications}
    assert told == {inbox_stream(one.member) for one in (anna, bo, cleo)}
    assert (await scene.inbox_of(cleo))[-1] == JoinRequested(room=room, member=bo.member)


async def test_the_reason_stands_in_no_event(scene: Scene, bo: Caller, room: str) -> None:
    await scene.ask(bo, room, "Something private")
    streams = [f"room:{room}", inbox_stream(bo.member)]
    logs = [event.payload for stream in streams for event in await scene.log(stream)]
    assert not [payload for payload in logs if b"private" in payload]


async def test_ordinary_members_and_strangers_do_not_see_who_asks(
    scene: Scene, anna: Caller, bo: Caller, cleo: Caller, room: str
) -> None:
    await scene.ask(bo, room)
    await scene.let_in(anna, room, cleo)
    for other in (cleo, bo):
        assert await refusal(asking(scene, other, room)) == ("forbidden", "room")
    assert await waiting(scene, cleo, room) == 0


async def test_who_asks_are_listed_page_by_page_the_oldest_first(
    scene: Scene, anna: Caller, room: str
) -> None:
    names = ["dan", "cleo", "bo"]
    for name in names:
        await scene.ask(await scene.member(name), room)
    found: list[str] = []
    page = Page(limit=2)
    while True:
        some = await join_requests.list_join_requests(scene.desk, anna, room, page)
        found += [request.member.username for request in some.requests]
        if some.next is None:
            break
        page = Page(limit=2, after=some.next)
    assert found == names


async def test_a_host_admits_as_the_actor(
    scene: Scene, anna: Caller, bo: Caller, room: str
) -> None:
    await scene.ask(bo, room)
    head = len(await scene.events_of(room))
    await scene.admit(anna, room, bo)
    joined = (await scene.log(f"room:{room}"))[-1]
    assert (joined.actor, joined.seq) == (anna.member, head + 1)
    assert await scene.events_of(room, head) == [MemberJoined(member=bo.member)]
    assert (await scene.inbox_of(bo))[-1] == RoomJoined(room=room, joined_seq=joined.seq)
    assert (await scene.inbox_of(anna))[-1] == JoinRequestClosed(
        room=room, member=bo.member, outcome="admitted"
    )
    seen = await rooms.get_room(scene.desk, bo, room)
    assert seen.asked is None
    assert seen.standing is not None
    assert (seen.standing.role, seen.standing.read) == ("member", joined.seq)
    assert await asking(scene, anna, room) == []


async def test_to_admit_a_member_again_has_no_effect(
    scene: Scene, anna: Caller, bo: Caller, room: str
) -> None:
    await scene.ask(bo, room)
    await scene.admit(anna, room, bo)
    log = await scene.events_of(room)
    await scene.admit(anna, room, bo)
    assert await scene.events_of(room) == log


async def test_one_who_is_refused_reads_the_word_and_not_who_refused(
    scene: Scene, anna: Caller, bo: Caller, room: str
) -> None:
    await scene.ask(bo, room)
    await scene.refuse(anna, room, bo, "We are full")
    told = (await scene.log(inbox_stream(bo.member)))[-1]
    assert told.actor == ""
    assert (await scene.inbox_of(bo))[-1] == JoinRequestRefused(room=room, word="We are full")
    assert (await scene.inbox_of(anna))[-1] == JoinRequestClosed(
        room=room, member=bo.member, outcome="refused"
    )
    assert await waiting(scene, anna, room) == 0
    assert (await rooms.get_room(scene.desk, bo, room)).asked is None


async def test_after_a_refusal_one_may_ask_again_seven_days_later(
    scene: Scene, anna: Caller, bo: Caller, room: str
) -> None:
    await scene.ask(bo, room)
    await scene.refuse(anna, room, bo)
    scene.clock.move(7 * DAY_US - 2_000_000)
    assert await refusal(scene.ask(bo, room)) == ("conflict", "room")
    await scene.ask(bo, room, "Still baking")
    assert await asking(scene, anna, room) == [("bo", "Still baking")]


async def test_who_withdraws_may_ask_again_at_once(
    scene: Scene, anna: Caller, bo: Caller, room: str
) -> None:
    await scene.ask(bo, room)
    await scene.withdraw(bo, room)
    closed = JoinRequestClosed(room=room, member=bo.member, outcome="withdrawn")
    assert (await scene.inbox_of(bo))[-1] == closed
    assert (await scene.inbox_of(anna))[-1] == closed
    assert await waiting(scene, anna, room) == 0
    await scene.ask(bo, room)
    assert await waiting(scene, anna, room) == 1


async def test_what_is_not_pending_is_neither_withdrawn_nor_answered(
    scene: Scene, anna: Caller, bo: Caller, room: str
) -> None:
    assert await refusal(scene.withdraw(bo, room)) == ("not_found", "member")
    assert await refusal(scene.admit(anna, room, bo)) == ("not_found", "member")
    assert await refusal(scene.refuse(anna, room, bo)) == ("not_found", "member")


async def test_only_hosts_and_owners_answer(
    scene: Scene, anna: Caller, bo: Caller, cleo: Caller, room: str
) -> None:
    await scene.ask(bo, room)
    await scene.let_in(anna, room, cleo)
    assert await refusal(scene.admit(cleo, room, bo)) == ("forbidden", "room")
    assert await refusal(scene.refuse(cleo, room, bo)) == ("forbidden", "room")
    assert await refusal(scene.admit(bo, room, bo)) == ("forbidden", "room")
    await scene.make_host(anna, room, cleo)
    await scene.admit(cleo, room, bo)


async def test_a_repeated_key_asks_once(scene: Scene, anna: Caller, bo: Caller, room: str) -> None:
    key, asked = new_key(), AskToJoin(reason="I bake")
    first = await join_requests.ask_to_join(scene.desk, bo, room, asked, key)
    assert await join_requests.ask_to_join(scene.desk, bo, room, asked, key) == first
    told = [each for each in await scene.inbox_of(anna) if isinstance(each, JoinRequested)]
    assert len(told) == 1
    other = AskToJoin(reason="I do not")
    deed = join_requests.ask_to_join(scene.desk, bo, room, other, key)
    assert await refusal(deed) == ("conflict", "key")


async def test_to_ask_counts_against_ones_pace(scene: Scene, bo: Caller, room: str) -> None:
    for _ in range(scene.desk.limits.send_burst):
        scene.desk.rates.take(bo)
    asked = AskToJoin(reason="I bake")
    deed = join_requests.ask_to_join(scene.desk, bo, room, asked, new_key())
    assert await refusal(deed) == ("rate_limited", None)


async def test_at_most_ten_requests_of_a_member_wait(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    made = [await scene.room(anna, name=f"Room {n}", access="request") for n in range(11)]
    for room in made[:10]:
        await scene.ask(bo, room)
    assert await refusal(scene.ask(bo, made[10])) == ("conflict", None)
    await scene.withdraw(bo, made[0])
    await scene.ask(bo, made[10])


async def test_one_finds_the_rooms_that_one_asks_to_join(
    scene: Scene, anna: Caller, bo: Caller, cleo: Caller, room: str
) -> None:
    other = await scene.room(anna, name="Rye", access="request")
    for asked in (room, other):
        await scene.ask(bo, asked)
    await scene.ask(cleo, room)
    await rooms.archive_room(scene.desk, anna, other, new_key())
    find = FindRooms(asked=True)
    found = [each.id for each in (await rooms.find_rooms(scene.desk, bo, find)).rooms]
    assert sorted(found) == sorted([room, other])
    await scene.withdraw(bo, room)
    await scene.withdraw(bo, other)
    assert (await rooms.find_rooms(scene.desk, bo, find)).rooms == []


async def test_joining_a_room_on_request_takes_asking(scene: Scene, bo: Caller, room: str) -> None:
    assert await refusal(scene.join(bo, room)) == ("forbidden", "room")


async def test_a_ban_voids_the_request_of_one_who_was_there_before(
    scene: Scene, anna: Caller, bo: Caller, room: str
) -> None:
    await scene.let_in(anna, room, bo)
    await scene.leave(bo, room)
    await scene.ask(bo, room)
    await scene.ban(anna, room, bo)
    void = JoinRequestClosed(room=room, member=bo.member, outcome="void")
    assert (await scene.inbox_of(anna))[-1] == void
    assert (await scene.inbox_of(bo))[-1] == void
    assert await asking(scene, anna, room) == []
    assert await refusal(scene.admit(anna, room, bo)) == ("not_found", "member")
    assert await refusal(scene.withdraw(bo, room)) == ("not_found", "room")


async def test_who_comes_in_by_an_invitation_asks_no_longer(
    scene: Scene, anna: Caller, bo: Caller, room: str
) -> None:
    await scene.ask(bo, room)
    await scene.let_in(anna, room, bo)
    assert (await scene.inbox_of(anna))[-1] == JoinRequestClosed(
        room=room, member=bo.member, outcome="void"
    )
    assert await asking(scene, anna, room) == []


@pytest.mark.parametrize("access", ["open", "invite"])
async def test_when_a_room_is_on_request_no_longer_its_requests_are_void(
    scene: Scene, anna: Caller, bo: Caller, room: str, access: str
) -> None:
    await scene.ask(bo, room)
    edit = EditRoom(access=access)  # type: ignore[arg-type]  # one of its values
    changed = await rooms.edit_room(scene.desk, anna, room, edit, new_key())
    assert changed.standing is not None
    assert changed.standing.join_requests == 0
    assert await asking(scene, anna, room) == []
    assert (await rooms.get_room(scene.desk, anna, room)).members == 1
    again = EditRoom(access="request")
    await rooms.edit_room(scene.desk, anna, room, again, new_key())
    assert (await scene.ask(bo, room)).asked is not None


async def test_an_archived_room_admits_nobody_and_keeps_what_was_asked(
    scene: Scene, anna: Caller, bo: Caller, room: str
) -> None:
    await scene.ask(bo, room)
    await rooms.archive_room(scene.desk, anna, room, new_key())
    assert await refusal(scene.admit(anna, room, bo)) == ("forbidden", "room")
    assert await asking(scene, anna, room) == [("bo", "I bake")]
    await scene.refuse(anna, room, bo)


async def test_one_request_admitted_and_withdrawn_at_once_comes_to_one_of_both(
    scene: Scene, anna: Caller, bo: Caller, room: str
) -> None:
    for _ in range(10):
        await scene.ask(bo, room)
        outcomes = await asyncio.gather(
            scene.admit(anna, room, bo), scene.withdraw(bo, room), return_exceptions=True
        )
        refused = [each for each in outcomes if isinstance(each, BaseException)]
        assert [each.code for each in refused if isinstance(each, Refusal)] == ["not_found"]
        belongs = (await rooms.get_room(scene.desk, bo, room)).standing is not None
        assert belongs == (outcomes[0] is None)
        assert await asking(scene, anna, room) == []
        if belongs:
            await scene.leave(bo, room)


async def test_two_hosts_who_admit_at_once_let_one_in_once(
    scene: Scene, anna: Caller, bo: Caller, cleo: Caller, room: str
) -> None:
    await scene.let_in(anna, room, cleo)
    await scene.make_host(anna, room, cleo)
    await scene.ask(bo, room)
    head = len(await scene.events_of(room))
    await asyncio.gather(*(scene.admit(host, room, bo) for host in (anna, cleo)))
    assert await scene.events_of(room, head) == [MemberJoined(member=bo.member)]
    for host in (anna, cleo):
        closed = [e for e in await scene.inbox_of(host) if isinstance(e, JoinRequestClosed)]
        assert len(closed) == 1


async def test_one_host_admits_and_one_refuses_at_once_and_one_of_them_has_done_it(
    scene: Scene, anna: Caller, bo: Caller, cleo: Caller, room: str
) -> None:
    await scene.let_in(anna, room, cleo)
    await scene.make_host(anna, room, cleo)
    await scene.ask(bo, room)
    admitted, refused = await asyncio.gather(
        scene.admit(anna, room, bo), scene.refuse(cleo, room, bo), return_exceptions=True
    )
    belongs = (await rooms.get_room(scene.desk, bo, room)).standing is not None
    assert (admitted is None, refused is None) == (belongs, not belongs)


async def test_one_who_asks_while_being_banned_does_not_ask_afterwards(
    scene: Scene, anna: Caller, bo: Caller, room: str
) -> None:
    await scene.let_in(anna, room, bo)
    await scene.leave(bo, room)
    asked, banned = await asyncio.gather(
        scene.ask(bo, room), scene.ban(anna, room, bo), return_exceptions=True
    )
    assert banned is None
    if isinstance(asked, BaseException):
        assert isinstance(asked, Refusal)
        assert asked.code == "not_found"
    assert await asking(scene, anna, room) == []
    told = [type(each) for each in await scene.inbox_of(anna)]
    assert told.count(JoinRequested) == told.count(JoinRequestClosed)


async def test_who_becomes_host_while_somebody_asks_hears_of_it_or_finds_it(
    scene: Scene, anna: Caller, bo: Caller, cleo: Caller, room: str
) -> None:
    await scene.let_in(anna, room, cleo)
    for _ in range(10):
        before = len(await scene.inbox_of(cleo))
        await asyncio.gather(scene.ask(bo, room), scene.make_host(anna, room, cleo))
        news = [type(each).__name__ for each in (await scene.inbox_of(cleo))[before:]]
        if news == ["RoomRoleChanged"]:  # the request was there before the role
            assert await waiting(scene, cleo, room) == 1
        else:
            assert news == ["RoomRoleChanged", "JoinRequested"]
        await scene.withdraw(bo, room)
        await memberships.set_role(scene.desk, anna, room, cleo.member, "member", new_key())
        scene.clock.move(20_000_000)
