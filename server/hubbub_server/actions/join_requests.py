"""Join requests: asking to be let into a room on request, and what its hosts answer.

A request is state, kept while it waits for an answer; hosts and owners hear of it in their
inboxes, where it is made and where it is closed. Its reason is for them alone to read, in the
list, and is erased when it is closed.
"""

from collections.abc import Sequence
from functools import partial
from typing import Literal

from hubbub_protocol.events import JoinRequestClosed, JoinRequested, JoinRequestRefused
from hubbub_protocol.join_requests import (
    AskToJoin,
    JoinRequestPage,
    RefuseJoinRequest,
    RoomJoinRequest,
)
from hubbub_protocol.members import Page
from hubbub_protocol.rooms import Room, RoomMember
from hubbub_protocol.streams import inbox_stream, room_stream
from hubbub_server.actions.desk import Desk, write_key
from hubbub_server.actions.entering import enter
from hubbub_server.actions.hosts import write_with_hosts
from hubbub_server.actions.once import get_place, no_effect, result_of
from hubbub_server.actions.rooms import get_room
from hubbub_server.domain.access import is_member, may_know, no_such_room, require_host
from hubbub_server.domain.caller import Caller
from hubbub_server.domain.join_requests import (
    check_reason,
    check_word,
    no_such_join_request,
    require_may_ask,
)
from hubbub_server.domain.memberships import no_such_room_member, require_takes_members
from hubbub_server.domain.pages import Cursor, cut, read_cursor
from hubbub_server.store import join_requests as stored
from hubbub_server.store.interface import NewEvent, Transaction, WriteResult
from hubbub_server.store.memberships import find_membership, find_room_member

Outcome = Literal["admitted", "refused", "withdrawn", "void"]


async def ask_to_join(desk: Desk, caller: Caller, room: str, asked: AskToJoin, key: str) -> Room:
    """Ask the hosts of a room to let the caller in."""
    reason = check_reason(asked.reason)
    once = write_key(caller, key, "ask_to_join", room, reason)
    deed = partial(_ask, desk, caller, room, reason)
    await write_with_hosts(desk, once, room, [caller.member], deed)
    return await get_room(desk, caller, room)


async def _ask(
    desk: Desk, caller: Caller, room: str, reason: str, writing: Transaction, hosts: Sequence[str]
) -> WriteResult:
    desk.rates.take(caller)
    me = caller.member
    place = await get_place(writing, caller, room_stream(room))
    require_may_ask(
        place.room,
        place.membership,
        await stored.find_join_request(writing, room, me),
        pending=await stored.count_asked(writing, me),
        now_us=writing.now_us,
    )
    await stored.put_join_request(writing, room, me, reason)
    told = JoinRequested(room=room, member=me)
    event, *_ = await writing.append_events(
        [NewEvent(inbox_stream(member), me, told) for member in (me, *hosts)]
    )
    return result_of(event, room)


async def withdraw_join_request(desk: Desk, caller: Caller, room: str, key: str) -> None:
    """Take the caller's request back."""
    once = write_key(caller, key, "withdraw_join_request", room)
    deed = partial(_withdraw, desk, caller, room)
    await write_with_hosts(desk, once, room, [caller.member], deed)


async def _withdraw(
    desk: Desk, caller: Caller, room: str, writing: Transaction, hosts: Sequence[str]
) -> WriteResult:
    desk.rates.take(caller)
    me = caller.member
    place = await get_place(writing, caller, room_stream(room))
    if not may_know(place.room, place.membership):
        raise no_such_room()
    if not await stored.is_asking(writing, room, me):
        raise no_such_join_request()
    await stored.take_join_request(writing, room, me)
    event, *_ = await writing.append_events(closed(room, me, "withdrawn", [me, *hosts], actor=me))
    return result_of(event)


async def admit_member(desk: Desk, caller: Caller, room: str, member: str, key: str) -> RoomMember:
    """Let one in who asked, as a host or owner; again has no effect."""
    once = write_key(caller, key, "admit_member", room, member)
    deed = partial(_admit, desk, caller, room, member)
    await write_with_hosts(desk, once, room, [member], deed)
    async with desk.store.snapshot() as reading:
        found = await find_room_member(reading, room, member)
    if found is None:
        raise no_such_room_member()
    return found


async def _admit(
    desk: Desk, caller: Caller, room: str, member: str, writing: Transaction, hosts: Sequence[str]
) -> WriteResult:
    desk.rates.take(caller)
    stream = room_stream(room)
    place = await get_place(writing, caller, stream)
    require_host(place.room, place.membership)
    present = await find_membership(writing, room, member)
    if present is not None and is_member(present):
        return await no_effect(writing, stream, present.joined_seq)
    if place.room is None or not await stored.is_asking(writing, room, member):
        raise no_such_join_request()
    require_takes_members(place.room)
    joined = await enter(writing, room, member, actor=caller.member)
    await writing.append_events(closed(room, member, "admitted", hosts, actor=caller.member))
    return result_of(joined)


async def refuse_join_request(
    desk: Desk, caller: Caller, room: str, member: str, asked: RefuseJoinRequest, key: str
) -> None:
    """Refuse one who asked, as a host or owner, with a word or none."""
    word = check_word(asked.word)
    once = write_key(caller, key, "refuse_join_request", room, member, word)

    async def refuse(writing: Transaction, hosts: Sequence[str]) -> WriteResult:
        desk.rates.take(caller)
        return await _refuse(caller, room, member, word, writing, hosts)

    await write_with_hosts(desk, once, room, [member], refuse)


async def _refuse(
    caller: Caller, room: str, member: str, word: str, writing: Transaction, hosts: Sequence[str]
) -> WriteResult:
    place = await get_place(writing, caller, room_stream(room))
    require_host(place.room, place.membership)
    if not await stored.is_asking(writing, room, member):
        raise no_such_join_request()
    await stored.put_refusal(writing, room, member)
    refused = JoinRequestRefused(room=room, word=word)
    event, *_ = await writing.append_events(
        [
            # No actor: the asker, who knows nobody in the room, is not told which host it was.
            NewEvent(inbox_stream(member), "", refused),
            *closed(room, member, "refused", hosts, actor=caller.member),
        ]
    )
    return result_of(event)


async def list_join_requests(desk: Desk, caller: Caller, room: str, page: Page) -> JoinRequestPage:
    """Return a page of those who ask to be let in, for hosts and owners, the oldest first."""
    after = read_cursor(page.after)
    async with desk.store.snapshot() as reading:
        place = await get_place(reading, caller, room_stream(room))
        require_host(place.room, place.membership)
        found = await stored.list_join_requests(reading, room, after, page.limit + 1)
    requests, following = cut(found, page.limit, _cursor_of)
    return JoinRequestPage(requests=requests, next=following)


def closed(
    room: str, member: str, outcome: Outcome, told: Sequence[str], *, actor: str
) -> list[NewEvent]:
    """Tell these members that a join request waits for an answer no longer."""
    news = JoinRequestClosed(room=room, member=member, outcome=outcome)
    return [NewEvent(inbox_stream(one), actor, news) for one in told]


def _cursor_of(request: RoomJoinRequest) -> Cursor:
    return Cursor(request.member.id, str(request.asked_at))
