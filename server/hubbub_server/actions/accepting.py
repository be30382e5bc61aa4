"""What one may do with the code of an invitation: look what it is for, and come in by it.

Whoever has a code may do both; nothing else is asked of them, but that they are not banned.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from hubbub_protocol.invitations import AcceptedInvitation, ShownInvitation
from hubbub_protocol.streams import room_stream
from hubbub_server.actions.desk import Desk, write_key
from hubbub_server.actions.door import Door
from hubbub_server.actions.entering import enter
from hubbub_server.actions.hosts import write_with_hosts
from hubbub_server.actions.join_requests import closed
from hubbub_server.actions.once import get_place, no_effect, result_of
from hubbub_server.actions.rooms import get_room
from hubbub_server.domain.access import is_banned, is_member
from hubbub_server.domain.attempts import forgive_attempt, note_attempt
from hubbub_server.domain.caller import Caller
from hubbub_server.domain.invitations import code_hash_of, no_such_invitation
from hubbub_server.domain.memberships import require_takes_members
from hubbub_server.store import invitations as stored
from hubbub_server.store.community import read_community
from hubbub_server.store.interface import Transaction, WriteResult
from hubbub_server.store.join_requests import is_asking


async def look_at_invitation(desk: Desk, door: Door, code: str, address: str) -> ShownInvitation:
    """Tell what an invitation is for, to whoever has its code."""
    note_attempt(door.attempts, None, address, desk.clock.monotonic_s())
    async with desk.store.snapshot() as reading:
        found = await stored.find_invitation(reading, code_hash_of(code), desk.clock.now_us())
        if found is None or not found.holds:
            raise no_such_invitation("code")
        community = await read_community(reading)
        room = None if found.room is None else await stored.find_invited_room(reading, found.room)
    forgive_attempt(door.attempts, None, address)
    return ShownInvitation(
        community=community.name,
        room=room,
        invited_by=found.invited_by,
        expires_at=found.expires_at,
    )


async def accept_invitation(
    desk: Desk, door: Door, caller: Caller, code: str, *, key: str, address: str
) -> AcceptedInvitation:
    """Let the caller in by an invitation; one who is a member already uses nothing up."""
    code_hash = code_hash_of(code)
    once = write_key(caller, key, "accept_invitation", code_hash.hex())
    async with desk.store.snapshot() as reading:
        known = await reading.find_result(once)
        if known is None:
            note_attempt(door.attempts, None, address, desk.clock.monotonic_s())
        found = await stored.find_invitation(reading, code_hash, desk.clock.now_us())
    if known is not None and known.id is not None:
        async with desk.write() as writing:
            await writing.find_result(once)  # which publishes it again
        return AcceptedInvitation(room=await get_room(desk, caller, known.id))
    if found is None or (found.room is None and not found.holds):
        raise no_such_invitation("code")
    if found.room is not None:
        deed = partial(_accept, desk, caller, found.id, found.room)
        await write_with_hosts(desk, once, found.room, [caller.member], deed)
    forgive_attempt(door.attempts, None, address)
    room = None if found.room is None else await get_room(desk, caller, found.room)
    return AcceptedInvitation(room=room)


async def _accept(
    desk: Desk,
    caller: Caller,
    invitation: str,
    room: str,
    writing: Transaction,
    hosts: Sequence[str],
) -> WriteResult:
    desk.rates.take(caller)
    stream, me = room_stream(room), caller.member
    place = await get_place(writing, caller, stream)
    if place.membership is not None and is_member(place.membership):
        return replace(await no_effect(writing, stream, place.membership.joined_seq), id=room)
    if place.room is None or is_banned(place.membership):
        raise no_such_invitation("code")
    if not await stored.use_up(writing, invitation):
        raise no_such_invitation("code")
    require_takes_members(place.room)
    asked = await is_asking(writing, room, me)
    joined = await enter(writing, room, me, actor=me)
    if asked:
        await writing.append_events(closed(room, me, "void", hosts, actor=me))
    return result_of(joined, room)
