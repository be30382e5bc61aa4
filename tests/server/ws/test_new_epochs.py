"""A hello that a new epoch meets opens a session of the new one, or none."""

import asyncio
from contextlib import suppress

import pytest
from sqlalchemy import Connection, delete, update

from hubbub_server.store.epoch import EpochRenewed
from hubbub_server.store.schema import installation, sign_ins
from tests.faults.simulator.fault_store import FaultStore
from tests.faults.simulator.shared_database import InlineStore
from tests.server.people import People
from tests.server.ws.talk import Phone, Talk

_TURNS = 40
"""By then a hello has come to its end."""


@pytest.fixture
def database() -> str:
    """One whose answers come after so many turns, always the same."""
    return "simulated"


def fail_over(talk: Talk, epoch: str) -> None:
    """Let a database take over that lacks the sign-ins, and the hub find out, in one turn."""

    def lose(link: Connection) -> None:
        link.execute(delete(sign_ins))
        link.execute(update(installation).values(epoch=epoch))

    store = talk.desk.store
    assert isinstance(store, FaultStore)
    inline = store._store
    assert isinstance(inline, InlineStore)
    inline.write_now(lose)
    with suppress(EpochRenewed):
        inline._epoch.compare(epoch)


async def test_what_a_hello_found_in_a_former_epoch_opens_no_session(
    talk: Talk, people: People
) -> None:
    phone = talk.phone
    for turns in range(_TURNS):
        talk.ada = await people.member(f"member{turns}")
        phone = Phone()
        talk.call(phone)
        for _ in range(turns):
            await asyncio.sleep(0)
        fail_over(talk, f"{turns:016x}")
        await asyncio.wait_for(phone.hung_up(), 10)
        assert list(talk.hub.sessions) == [], f"after {turns} turns"
    assert [frame["t"] for frame in phone.frames] == ["welcome"]
