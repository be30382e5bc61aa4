"""What can break where, and in which order."""

import random
from itertools import islice

from hubbub_load.chaos.faults import FAULTS
from hubbub_load.chaos.schedule import KINDS, endless, possible_kinds


def test_every_kind_can_be_brought_about_somewhere() -> None:
    alone = possible_kinds(hubs=1, mortal=True, small_disk=True)
    many = possible_kinds(hubs=2, mortal=True, small_disk=True)
    assert set(alone) | set(many) == set(KINDS) == set(FAULTS)


def test_one_hub_has_no_servers_that_could_break_and_many_have_no_disk_of_ours() -> None:
    assert "redis-lost" not in possible_kinds(hubs=1, mortal=True, small_disk=True)
    assert "disk-full" not in possible_kinds(hubs=2, mortal=True, small_disk=True)
    assert "disk-full" not in possible_kinds(hubs=1, mortal=True, small_disk=False)


def test_a_hub_of_an_operator_does_not_die_as_it_is_told() -> None:
    assert "unpublished" not in possible_kinds(hubs=2, mortal=False, small_disk=True)


def test_every_round_has_each_kind_once_and_the_same_seed_the_same_order() -> None:
    first, again = (
        list(islice(endless(KINDS, random.Random(7)), 2 * len(KINDS))) for _ in range(2)
    )
    assert first == again
    assert sorted(first[: len(KINDS)]) == sorted(first[len(KINDS) :]) == sorted(KINDS)
    assert first[: len(KINDS)] != first[len(KINDS) :]
