"""What hosts and owners do to keep a room a good place: removing and banning members.

The reason is kept with the membership and stands in the event, which all members of the room see.

Removing and banning are not held to a member's pace of writing, so that nobody escapes a host who
has much to do. Lifting a ban is, which bounds how often the two can follow each other.
"""

from collections.abc import Sequence
from functools import partial

from hubbub_protocol.events import MemberBanned, MemberRemoved, MemberUnbanned, RoomLeft
from hubbub_protocol.limits import MAX_REASON
from hubbub_protocol.members import Page
from hubbub_protocol.rooms import RoomBanPage
from hubbub_protocol.streams import inbox_stream, room_stream
from hubbub_server.actions.desk import Desk, write_key
from hubbub_server.actions.hosts import write_with_hosts
from hubbub_server.actions.join_requests import closed
from hubbub_server.actions.once import (
    get_place,
    no_effect,
    result_of,
    write_once,
    write_once_unpaced,
)
from hubbub_server.domain.access import Membership, is_member, require_host
from hubbub_server.domain.caller import Caller
from hubbub_server.domain.memberships import no_such_room_member, require_may_send_away
from hubbub_server.domain.pages import Cursor, cut, read_cursor
from hubbub_server.domain.texts import check_optional_line
from hubbub_server.store import memberships
from hubbub_server.store.interface import NewEvent, Transaction, WriteResult
from hubbub_server.store.join_requests import take_join_request


async def remove_member(
    desk: Desk, caller: Caller, room: str, member: str, reason: str, key: str
) -> WriteResult:
    """Remove a member, who may join again."""
    reason = check_optional_line(reason, "reason", MAX_REASON)
    once = write_key(caller, key, "remove_member", room, member, reason)
    streams = [room_stream(room), inbox_stream(member)]
    return await write_once_unpaced(
        desk, once, streams, partial(_remove, caller, room, member, reason)
    )


async def _remove(
    caller: Caller, room: str, member: str, reason: str, writing: Transaction
) -> WriteResult:
    actor, other = await _both(caller, room, member, writing)
    if not is_member(other):
        raise no_such_room_member()
    require_may_send_away(actor, other)
    removed, _ = await writing.append_events(
        [
            NewEvent(room_stream(room), caller.member, MemberRemoved(member=member, reason=reason)),
            NewEvent(inbox_stream(member), caller.member, RoomLeft(room=room, reason="removed")),
        ]
    )
    await memberships.put_departure(writing, room, member, "removed", removed, reason)
    return result_of(removed)


async def ban_member(
    desk: Desk, caller: Caller, room: str, member: str, reason: str, key: str
) -> WriteResult:
    """Shut out one who belongs or belonged to a room: they may not even know of it any more."""
    reason = check_optional_line(reason, "reason", MAX_REASON)
    once = write_key(caller, key, "ban_member", room, member, reason)
    deed = partial(_ban, caller, room, member, reason)
    return await write_with_hosts(desk, once, room, [member], deed)


async def _ban(
    caller: Caller, room: str, member: str, reason: str, writing: Transaction, hosts: Sequence[str]
) -> WriteResult:
    actor, other = await _both(caller, room, member, writing)
    require_may_send_away(actor, other)
    stream = room_stream(room)
    if other.state == "banned":
        return await no_effect(writing, stream, (await writing.head(stream)).seq)
    news = [NewEvent(stream, caller.member, MemberBanned(member=member, reason=reason))]
    if is_member(other):  # others know already that they belong to it no longer
        left = RoomLeft(room=room, reason="banned")
        news.append(NewEvent(inbox_stream(member), caller.member, left))
    banned, *_ = await writing.append_events(news)
    await memberships.put_departure(writing, room, member, "banned", banned, reason)
    if await take_join_request(writing, room, member):
        told = [member, *hosts]
        await writing.append_events(closed(room, member, "void", told, actor=caller.member))
    return result_of(banned)


async def unban_member(desk: Desk, caller: Caller, room: str, member: str, key: str) -> WriteResult:
    """Lift a ban: the member is what one is who was removed, and may join again."""
    once = write_key(caller, key, "unban_member", room, member)
    return await write_once(
        desk, caller, once, [room_stream(room)], partial(_unban, caller, room, member)
    )


async def _unban(caller: Caller, room: str, member: str, writing: Transaction) -> WriteResult:
    _, other = await _both(caller, room, member, writing)
    stream = room_stream(room)
    if other.state != "banned":
        return await no_effect(writing, stream, (await writing.head(stream)).seq)
    (unbanned,) = await writing.append_events(
        [NewEvent(stream, caller.member, MemberUnbanned(member=member))]
    )
    await memberships.put_departure(writing, room, member, "removed", unbanned)
    return result_of(unbanned)


async def list_room_bans(desk: Desk, caller: Caller, room: str, page: Page) -> RoomBanPage:
    """Return a page of a room's bans, for its hosts and owners, the latest first."""
    after = read_cursor(page.after)
    async with desk.store.snapshot() as reading:
        place = await get_place(reading, caller, room_stream(room))
        require_host(place.room, place.membership)
        found = await memberships.list_bans(reading, room, after, page.limit + 1)
    bans, following = cut(found, page.limit, lambda ban: Cursor(ban.member.id, str(ban.banned_at)))
    return RoomBanPage(bans=bans, next=following)


async def _both(
    caller: Caller, room: str, member: str, writing: Transaction
) -> tuple[Membership, Membership]:
    """Return the memberships of a moderator and of one who belongs or belonged to the room."""
    place = await get_place(writing, caller, room_stream(room))
    actor = require_host(place.room, place.membership)
    other = await memberships.find_membership(writing, room, member)
    if other is None:
        raise no_such_room_member()
    return actor, other
