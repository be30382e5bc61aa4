"""One's direct channels: looking at them, hiding them, and taking all that was written along.

What is done *in* them (writing, reading on, reacting, marking read) is in the modules that do it
in rooms. Hiding is a matter of one's own: the other is not told, and nothing ends by it.
"""

from functools import partial

from hubbub_protocol.direct_channels import (
    DirectChannel,
    DirectChannelExport,
    DirectChannelPage,
    ExportDirectChannel,
    FindDirectChannels,
)
from hubbub_protocol.events import DirectChannelHidden, DirectChannelShown
from hubbub_protocol.messages import FindHistory
from hubbub_protocol.streams import inbox_stream
from hubbub_server.actions.desk import Desk, write_key
from hubbub_server.actions.history import read_messages
from hubbub_server.actions.once import result_of, write_once
from hubbub_server.domain.caller import Caller
from hubbub_server.domain.direct_channels import no_such_channel
from hubbub_server.domain.pages import cut, read_cursor
from hubbub_server.store.direct_channel_views import find_direct_channel, list_lively_channels
from hubbub_server.store.interface import NewEvent, Reading, Transaction, WriteResult
from hubbub_server.store.personal_connections import hide_channel
from hubbub_server.store.sight import Sight


async def list_direct_channels(
    desk: Desk, caller: Caller, find: FindDirectChannels
) -> DirectChannelPage:
    """List the caller's direct channels, the one first that was written in or opened last."""
    after = read_cursor(find.after)
    async with desk.store.snapshot() as reading:
        found = await list_lively_channels(
            reading, caller.member, after, find.limit + 1, hidden=find.hidden
        )
    page, following = cut(found, find.limit, lambda channel: channel[1])
    return DirectChannelPage(channels=[channel for channel, _ in page], next=following)


async def get_direct_channel(desk: Desk, caller: Caller, channel: str) -> DirectChannel:
    """Return one of the caller's direct channels."""
    async with desk.store.snapshot() as reading:
        return await _get_own(reading, caller, channel)


async def hide_direct_channel(desk: Desk, caller: Caller, channel: str, key: str) -> None:
    """Hide a direct channel until the other writes again."""
    once = write_key(caller, key, "hide_direct_channel", channel)
    deed = partial(_hide, caller, channel)
    await write_once(desk, caller, once, [inbox_stream(caller.member)], deed)


async def show_direct_channel(desk: Desk, caller: Caller, channel: str, key: str) -> None:
    """Hide a direct channel no longer."""
    once = write_key(caller, key, "show_direct_channel", channel)
    deed = partial(_show, caller, channel)
    await write_once(desk, caller, once, [inbox_stream(caller.member)], deed)


async def export_direct_channel(
    desk: Desk, caller: Caller, channel: str, asked: ExportDirectChannel
) -> DirectChannelExport:
    """Return a part of all messages of a direct channel of the caller's, the eldest first."""
    async with desk.store.snapshot() as reading:
        found = await _get_own(reading, caller, channel)
        find = FindHistory(after=asked.after, limit=asked.limit)
        page = await read_messages(reading, Sight(found.stream, found.head), find)
    return DirectChannelExport(
        channel=found,
        messages=page.messages,
        members=page.members,
        as_of=page.as_of,
        next=page.messages[-1].seq if page.more_after else None,
    )


async def _hide(caller: Caller, channel: str, writing: Transaction) -> WriteResult:
    found = await _get_own(writing, caller, channel)
    if found.hidden:
        return await _nothing_new(caller, writing)
    await hide_channel(writing, caller.member, channel, found.head)
    hidden = DirectChannelHidden(channel=channel)
    (event,) = await writing.append_events(
        [NewEvent(inbox_stream(caller.member), caller.member, hidden)]
    )
    return result_of(event)


async def _show(caller: Caller, channel: str, writing: Transaction) -> WriteResult:
    found = await _get_own(writing, caller, channel)
    if not found.hidden:
        return await _nothing_new(caller, writing)
    await hide_channel(writing, caller.member, channel, None)
    shown = DirectChannelShown(channel=channel)
    (event,) = await writing.append_events(
        [NewEvent(inbox_stream(caller.member), caller.member, shown)]
    )
    return result_of(event)


async def _nothing_new(caller: Caller, writing: Transaction) -> WriteResult:
    inbox = inbox_stream(caller.member)
    head = await writing.head(inbox)
    return WriteResult(inbox, head.seq, head.at, None)


async def _get_own(reading: Reading, caller: Caller, channel: str) -> DirectChannel:
    found = await find_direct_channel(reading, caller.member, channel)
    if found is None:
        raise no_such_channel("channel")
    return found
