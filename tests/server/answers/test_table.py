"""The table of answers: what one is told by each request and each command about another member."""

from collections.abc import AsyncIterator, Awaitable, Iterator
from pathlib import Path

import pytest

from hubbub_protocol.errors import HTTP_STATUS
from hubbub_server.broker.memory import MemoryBroker
from hubbub_server.store.interface import Store
from tests.server.answers import commands, requests
from tests.server.answers.commands import Said, verdict
from tests.server.answers.house import House, open_house, open_phone, open_sockets
from tests.server.answers.relations import RELATIONS, Pair, bring_about
from tests.server.answers.requests import OPERATION, REQUESTS, Request, asked_of
from tests.server.answers.scenery import Scenery
from tests.server.answers.table import column_of, read_table
from tests.server.store.hand_clock import HandClock


@pytest.fixture(params=RELATIONS)
def relation(request: pytest.FixtureRequest) -> str:
    """How the two stand to each other: a column of the tables."""
    return str(request.param)


@pytest.fixture
async def house(store: Store, clock: HandClock) -> AsyncIterator[House]:
    async with open_house(store, MemoryBroker(), clock) as opened:
        yield opened


@pytest.fixture
async def pair(house: House, relation: str) -> Pair:
    return await bring_about(house, relation)


@pytest.fixture
def scenery(tmp_path: Path, pair: Pair) -> Iterator[Scenery]:
    opened = Scenery(tmp_path / "hubbub.db")
    yield opened
    opened.close()


def test_every_operation_has_its_row_or_a_reason_to_have_none() -> None:
    rows = {request.operation for request in REQUESTS.values()}
    assert rows | requests.NEITHER.keys() == OPERATION.keys()
    assert not rows & requests.NEITHER.keys()
    assert list(read_table("Over HTTP")) == list(REQUESTS)


def test_every_command_has_its_row_or_a_reason_to_have_none() -> None:
    rows = {said.command for said in commands.SAID.values()}
    assert rows | commands.NEITHER.keys() == commands.COMMANDS.keys()
    assert not rows & commands.NEITHER.keys()
    assert list(read_table("Over a socket")) == list(commands.SAID)


async def test_the_table_holds(house: House, pair: Pair, scenery: Scenery, relation: str) -> None:
    over_http = {
        row: await _undone(scenery, row, _verdict(house, pair, request))
        for row, request in REQUESTS.items()
    }
    assert over_http == column_of("Over HTTP", relation)
    over_a_socket = {
        row: await _undone(scenery, row, _verdict_of_command(house, pair, said))
        for row, said in commands.SAID.items()
    }
    assert over_a_socket == column_of("Over a socket", relation)


@pytest.mark.parametrize("heading", ["Over HTTP", "Over a socket"])
def test_one_who_asked_is_told_the_same_whatever_was_answered(heading: str) -> None:
    pending = column_of(heading, "pending")
    assert column_of(heading, "not now") == pending
    assert column_of(heading, "declined") == pending


@pytest.mark.parametrize("heading", ["Over HTTP", "Over a socket"])
def test_a_block_is_told_apart_from_an_end_by_whom_one_sees_and_by_nothing_else(
    heading: str,
) -> None:
    ended, blocked = column_of(heading, "ended"), column_of(heading, "blocked")
    told = [row for row in ended if ended[row] != blocked[row]]
    assert {ended[row] for row in told} == {"shown"}
    assert {blocked[row] for row in told} <= {"hidden", "not_found"}


async def _undone(scenery: Scenery, row: str, asked: Awaitable[str]) -> str:
    """Await an answer and put the scenery back; what was refused has changed nothing."""
    answer = await asked
    assert not scenery.changed or answer == "ok", f"{row} was refused, yet did something"
    scenery.put_back()
    return answer


async def _verdict_of_command(house: House, pair: Pair, said: Said) -> str:
    """Say a command to a hub of its own: what one knows of streams is wrong once they go back."""
    async with (
        open_sockets(house.desk.store, MemoryBroker(), house.clock) as anew,
        open_phone(anew, pair.token) as phone,
    ):
        return await verdict(phone, pair, said)


async def _verdict(house: House, pair: Pair, request: Request) -> str:
    """Ask; return the code of a refusal, ``ok``, or for what is read whether the other is seen."""
    operation, path, body = asked_of(pair, request)
    answer = await house.ask(pair.token, operation.method, path, body)
    if not answer.is_success:
        code = str(answer.json()["code"])
        assert answer.status_code == HTTP_STATUS[code]  # type: ignore[index]  # or no code at all
        return code
    assert answer.status_code == (201 if operation.created else 200 if operation.answer else 204)
    if operation.method != "GET":
        return "ok"
    sign = str(requests.filled_all(request.sign, pair))
    return "shown" if sign in answer.text else "hidden"
