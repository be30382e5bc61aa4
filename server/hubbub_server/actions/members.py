"""Members: seeing others, and showing oneself."""

from functools import partial
from typing import Final

import msgspec

from hubbub_protocol.frames import Ephemeral
from hubbub_protocol.members import EditProfile, FindMembers, Me, ProfilePage
from hubbub_protocol.personal_connections import Acquaintance, NamedRoom
from hubbub_protocol.streams import inbox_stream, room_stream
from hubbub_server.actions.desk import Desk, write_key
from hubbub_server.actions.once import write_once
from hubbub_server.broker.publication import Whisper
from hubbub_server.domain.accounts import may_make_bots
from hubbub_server.domain.caller import Caller
from hubbub_server.domain.members import (
    ProfileChange,
    changed,
    check_profile,
    no_such_member,
    searchable,
)
from hubbub_server.domain.pages import Cursor, cut, read_cursor
from hubbub_server.domain.texts import words_of
from hubbub_server.store import members
from hubbub_server.store.blocks import have_blocked
from hubbub_server.store.interface import Reading, Transaction, WriteResult
from hubbub_server.store.memberships import hosts_somewhere, list_rooms_of, list_shared_rooms

_MOST_TOLD: Final = 100
"""Rooms, the last joined first, whose members learn at once that a profile changed."""
_SHARED_SHOWN: Final = 10


async def get_me(desk: Desk, caller: Caller) -> Me:
    """Return the caller as they see themselves."""
    async with desk.store.snapshot() as reading:
        return await read_me(reading, caller)


async def read_me(reading: Reading, caller: Caller) -> Me:
    """Return the caller as they see themselves, at the moment of this view."""
    profile = await members.find_profile(reading, caller.member)
    if profile is None:
        raise no_such_member()
    hosts = await hosts_somewhere(reading, caller.member)
    return Me(
        **msgspec.structs.asdict(profile),
        role=caller.role,
        inbox=inbox_stream(caller.member),
        may_make_bots=may_make_bots(caller, hosts_somewhere=hosts),
    )


async def edit_profile(desk: Desk, caller: Caller, request: EditProfile, key: str) -> Me:
    """Change the caller's profile, and tell those who follow the rooms they belong to."""
    change = check_profile(request)
    once = write_key(caller, key, "edit_profile", request)
    inbox = inbox_stream(caller.member)
    result = await write_once(desk, caller, once, [inbox], partial(_edit, caller, change))
    async with desk.store.snapshot() as reading:
        me = await read_me(reading, caller)
        rooms = await list_rooms_of(reading, caller.member, _MOST_TOLD)
    if not result.duplicate:
        for stream in (inbox, *map(room_stream, rooms)):
            news = Ephemeral(stream=stream, kind="profile", member=caller.member)
            desk.broker.whisper(Whisper(stream, caller.member, msgspec.json.encode(news)))
    return me


async def _edit(caller: Caller, change: ProfileChange, writing: Transaction) -> WriteResult:
    present = await members.find_profile(writing, caller.member)
    if present is None:
        raise no_such_member()
    profile = changed(present, change)
    text = searchable(profile.username, profile.display_name, profile.interests)
    await members.change_profile(writing, profile, text)
    # A profile is state and has no events: its place is the inbox as it stands.
    head = await writing.head(inbox_stream(caller.member))
    return WriteResult(inbox_stream(caller.member), head.seq, writing.now_us, None)


async def get_member(desk: Desk, caller: Caller, member: str) -> Acquaintance:
    """Return oneself, or a member with whom the caller shares or shared a room.

    Also one with whom the caller is or was connected, or who asks the caller for it. For one whom
    the caller has blocked, or who has blocked the caller, as if they did not exist.
    """
    async with desk.store.snapshot() as reading:
        if member != caller.member and not await _may_see(reading, caller, member):
            raise no_such_member()
        profile = await members.find_profile(reading, member)
        shared: list[NamedRoom] = []
        if member != caller.member:
            shared = await list_shared_rooms(reading, caller.member, member, _SHARED_SHOWN)
    if profile is None:
        raise no_such_member()
    return Acquaintance(**msgspec.structs.asdict(profile), shared_rooms=tuple(shared))


async def _may_see(reading: Reading, caller: Caller, member: str) -> bool:
    acquainted = await members.are_acquainted(reading, caller.member, member)
    return acquainted and not await have_blocked(reading, caller.member, member)


async def find_members(desk: Desk, caller: Caller, find: FindMembers) -> ProfilePage:
    """Return a page of those with whom the caller shares a room now, by display name."""
    words = words_of(find.text, "text")
    after = read_cursor(find.after)
    async with desk.store.snapshot() as reading:
        found = await members.list_companions(reading, caller.member, words, after, find.limit + 1)
    page, following = cut(found, find.limit, lambda item: Cursor(item.profile.id, item.sort))
    return ProfilePage(members=[item.profile for item in page], next=following)
