"""Reading a room or direct channel: messages as they now stand, and the events as they came.

Who belongs to a room reads all of it, and so does anyone in a room that allows a look. A former
member of another room reads it as it stood when they left: no later message, and no later edit,
reaction or pin of an earlier one. What was erased since is gone for them too, and a reaction or
pin that was taken back later is not brought back. A direct channel is read by its two, all of it,
also after its end. In a room nobody but its hosts and owners sees what somebody wrote between whom
and them there is a block.
"""

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

import msgspec
from msgspec import UNSET

from hubbub_protocol.codec import write_frame
from hubbub_protocol.frames import Skip
from hubbub_protocol.messages import EventPage, FindEvents, FindHistory, Message, MessagePage
from hubbub_protocol.streams import inbox_stream
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.once import get_place
from hubbub_server.actions.sights import get_sight
from hubbub_server.broker.publication import publication_class
from hubbub_server.domain.caller import Caller
from hubbub_server.domain.messages import check_places
from hubbub_server.domain.places import reach_of_follower, sees_everybody
from hubbub_server.store.blocks import list_screened
from hubbub_server.store.interface import Reading, StoredEvent
from hubbub_server.store.message_views import as_they_stand, list_people
from hubbub_server.store.messages import SentMessage, list_messages_down, list_messages_up
from hubbub_server.store.sight import Sight

_PAGE_BYTES: Final = 262_144
"""What the messages of one page come to, about: one answer must not grow with what people write,
nor with how many react to it."""
_NAMED_BYTES: Final = 40
"""What it takes to name a member."""


async def get_history(desk: Desk, caller: Caller, stream: str, find: FindHistory) -> MessagePage:
    """Return messages before, after or around a ``seq``, or the latest, as they now stand.

    ``around`` gives as many before as from there on, and fills up from the other side where one
    has too few. A page holds fewer than asked for where they come to more than about 256 KiB, and
    always at least one if there is one.
    """
    check_places(find)
    async with desk.store.snapshot() as reading:
        return await read_messages(reading, await get_sight(reading, caller, stream), find)


async def read_messages(reading: Reading, sight: Sight, find: FindHistory) -> MessagePage:
    """Return the messages that are asked for, as far as they may be seen."""
    span = await _find(reading, sight, find)
    found = await as_they_stand(reading, sight, span.messages)
    begin, end = _bounds(found, find)
    messages = found[begin:end]
    cards = await list_people(reading, sight, messages)
    return MessagePage(
        stream=sight.stream,
        messages=messages,
        members=cards,
        as_of=sight.until,
        more_before=span.more_before or begin > 0,
        more_after=span.more_after or end < len(found),
    )


async def list_events(desk: Desk, caller: Caller, stream: str, find: FindEvents) -> EventPage:
    """Return the events of a stream that the caller may follow, their own inbox among them.

    As on the socket, a ``skip`` stands in the place of what somebody did who is hidden by a block.
    """
    hidden: set[str] = set()
    epoch = desk.store.epoch  # now: what is read is of this one, or refused
    async with desk.store.snapshot() as reading:
        if stream == inbox_stream(caller.member):
            until = (await reading.head(stream)).seq
        else:
            place = await get_place(reading, caller, stream)
            until = place.last_readable(reach_of_follower(place))
            if not sees_everybody(place):
                hidden = await list_screened(reading, caller.member)
        events = await reading.read_events(stream, find.after, find.limit)
    return EventPage(
        epoch=epoch,
        head=until,
        events=[_as_sent(event, hidden) for event in events if event.seq <= until],
    )


def _as_sent(event: StoredEvent, hidden: Collection[str]) -> msgspec.Raw:
    """Return an event as the socket gives it to one from whom these are hidden."""
    if event.actor in hidden and publication_class(event.kind) == "authored":
        return msgspec.Raw(write_frame(Skip(stream=event.stream, seq=event.seq), "json"))
    return msgspec.Raw(event.json())


@dataclass(frozen=True, slots=True)
class _Span:
    """Messages that follow each other, and whether there are more on either side."""

    messages: list[SentMessage]
    more_before: bool
    more_after: bool


async def _find(reading: Reading, sight: Sight, find: FindHistory) -> _Span:
    if find.after is not UNSET:
        return await _after(reading, sight, find.after, find.limit)
    if find.around is not UNSET:
        return await _around(reading, sight, find.around, find.limit)
    before = sight.until + 1 if find.before is UNSET else find.before
    return await _before(reading, sight, before, find.limit)


async def _before(reading: Reading, sight: Sight, seq: int, limit: int) -> _Span:
    found = await list_messages_down(reading, sight, seq - 1, limit + 1)
    later = await list_messages_up(reading, sight, seq - 1, 1)
    return _Span(found[-limit:], more_before=len(found) > limit, more_after=bool(later))


async def _after(reading: Reading, sight: Sight, seq: int, limit: int) -> _Span:
    found = await list_messages_up(reading, sight, seq, limit + 1)
    earlier = await list_messages_down(reading, sight, seq, 1)
    return _Span(found[:limit], more_before=bool(earlier), more_after=len(found) > limit)


async def _around(reading: Reading, sight: Sight, seq: int, limit: int) -> _Span:
    earlier = await list_messages_down(reading, sight, seq - 1, limit + 1)
    later = await list_messages_up(reading, sight, seq - 1, limit + 1)
    take = min(len(earlier), max(limit // 2, limit - len(later)))
    before = earlier[len(earlier) - take :]
    after = later[: limit - take]
    return _Span(
        [*before, *after],
        more_before=len(earlier) > len(before),
        more_after=len(later) > len(after),
    )


def _bounds(found: Sequence[Message], find: FindHistory) -> tuple[int, int]:
    """Return where a page begins and ends: it grows from the place asked for, to both sides."""
    begin = end = place = _place_in(found, find)
    size = 0
    while begin > 0 or end < len(found):
        forward = end < len(found) and (begin == 0 or end - place <= place - begin)
        size += _size_of(found[end if forward else begin - 1])
        if size > _PAGE_BYTES and begin < end:
            break
        if forward:
            end += 1
        else:
            begin -= 1
    return begin, end


def _size_of(message: Message) -> int:
    named = len(message.mentions) + sum(len(each.members) for each in message.reactions)
    return len(message.body.encode()) + _NAMED_BYTES * named


def _place_in(found: Sequence[Message], find: FindHistory) -> int:
    if find.after is not UNSET:
        return 0
    if find.around is not UNSET:
        return bisect_left(found, find.around, key=attrgetter("seq"))
    return len(found)
