"""What every simulated world begins with: a room with its members, two of them connected."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from hubbub_protocol.personal_connections import AskToConnect
from hubbub_protocol.rooms import CreateRoom, Purpose
from hubbub_server.actions.connection_requests import send_request
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.door import Door
from hubbub_server.actions.memberships import join_room
from hubbub_server.actions.passwords import Passwords
from hubbub_server.actions.rooms import create_room
from hubbub_server.actions.sign_ins import Granted, grant
from hubbub_server.actions.write_rates import WriteRates
from hubbub_server.broker.memory import MemoryBroker
from hubbub_server.domain.attempts import AttemptLimits, Attempts
from hubbub_server.store.accounts import NewAccount, find_account, insert_account
from hubbub_server.store.sign_ins import note_use
from tests.faults.simulator.clock import BEGIN_US, VirtualClock
from tests.faults.simulator.determined import determined
from tests.faults.simulator.node import LIMITS
from tests.faults.simulator.notes import Account
from tests.faults.simulator.shared_database import SharedDatabase
from tests.faults.simulator.steps import MEMBERS
from tests.faults.simulator.virtual_loop import VirtualLoop


@dataclass(frozen=True, slots=True)
class Village:
    """The room, and those who belong to it; the first one owns it."""

    database: SharedDatabase
    door: Door
    room: str
    people: list[tuple[Account, Granted]]
    heads: dict[str, int]
    """Where each stream ends then."""


@contextmanager
def new_village() -> Iterator[Village]:
    """Make a village in memory where there is a place for that, for the time of a block."""
    memory = Path("/dev/shm")
    place = memory if memory.is_dir() else None
    with TemporaryDirectory(prefix="hubbub-simulator-", dir=place) as folder:
        village = found_village(Path(folder))
        try:
            yield village
        finally:
            village.database.close()


def found_village(folder: Path) -> Village:
    """Make the database that all worlds of this program begin with."""
    loop = VirtualLoop()
    with determined(0), closing(loop):
        return loop.run_until_complete(_found(folder, loop))


async def _found(folder: Path, loop: VirtualLoop) -> Village:
    clock = VirtualClock(loop, -30 * 24 * 3600 * 1_000_000)  # nobody's account is new
    database = SharedDatabase(folder, clock)
    store = database.store(clock, None)
    await store.prepare("simulated")
    database.epoch = store.epoch
    desk = Desk(store, MemoryBroker(), clock, LIMITS, WriteRates(clock, LIMITS))
    people = [await _welcome(desk, f"member{number}") for number in range(MEMBERS + 1)]
    owner, *others = (granted.caller for _, granted in people)
    purpose = Purpose(statement="to be simulated", kind="hobby")
    asked = CreateRoom(name="Simulated", purpose=purpose, access="open", look=False)
    room = await create_room(desk, owner, asked, "0" * 8)
    for other in others:
        await join_room(desk, other, room.id, "1" * 8)
    door = Door(Passwords(1, 8), Attempts(AttemptLimits()), sign_in_days=90, bot_token_days=365)
    asking, asked_for = others[:2]
    opened = AskToConnect(member=asked_for.member)
    await send_request(desk, door, asking, opened, key="2" * 8, address="")
    opened = AskToConnect(member=asking.member)  # both have asked: they are connected
    await send_request(desk, door, asked_for, opened, key="2" * 8, address="")
    database.remember()
    heads: dict[str, int] = dict(database.read("SELECT name, head FROM streams"))
    return Village(database, door, room.id, people, heads)


async def _welcome(desk: Desk, name: str) -> tuple[Account, Granted]:
    new = NewAccount(
        id=desk.new_id(),
        username=name,
        display_name=name.title(),
        avatar_colour="#336699",
        kind="person",
        search_text=name,
        skeleton=name,
    )
    async with desk.write() as writing:
        await insert_account(writing, new)
        account = await find_account(writing, new.id)
        assert account is not None
        granted = await grant(desk, writing, account, days=365)
        # As if it had been used just now: else every world begins with noting that.
        await note_use(writing, granted.caller.sign_in, BEGIN_US)
    return Account(new.id, name, granted.token), granted
