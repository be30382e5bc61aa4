"""Endpoints: whom the caller has blocked."""

from collections.abc import Mapping
from typing import Final

from hubbub_protocol.blocks import BlockPage
from hubbub_protocol.members import Page
from hubbub_server.actions import blocks
from hubbub_server.actions.desk import Desk
from hubbub_server.http.asked import Asked, Endpoint


async def list_blocks(desk: Desk, asked: Asked) -> BlockPage:
    """Whom one has blocked."""
    return await blocks.list_blocks(desk, asked.caller, asked.query_of(Page))


async def block_member(desk: Desk, asked: Asked) -> None:
    """Block a member."""
    await blocks.block_member(desk, asked.caller, asked.member, asked.key)


async def unblock_member(desk: Desk, asked: Asked) -> None:
    """Block them no longer."""
    await blocks.unblock_member(desk, asked.caller, asked.member, asked.key)


ENDPOINTS: Final[Mapping[str, Endpoint]] = {
    "list_blocks": list_blocks,
    "block_member": block_member,
    "unblock_member": unblock_member,
}
