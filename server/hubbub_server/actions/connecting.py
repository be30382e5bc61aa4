"""Writing what a step has made of a pair of members, and telling the two.

Who must not be told of something has it written in the decoy stream beside their inbox instead:
the same statements, the same rows, the same publications.
"""

from collections.abc import Sequence
from typing import assert_never

from hubbub_protocol import events
from hubbub_protocol.streams import CONTROL, direct_stream, inbox_stream
from hubbub_server.domain import pair_changes as pairwise
from hubbub_server.domain.decoys import decoy_stream, inbox_or_decoy
from hubbub_server.domain.pairs import Pair
from hubbub_server.store.blocks import put_block, take_block
from hubbub_server.store.interface import NewEvent, StoredEvent, Transaction
from hubbub_server.store.pairs import put_request
from hubbub_server.store.personal_connections import (
    Opening,
    end_personal_connection,
    open_personal_connection,
)


def streams_of(me: str, other: str) -> list[str]:
    """Name the streams that every change of a pair locks, so that no two of them overlap."""
    return [inbox_stream(me), inbox_stream(other), decoy_stream(me), decoy_stream(other)]


async def write_change(
    writing: Transaction, before: Pair, change: pairwise.Change, *, actor: str
) -> StoredEvent | None:
    """Write a change and tell the two; return the last event in the inbox of ``pair.me``.

    None where nothing has changed. Needs :func:`streams_of` locked, the stream of a direct
    channel that is opened or ended, and ``control`` where a block is set or lifted.
    """
    me, other = change.pair.me, change.pair.other
    if me.request is not None and me.request != before.me.request:
        await put_request(writing, me.member, other.member, me.request)
    if other.request is not None and other.request != before.other.request:
        await put_request(writing, other.member, me.member, other.request)
    told: list[StoredEvent] = []
    for news in change.news:
        told += await _tell(writing, change.pair, news, actor)
    mine = inbox_stream(me.member)
    return next((event for event in reversed(told) if event.stream == mine), None)


async def _tell(
    writing: Transaction, pair: Pair, news: pairwise.News, actor: str
) -> Sequence[StoredEvent]:
    me, other = pair.me.member, pair.other.member
    match news:
        case pairwise.Asked() | pairwise.Answered() | pairwise.Closed():
            return await writing.append_events(_of_request(me, other, news, actor))
        case pairwise.Opened():
            return await _open(writing, pair, news, actor)
        case pairwise.Ended():
            return await _end(writing, pair, news, actor)
        case pairwise.BlockSet():
            await put_block(writing, me, other)
            return await writing.append_events(
                [
                    NewEvent(CONTROL, actor, events.BlockSet(blocker=me, blocked=other)),
                    NewEvent(inbox_stream(me), actor, events.MemberBlocked(member=other)),
                ]
            )
        case pairwise.BlockLifted():
            await take_block(writing, me, other)
            return await writing.append_events(
                [
                    NewEvent(CONTROL, actor, events.BlockLifted(blocker=me, blocked=other)),
                    NewEvent(inbox_stream(me), actor, events.MemberUnblocked(member=other)),
                ]
            )
        case unknown:
            assert_never(unknown)


def _of_request(
    me: str,
    other: str,
    news: pairwise.Asked | pairwise.Answered | pairwise.Closed,
    actor: str,
) -> list[NewEvent]:
    request = news.request.id
    if isinstance(news, pairwise.Answered):
        answered = events.ConnectionRequestAnswered(
            request=request, sender=other, answer=news.answer
        )
        return [NewEvent(inbox_stream(me), actor, answered)]
    payload: events.ConnectionRequested | events.ConnectionRequestClosed
    if isinstance(news, pairwise.Asked):
        sender, receiver = me, other
        payload = events.ConnectionRequested(request=request, sender=me, receiver=other)
    else:
        sender, receiver = (me, other) if news.mine else (other, me)
        payload = events.ConnectionRequestClosed(
            request=request, sender=sender, receiver=receiver, outcome=news.outcome
        )
    second = inbox_or_decoy(receiver, told=news.told)
    return [NewEvent(stream, actor, payload) for stream in (inbox_stream(sender), second)]


async def _open(
    writing: Transaction, pair: Pair, opened: pairwise.Opened, actor: str
) -> Sequence[StoredEvent]:
    me, other = pair.me.member, pair.other.member
    one, another = sorted((me, other))
    begun = events.DirectChannelOpened(members=(one, another), origin=opened.meeting.origin)
    (first,) = await writing.append_events([NewEvent(direct_stream(opened.channel), actor, begun)])
    opening = Opening(
        channel=opened.channel,
        one=one,
        other=another,
        origin=opened.meeting.origin,
        room=opened.meeting.room,
        introduced_by=opened.meeting.introduced_by,
        opened_seq=first.seq,
    )
    await open_personal_connection(writing, opening)
    return await writing.append_events(
        [
            NewEvent(
                inbox_stream(member),
                actor,
                events.PersonalConnectionOpened(
                    member=with_whom, channel=opened.channel, opened_seq=first.seq
                ),
            )
            for member, with_whom in ((me, other), (other, me))
        ]
    )


async def _end(
    writing: Transaction, pair: Pair, ended: pairwise.Ended, actor: str
) -> Sequence[StoredEvent]:
    me, other = pair.me.member, pair.other.member
    _, *told = await writing.append_events(
        [
            NewEvent(direct_stream(ended.channel), actor, events.DirectChannelEnded()),
            *(
                NewEvent(
                    inbox_stream(member),
                    actor,
                    events.PersonalConnectionEnded(member=with_whom, channel=ended.channel),
                )
                for member, with_whom in ((me, other), (other, me))
            ),
        ]
    )
    await end_personal_connection(writing, ended.channel)
    return told
