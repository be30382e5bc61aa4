"""Invitations: making, listing and revoking them, into a room or (no room) into the community.

A code is shown to whoever makes the invitation, once; the hub keeps its hash alone. So a repeated
key cannot give the first answer again: it gives the same invitation a new code.
"""

import secrets
from functools import partial

from hubbub_protocol.invitations import (
    Invitation,
    InvitationPage,
    MadeInvitation,
    MakeInvitation,
)
from hubbub_protocol.members import Page
from hubbub_protocol.streams import CONTROL, room_stream
from hubbub_server.actions.desk import Desk, write_key
from hubbub_server.actions.once import get_place, write_once
from hubbub_server.domain.access import require_host, require_writer
from hubbub_server.domain.caller import Caller
from hubbub_server.domain.invitations import (
    CODE_BYTES,
    check_note,
    code_hash_of,
    code_of,
    no_such_open_invitation,
    require_place_for_another,
)
from hubbub_server.domain.pages import Cursor, cut, read_cursor
from hubbub_server.store import invitations as stored
from hubbub_server.store.interface import Reading, Transaction, WriteResult

_SECOND_US = 1_000_000


async def make_invitation(
    desk: Desk, caller: Caller, room: str | None, asked: MakeInvitation, key: str
) -> MadeInvitation:
    """Make an invitation, as a host or owner of the room or an owner of the community."""
    note = check_note(asked)
    once = write_key(caller, key, "make_invitation", room, asked)
    code = code_of(secrets.token_bytes(CODE_BYTES))
    async with desk.write(_stream_of(room)) as writing:
        known = await writing.find_result(once)
        made = None if known is None else known.id
        if made is None:
            desk.rates.take(caller)
            await _require_may_invite(writing, caller, room)
            made = desk.new_id()
            new = stored.NewInvitation(
                id=made,
                code_hash=code_hash_of(code),
                room=room,
                made_by=caller.member,
                note=note,
                uses=asked.uses,
                expires_at=writing.now_us + asked.lasts_s * _SECOND_US,
            )
            await stored.insert_invitation(writing, new)
            await writing.remember_result(once, await _result(writing, room, made))
        else:
            await stored.change_code(writing, made, code_hash_of(code))
        invitation = await stored.find_open_invitation(writing, made, writing.now_us)
        if invitation is None:  # revoked or expired since the key was first used
            raise no_such_open_invitation()
        return MadeInvitation(invitation=invitation, code=code)


async def list_invitations(
    desk: Desk, caller: Caller, room: str | None, page: Page
) -> InvitationPage:
    """Return a page of open invitations, for those who may make such, the latest first."""
    after = read_cursor(page.after)
    async with desk.store.snapshot() as reading:
        await _require_host(reading, caller, room)
        now = desk.clock.now_us()
        found = await stored.list_invitations(reading, room, now, after, page.limit + 1)
    invitations, following = cut(found, page.limit, _cursor_of)
    return InvitationPage(invitations=invitations, next=following)


async def revoke_invitation(
    desk: Desk, caller: Caller, room: str | None, invitation: str, key: str
) -> None:
    """End an invitation, one's own or another's, as one who may make such."""
    once = write_key(caller, key, "revoke_invitation", room, invitation)
    deed = partial(_revoke, caller, room, invitation)
    await write_once(desk, caller, once, [_stream_of(room)], deed)


async def _revoke(
    caller: Caller, room: str | None, invitation: str, writing: Transaction
) -> WriteResult:
    await _require_host(writing, caller, room)
    if not await stored.delete_invitation(writing, invitation, room):
        raise no_such_open_invitation()
    return await _result(writing, room, invitation)


async def _require_may_invite(writing: Transaction, caller: Caller, room: str | None) -> None:
    await _require_host(writing, caller, room)
    if room is not None:
        place = await get_place(writing, caller, room_stream(room))
        require_writer(place.room, place.membership)
    require_place_for_another(await stored.count_open(writing, room, writing.now_us))


async def _require_host(reading: Reading, caller: Caller, room: str | None) -> None:
    """Raise unless the caller hosts the room; who asks for the community is an owner of it."""
    if room is not None:
        place = await get_place(reading, caller, room_stream(room))
        require_host(place.room, place.membership)


async def _result(writing: Transaction, room: str | None, invitation: str) -> WriteResult:
    # An invitation is state and has no events: its place is the stream as it stands.
    stream = _stream_of(room)
    return WriteResult(stream, (await writing.head(stream)).seq, writing.now_us, invitation)


def _stream_of(room: str | None) -> str:
    """Return the stream whose lock keeps the right to invite as it is."""
    return CONTROL if room is None else room_stream(room)


def _cursor_of(invitation: Invitation) -> Cursor:
    return Cursor(invitation.id, str(invitation.created_at))
