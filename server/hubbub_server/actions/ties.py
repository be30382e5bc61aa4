"""The tie of two members: what they have shared, for the two of them only."""

from functools import partial
from typing import Final

import msgspec

from hubbub_protocol.limits import MAX_NOTE
from hubbub_protocol.personal_connections import SetNote, Tie
from hubbub_protocol.streams import inbox_stream
from hubbub_server.actions.desk import Desk, write_key
from hubbub_server.actions.once import write_once
from hubbub_server.domain.caller import Caller
from hubbub_server.domain.connection_requests import refused
from hubbub_server.domain.texts import check_prose
from hubbub_server.store import ties
from hubbub_server.store.interface import Transaction, WriteResult
from hubbub_server.store.people_settings import read_people_settings
from hubbub_server.store.personal_connection_views import view_personal_connection
from hubbub_server.store.personal_connections import find_personal_connection
from hubbub_server.store.shared_rooms import rooms_shared_with_each

_MOST_ROOMS: Final = 50
_MOST_MUTUAL: Final = 50
_WORDS_FOR_US: Final = 30 * 24 * 3600 * 1_000_000


async def get_tie(desk: Desk, caller: Caller, member: str) -> Tie:
    """Return what the caller shares with a member with whom they are connected."""
    me = caller.member
    async with desk.store.snapshot() as reading:
        known = await find_personal_connection(reading, me, member)
        seen = await view_personal_connection(reading, me, member)
        if known is None or seen is None or known.state != "connected":
            raise refused("never_connected")
        words = await ties.count_words(reading, known.channel, desk.clock.now_us() - _WORDS_FOR_US)
        shared = await rooms_shared_with_each(reading, me, [member], _MOST_ROOMS)
        allowed = [await read_people_settings(reading, one) for one in (me, member)]
        mutual = None  # and so to a bot: it must not learn who is connected with whom
        if caller.kind == "person" and all(settings.mutual for settings in allowed):
            mutual = await ties.list_mutual(reading, me, member, _MOST_MUTUAL)
        return Tie(
            **msgspec.structs.asdict(seen),
            shared_rooms=list(shared.get(member, ())),
            last_exchange_at=await ties.find_last_exchange(reading, known.channel),
            words_from_me=words.get(me, 0),
            words_to_me=words.get(member, 0),
            note=await ties.read_note(reading, me, member),
            mutual=mutual,
        )


async def set_note(desk: Desk, caller: Caller, member: str, asked: SetNote, key: str) -> None:
    """Write the caller's private note about one they are or were connected with."""
    if asked.note:
        check_prose(asked.note, "note", MAX_NOTE)
    once = write_key(caller, key, "set_note", member, asked.note)
    deed = partial(_set_note, caller, member, asked.note)
    await write_once(desk, caller, once, [inbox_stream(caller.member)], deed)


async def _set_note(caller: Caller, member: str, note: str, writing: Transaction) -> WriteResult:
    if not await ties.put_note(writing, caller.member, member, note):
        raise refused("never_connected")
    # A note is state of its member alone and has no events: its place is the inbox as it stands.
    inbox = inbox_stream(caller.member)
    return WriteResult(inbox, (await writing.head(inbox)).seq, writing.now_us, None)
