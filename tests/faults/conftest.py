"""A hub as a program of its own, and members with rooms on it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.together.served_hub import GENEROUS, ServedHub


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[ServedHub]:
    """A served hub with generous limits."""
    with ServedHub(tmp_path, GENEROUS) as served:
        yield served
