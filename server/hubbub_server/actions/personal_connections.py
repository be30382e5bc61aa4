"""Personal connections: listing them, and ending one."""

from hubbub_protocol.personal_connections import FindPersonalConnections, PersonalConnectionPage
from hubbub_server.actions.desk import Desk, write_key
from hubbub_server.actions.pairs import Deed, change_pair
from hubbub_server.domain.caller import Caller
from hubbub_server.domain.connection_requests import refused
from hubbub_server.domain.pages import Cursor, cut, read_cursor
from hubbub_server.domain.pair_changes import Command, End
from hubbub_server.domain.pairs import Pair
from hubbub_server.domain.texts import words_of
from hubbub_server.store.interface import Transaction, WriteResult
from hubbub_server.store.personal_connection_views import list_personal_connections as list_stored


async def list_personal_connections(
    desk: Desk, caller: Caller, find: FindPersonalConnections
) -> PersonalConnectionPage:
    """Return a page of those with whom the caller is connected, by display name."""
    words = words_of(find.text, "text")
    after = read_cursor(find.after)
    async with desk.store.snapshot() as reading:
        found = await list_stored(reading, caller.member, words, after, find.limit + 1)
    page, following = cut(found, find.limit, lambda item: Cursor(item[0].member.id, item[1]))
    return PersonalConnectionPage(personal_connections=[each for each, _ in page], next=following)


async def end_personal_connection(desk: Desk, caller: Caller, member: str, key: str) -> WriteResult:
    """End the personal connection with a member; again has no effect."""
    if member == caller.member:
        raise refused("never_connected")
    once = write_key(caller, key, "end_personal_connection", member)
    return await change_pair(desk, caller, member, once, Deed(_end, ends=True))


async def _end(writing: Transaction, pair: Pair, channel: str) -> Command:
    del writing, pair, channel
    return End()
