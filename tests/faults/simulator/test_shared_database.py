"""A link of the simulated database does one thing at a time, as a thread does."""

import asyncio
from functools import partial
from pathlib import Path
from random import Random

from sqlalchemy import Connection

from hubbub_server.store.sqlite.link import engine_for
from tests.faults.simulator.shared_database import InlineLink
from tests.faults.simulator.virtual_loop import VirtualLoop


def test_deeds_of_a_link_happen_in_the_order_of_asking(tmp_path: Path) -> None:
    happened: list[int] = []

    def note(number: int, database: Connection) -> None:
        del database
        happened.append(number)

    async def ask_for_many() -> None:
        link = InlineLink(engine_for(tmp_path / "hubbub.db"), read_only=False)
        link.begin(Random(1))
        await asyncio.gather(*(link.run(partial(note, number)) for number in range(50)))
        await link.close()

    loop = VirtualLoop()
    try:
        loop.run_until_complete(ask_for_many())
    finally:
        loop.close()
    assert happened == list(range(50))
