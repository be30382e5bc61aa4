"""A program that writes messages until it is killed, and prints each ``seq`` that it was given."""

import asyncio
import sys
from pathlib import Path
from typing import Final

from hubbub_server.store.sqlite import open_sqlite
from tests.server.store.hand_clock import HandClock
from tests.server.store.village import Village

BATCH: Final = 3


async def write_for_ever(path: Path) -> None:
    clock = HandClock()
    village = Village(await open_sqlite(path, clock), clock)
    ada = await village.welcome("ada")
    room = await village.found(ada)
    print(room, flush=True)
    while True:
        results = await village.send(*[village.message(room, ada) for _ in range(BATCH)])
        print(*[result.seq for result in results], sep="\n", flush=True)


if __name__ == "__main__":
    asyncio.run(write_for_ever(Path(sys.argv[1])))
