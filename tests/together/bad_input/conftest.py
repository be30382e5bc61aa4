"""A hub that is spoken to badly, two members who talk meanwhile, and who speaks badly."""

from collections.abc import Iterator

import pytest

from hubbub_load.programs.memory import resident_kib
from hubbub_load.programs.served_hub import GENEROUS, ServedHub
from tests.together.bad_input.bystanders import undisturbed
from tests.together.wire import Member, register

SPARE_KIB = 32_000
"""So much more memory a hub may have after all of it: caches, and what Python keeps for later."""


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedHub]:
    """A hub that stays as it is whatever comes: its log, its memory, and two who talk."""
    with ServedHub(tmp_path_factory.mktemp("hub"), GENEROUS) as served:
        with undisturbed(served.address, served.pid) as bystanders:
            before = resident_kib(served.pid)
            yield served
            assert resident_kib(served.pid) - before < SPARE_KIB
        assert bystanders.said > 0
        print(f"{1000 * bystanders.slowest_s:.0f} ms of the hub's work for a message at most")
        assert "Traceback" not in served.output
        assert '"level": "error"' not in served.output


@pytest.fixture(scope="module")
def mallory(hub: ServedHub) -> Member:
    """The member who speaks badly."""
    return register(hub.address)


@pytest.fixture(scope="module")
def room(mallory: Member) -> str:
    """A room of Mallory's own, so that bad commands get as far as they can."""
    return f"room:{mallory.found_room()}"
