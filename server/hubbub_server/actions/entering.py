"""Becoming a member of a room, however one comes in."""

from hubbub_protocol.events import MemberJoined, RoomJoined
from hubbub_protocol.streams import inbox_stream, room_stream
from hubbub_server.store.interface import NewEvent, StoredEvent, Transaction
from hubbub_server.store.join_requests import take_join_request
from hubbub_server.store.memberships import put_joining
from hubbub_server.store.read_markers import raise_marker


async def enter(writing: Transaction, room: str, member: str, *, actor: str) -> StoredEvent:
    """Make a member of one who may become one; needs the room and their inbox locked.

    What they asked of the room, or were refused, is forgotten. The read marker stands at the
    joining, so that nothing that was written before counts as unread.
    """
    stream = room_stream(room)
    (joined,) = await writing.append_events([NewEvent(stream, actor, MemberJoined(member=member))])
    told = RoomJoined(room=room, joined_seq=joined.seq)
    await writing.append_events([NewEvent(inbox_stream(member), actor, told)])
    await put_joining(writing, room, member, "member", joined)
    await raise_marker(writing, member, stream, joined.seq)
    await take_join_request(writing, room, member)
    return joined
