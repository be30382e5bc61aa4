"""A fake hub for every test that asks for one."""

from collections.abc import AsyncIterator

import pytest

from tests.clients.python.fake_hub import FakeHub, running_hub


@pytest.fixture
async def hub() -> AsyncIterator[FakeHub]:
    """A fake hub on a free port."""
    async with running_hub() as running:
        yield running


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reconnect without the random wait: what it is, the state machine's own tests show."""
    monkeypatch.setattr("hubbub._pump._chance", lambda: 0.0)
