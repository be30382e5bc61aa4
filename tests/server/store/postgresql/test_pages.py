"""What a page costs the database and the way to it."""

from collections.abc import Sequence

import asyncpg
import pytest

from hubbub_server.store.postgresql.link import Link
from tests.server.store.village import Village


async def test_no_more_is_read_of_long_messages_than_a_page_holds(
    village: Village, room: str, bo: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await village.send(*[village.message(room, bo, 8_000 * "x") for _ in range(100)])
    await village.store.read_page(room, 0, 1)  # so that there is a link, which was looked at
    fetched: list[int] = []
    fetch = Link.fetch

    async def counted(self: Link, query: str, *arguments: object) -> Sequence[asyncpg.Record]:
        rows = await fetch(self, query, *arguments)
        fetched.append(len(rows))
        return rows

    monkeypatch.setattr(Link, "fetch", counted)
    page = await village.store.read_page(room, 0, None)
    assert 1 < len(page) < 100
    assert fetched == [len(page)]
