"""Hubs as programs of their own, shared by the tests of a module."""

from collections.abc import Iterator

import pytest

from tests.together.served_hub import GENEROUS, ServedHub
from tests.together.wire import Member, register


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedHub]:
    """A hub with generous limits and short patience."""
    settings = {**GENEROUS, "HUBBUB_HELLO_MS": "300", "HUBBUB_SOCKETS": "8"}
    with ServedHub(tmp_path_factory.mktemp("hub"), settings) as served:
        yield served


@pytest.fixture
def ada(hub: ServedHub) -> Member:
    """A member with an account of her own."""
    return register(hub.address)


@pytest.fixture
def bo(hub: ServedHub) -> Member:
    """Another member."""
    return register(hub.address)
