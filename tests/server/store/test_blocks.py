"""Blocks: they screen both from each other, whoever set them."""

from sqlalchemy import select

from hubbub_server.store.blocks import (
    BlocksOf,
    is_screened,
    list_screened,
    read_blocks,
    seen_by,
)
from hubbub_server.store.interface import Store
from hubbub_server.store.schema import members
from tests.server.store.village import Village


async def blocks_of(store: Store, member: str) -> BlocksOf:
    """Return the blocks that concern a member."""
    async with store.snapshot() as reading:
        return await read_blocks(reading, member)


async def screened_of(store: Store, member: str) -> tuple[bool, set[str]]:
    """Return whether a member is screened from anybody, and from whom."""
    async with store.snapshot() as reading:
        return await is_screened(reading, member), await list_screened(reading, member)


async def test_nobody_is_screened_before_the_first_block(store: Store, ada: str) -> None:
    assert await screened_of(store, ada) == (False, set())
    assert await blocks_of(store, ada) == BlocksOf(0, frozenset(), frozenset())


async def test_a_block_screens_both(village: Village, store: Store, ada: str, bo: str) -> None:
    cy = await village.welcome("cy")
    (event,) = await village.block(ada, bo)
    assert await screened_of(store, ada) == (True, {bo})
    assert await screened_of(store, bo) == (True, {ada})
    assert await screened_of(store, cy) == (False, set())
    assert await blocks_of(store, ada) == BlocksOf(event.seq, frozenset({bo}), frozenset())
    assert await blocks_of(store, bo) == BlocksOf(event.seq, frozenset(), frozenset({ada}))


async def test_one_lifted_of_two_blocks_screens_both_still(
    village: Village, store: Store, ada: str, bo: str
) -> None:
    await village.block(ada, bo)
    await village.block(bo, ada)
    (event,) = await village.unblock(ada, bo)
    assert await screened_of(store, ada) == (True, {bo})
    assert await blocks_of(store, bo) == BlocksOf(event.seq, frozenset({ada}), frozenset())
    (event,) = await village.unblock(bo, ada)
    assert await screened_of(store, ada) == (False, set())
    assert await blocks_of(store, bo) == BlocksOf(event.seq, frozenset(), frozenset())


async def test_a_condition_leaves_out_whom_one_is_screened_from(
    village: Village, store: Store, ada: str, bo: str
) -> None:
    cy, dee = await village.welcome("cy"), await village.welcome("dee")
    await village.block(ada, bo)
    await village.block(cy, ada)
    async with store.snapshot() as reading:
        rows = await reading.rows(select(members.c.id).where(seen_by(ada, members.c.id)))
    assert {row.id for row in rows} == {ada, dee}
