"""What the hub does when the store refuses, or holds what it does not know."""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import text, update
from structlog.testing import capture_logs

from hubbub_protocol.errors import CloseCode, Refusal
from hubbub_protocol.events import AccountBanned, Payload, SignInsRevoked
from hubbub_protocol.streams import CONTROL
from hubbub_server.store.interface import NewEvent, StoredEvent
from hubbub_server.store.schema import events
from tests.server.hub.company import Company
from tests.server.hub.ear import Ear
from tests.server.hub.slow_store import SlowStore


async def test_a_repair_that_fails_is_logged_and_begun_again(company: Company) -> None:
    ear = await company.listen("bo")
    complaints: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))
    await company.commit("ada", "nobody published me")
    with capture_logs() as log:
        async with events_lost(company):
            await company.hub.check_heads()
            await company.settled()
    gc.collect()  # a task whose exception nobody took complains at its end
    assert complaints == []
    (line,) = [line for line in log if line["event"] == "a stream could not be repaired"]
    assert (line["stream"], line["log_level"]) == (company.room, "error")
    await company.hub.check_heads()
    await company.settled()
    assert ear.seqs == [2]


async def test_control_events_that_cannot_be_read_are_obeyed_later(company: Company) -> None:
    ear = await company.listen("bo")
    idle = SignInsRevoked(member=company.ids["cy"], sign_ins=())
    _, last = await tell_hubs(company, AccountBanned(member=company.ids["bo"]), idle)
    async with events_lost(company):
        company.publish([last])
        await company.settled()
    assert ear.closed is None
    await company.hub.check_heads()
    assert ear.closed == CloseCode.BANNED


async def test_a_check_is_over_when_what_was_commanded_is_obeyed(
    quiet: Company, slow_store: SlowStore
) -> None:
    ear = await quiet.listen("bo")
    await tell_hubs(quiet, AccountBanned(member=quiet.ids["bo"]))
    slow_store.paging.clear()
    check = asyncio.ensure_future(quiet.hub.check_heads())
    await slow_store.until(lambda: slow_store.kept_back)
    await quiet.settled()
    assert not check.done()
    slow_store.paging.set()
    await check
    assert ear.closed == CloseCode.BANNED


async def test_an_event_that_the_database_lacks_is_not_asked_for_without_end(
    company: Company,
) -> None:
    ear = await company.listen("bo")
    events = await company.commit("ada", "one", "two", "three")
    async with company.village.store.transaction(()) as opened:
        await opened.execute(
            text("DELETE FROM events WHERE stream = :stream AND seq = 3").bindparams(
                stream=company.room
            )
        )
    with capture_logs() as log:
        company.publish(events[2:])
        await company.settled()
    (line,) = log
    assert "lacks event 3" in line["reason"]
    assert ear.seqs == [2]
    with pytest.raises(Refusal, match="lacks event 3"):
        await company.ask(company.session("cy", Ear()), None)


async def test_streams_that_cannot_be_read_are_one_line_in_the_log_and_one_when_they_can(
    company: Company,
) -> None:
    ear = await company.listen("bo")
    await company.commit("ada", "nobody published me")
    with capture_logs() as log:
        async with events_lost(company):
            for _ in range(5):
                await company.hub.check_heads()
                await company.settled()
        await company.hub.check_heads()
        await company.settled()
    said = [line["event"] for line in log if line["event"] != "the database cannot be used"]
    assert said == ["a stream could not be repaired", "all streams are read on again"]
    assert ear.seqs == [2]


async def test_a_control_event_of_an_unknown_kind_is_passed_over(company: Company) -> None:
    ear = await company.listen("bo")
    ban = AccountBanned(member=company.ids["bo"])
    strange, _ = await tell_hubs(company, SignInsRevoked(member="", sign_ins=()), ban)
    async with company.village.store.transaction(()) as opened:
        await opened.execute(
            update(events)
            .where(events.c.stream == CONTROL, events.c.seq == strange.seq)
            .values(kind="moon_rose", payload=b'{"kind":"moon_rose"}')
        )
    with capture_logs() as log:
        await company.hub.check_heads()
        await company.settled()
    assert [line["kind"] for line in log if line["event"] == "unknown control event"] == [
        "moon_rose"
    ]
    assert ear.closed == CloseCode.BANNED


@asynccontextmanager
async def events_lost(company: Company) -> AsyncIterator[None]:
    """Let the store refuse to read events for a while."""
    async with company.village.store.transaction(()) as opened:
        await opened.execute(text("ALTER TABLE events RENAME TO lost"))
    yield
    async with company.village.store.transaction(()) as opened:
        await opened.execute(text("ALTER TABLE lost RENAME TO events"))


async def tell_hubs(company: Company, *payloads: Payload) -> list[StoredEvent]:
    """Commit control events without publishing them."""
    async with company.village.store.transaction([CONTROL]) as opened:
        return await opened.append_events([NewEvent(CONTROL, "", each) for each in payloads])
