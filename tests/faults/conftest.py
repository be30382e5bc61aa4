"""Hubs as programs of their own, and members with rooms on them."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from hubbub_load.chaos.town import start_town
from hubbub_load.programs.served_hub import GENEROUS, ServedHub


@dataclass(frozen=True, slots=True)
class Pair:
    """Where some members are and where others are: one hub, or two of one installation."""

    here: ServedHub
    there: ServedHub


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[ServedHub]:
    """A served hub with generous limits."""
    with ServedHub(tmp_path, GENEROUS) as served:
        yield served


@pytest.fixture(params=[1, 2], ids=["one hub", "two hubs"])
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Pair]:
    """One hub on SQLite as both, then two on Redis and PostgreSQL."""
    with ExitStack() as open_things:
        town = start_town(open_things, tmp_path, request.param)
        yield Pair(town.hubs[0], town.hubs[-1])
