"""Blocks: blocking a member, and blocking them no longer."""

from hubbub_protocol.blocks import BlockPage
from hubbub_protocol.members import Page
from hubbub_protocol.streams import CONTROL
from hubbub_server.actions.desk import Desk, write_key
from hubbub_server.actions.pairs import Deed, change_pair
from hubbub_server.domain.blocks import has_dealt_with, require_place_for_another
from hubbub_server.domain.caller import Caller
from hubbub_server.domain.connection_requests import refused
from hubbub_server.domain.pages import Cursor, cut, read_cursor
from hubbub_server.domain.pair_changes import Block, Command, Unblock
from hubbub_server.domain.pairs import Pair
from hubbub_server.store import blocks as stored
from hubbub_server.store.block_views import list_blocks as list_stored
from hubbub_server.store.interface import Reading, Transaction, WriteResult
from hubbub_server.store.members import are_acquainted


async def list_blocks(desk: Desk, caller: Caller, page: Page) -> BlockPage:
    """Return a page of those whom the caller has blocked, the latest first."""
    after = read_cursor(page.after)
    async with desk.store.snapshot() as reading:
        found = await list_stored(reading, caller.member, after, page.limit + 1)
    blocks, following = cut(
        found, page.limit, lambda block: Cursor(block.member.id, str(block.blocked_at))
    )
    return BlockPage(blocks=blocks, next=following)


async def block_member(desk: Desk, caller: Caller, member: str, key: str) -> WriteResult:
    """Block a member whom the caller may know of; again has no effect.

    The personal connection ends, the caller's request is withdrawn, theirs is never seen again.
    """
    if member == caller.member:
        raise refused("oneself")
    once = write_key(caller, key, "block_member", member)
    deed = Deed(_block, ends=True, streams=(CONTROL,))
    return await change_pair(desk, caller, member, once, deed)


async def unblock_member(desk: Desk, caller: Caller, member: str, key: str) -> WriteResult:
    """Block a member no longer; again has no effect."""
    if member == caller.member:
        raise refused("oneself")
    once = write_key(caller, key, "unblock_member", member)
    return await change_pair(desk, caller, member, once, Deed(_unblock, streams=(CONTROL,)))


async def _block(writing: Transaction, pair: Pair, channel: str) -> Command:
    del channel
    await _require_known(writing, pair)
    if not pair.me.blocks:
        require_place_for_another(await stored.count_blocks(writing, pair.me.member))
    return Block()


async def _unblock(writing: Transaction, pair: Pair, channel: str) -> Command:
    del channel
    await _require_known(writing, pair)
    return Unblock()


async def _require_known(reading: Reading, pair: Pair) -> None:
    """Raise unless one may know of the other."""
    if has_dealt_with(pair):
        return
    if not await are_acquainted(reading, pair.me.member, pair.other.member):
        raise refused("unknown")
