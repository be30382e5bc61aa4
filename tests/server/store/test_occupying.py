"""Hubs say that they run on a database, so that two that do not hear of each other never do."""

import pytest

from hubbub_server.store.interface import Store, StoreUnavailable
from tests.server.store.backends import Backend
from tests.server.store.hand_clock import HandClock


async def test_hubs_that_hear_of_each_other_run_side_by_side(
    store: Store, backend: Backend, clock: HandClock
) -> None:
    other = await backend.open(clock)
    await store.occupy(alone=False)
    await other.occupy(alone=False)
    await other.close()


@pytest.mark.parametrize(
    ("first_alone", "second_alone"), [(True, True), (True, False), (False, True)]
)
async def test_a_hub_that_must_be_alone_is_alone(
    store: Store, backend: Backend, clock: HandClock, first_alone: bool, second_alone: bool
) -> None:
    other = await backend.open(clock)
    await store.occupy(alone=first_alone)
    with pytest.raises(StoreUnavailable, match="Redis"):
        await other.occupy(alone=second_alone)
    await other.close()


async def test_a_database_is_free_again_when_its_hub_has_closed_it(
    store: Store, backend: Backend, clock: HandClock
) -> None:
    other = await backend.open(clock)
    await other.occupy(alone=True)
    await other.close()
    await store.occupy(alone=True)
