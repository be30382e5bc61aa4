"""A store is in one epoch at a time, and finds out with the heads that another one has begun."""

import asyncio

import pytest

from hubbub_protocol.errors import Refusal
from hubbub_server.store.epoch import EpochRenewed
from hubbub_server.store.interface import Store
from tests.server.store.backends import Backend
from tests.server.store.hand_clock import HandClock
from tests.server.store.renewing import set_epoch


async def test_another_epoch_begins_only_from_the_one_that_is_known(store: Store) -> None:
    first = store.epoch
    await store.renew_epoch(first)
    second = store.epoch
    await store.renew_epoch(first)
    assert store.epoch == second != first
    assert len(second) == 16


async def test_whoever_renews_the_epoch_others_find_it_with_the_heads(
    store: Store, backend: Backend, clock: HandClock
) -> None:
    other = await backend.open(clock)
    assert (await other.read_heads(["control"])).keys() == {"control"}
    await store.renew_epoch(store.epoch)
    with pytest.raises(EpochRenewed):
        await other.read_heads(["control"])
    assert other.epoch == store.epoch
    assert (await other.read_heads(["control"])).keys() == {"control"}
    await other.close()


async def test_stores_that_renew_the_epoch_at_once_are_in_the_same_one(
    store: Store, backend: Backend, clock: HandClock
) -> None:
    others = [await backend.open(clock) for _ in range(3)]
    known = store.epoch
    everybody = [store, *others]
    await asyncio.gather(*(each.renew_epoch(known) for each in everybody))
    assert {each.epoch for each in everybody} == {store.epoch}
    assert store.epoch != known
    for other in others:
        await other.close()


async def test_what_was_wished_for_is_done_in_order_before_anybody_goes_on(store: Store) -> None:
    done: list[str] = []
    store.when_renewed(lambda: done.append(f"first {store.epoch}"))
    store.when_renewed(lambda: done.append(f"then {store.epoch}"))
    await store.renew_epoch(store.epoch)
    assert done == [f"first {store.epoch}", f"then {store.epoch}"]


async def test_a_database_that_is_back_in_an_epoch_that_was_left_is_refused(store: Store) -> None:
    first = store.epoch
    await store.renew_epoch(first)
    second = store.epoch
    await set_epoch(store, first)
    with pytest.raises(Refusal) as raised:
        await store.read_heads(["control"])
    assert raised.value.code == "unavailable"
    assert store.epoch == second
