"""Endpoints: one's direct channels."""

from collections.abc import Mapping
from typing import Final

from hubbub_protocol.direct_channels import (
    DirectChannel,
    DirectChannelExport,
    DirectChannelPage,
    ExportDirectChannel,
    FindDirectChannels,
)
from hubbub_server.actions import direct_channels
from hubbub_server.actions.desk import Desk
from hubbub_server.http.asked import Asked, Endpoint


async def list_direct_channels(desk: Desk, asked: Asked) -> DirectChannelPage:
    """One's direct channels."""
    find = asked.query_of(FindDirectChannels)
    return await direct_channels.list_direct_channels(desk, asked.caller, find)


async def get_direct_channel(desk: Desk, asked: Asked) -> DirectChannel:
    """A direct channel."""
    return await direct_channels.get_direct_channel(desk, asked.caller, asked.channel)


async def hide_direct_channel(desk: Desk, asked: Asked) -> None:
    """Hide it until the other writes again."""
    await direct_channels.hide_direct_channel(desk, asked.caller, asked.channel, asked.key)


async def show_direct_channel(desk: Desk, asked: Asked) -> None:
    """Hide it no longer."""
    await direct_channels.show_direct_channel(desk, asked.caller, asked.channel, asked.key)


async def export_direct_channel(desk: Desk, asked: Asked) -> DirectChannelExport:
    """All of it as one has it."""
    which = asked.query_of(ExportDirectChannel)
    return await direct_channels.export_direct_channel(desk, asked.caller, asked.channel, which)


ENDPOINTS: Final[Mapping[str, Endpoint]] = {
    "list_direct_channels": list_direct_channels,
    "get_direct_channel": get_direct_channel,
    "hide_direct_channel": hide_direct_channel,
    "show_direct_channel": show_direct_channel,
    "export_direct_channel": export_direct_channel,
}
