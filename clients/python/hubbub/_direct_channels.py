"""Direct channels over HTTP. What is said in them is written and read like that of rooms."""

from collections.abc import AsyncIterator

from hubbub._http import Requests
from hubbub._pages import PAGE, go_through
from hubbub_protocol.direct_channels import (
    DirectChannel,
    DirectChannelExport,
    DirectChannelPage,
    ExportDirectChannel,
    FindDirectChannels,
)
from hubbub_protocol.messages import Message


class DirectChannels:
    """One's direct channels, :attr:`Client.direct_channels`."""

    def __init__(self, requests: Requests) -> None:
        self._requests = requests

    def mine(self, *, hidden: bool = False) -> AsyncIterator[DirectChannel]:
        """Go through them, the one first that was written in last; or those that one has hidden."""

        async def ask(after: str) -> DirectChannelPage:
            query = FindDirectChannels(after=after, limit=PAGE, hidden=hidden)
            return await self._requests.ask("list_direct_channels", DirectChannelPage, query=query)

        return go_through(ask, lambda page: page.channels)

    async def get(self, channel_id: str) -> DirectChannel:
        """Return one."""
        return await self._requests.ask(
            "get_direct_channel", DirectChannel, path={"channel": channel_id}
        )

    async def hide(self, channel_id: str, *, key: str | None = None) -> None:
        """Take one out of the list until the other writes again."""
        await self._requests.tell("hide_direct_channel", key=key, path={"channel": channel_id})

    async def show(self, channel_id: str, *, key: str | None = None) -> None:
        """Show a hidden one again."""
        await self._requests.tell("show_direct_channel", key=key, path={"channel": channel_id})

    async def export(self, channel_id: str) -> AsyncIterator[Message]:
        """Go through all messages as they stand, also after the end, the oldest first."""
        after: int | None = 0
        while after is not None:
            part = await self._requests.ask(
                "export_direct_channel",
                DirectChannelExport,
                query=ExportDirectChannel(after=after),
                path={"channel": channel_id},
            )
            for message in part.messages:
                yield message
            after = part.next
