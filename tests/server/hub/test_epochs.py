"""When a database has lost commits a new epoch begins, and nothing of the former one is left."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import delete, update
from structlog.testing import capture_logs

from hubbub_protocol.errors import CloseCode, Refusal
from hubbub_protocol.events import AccountBanned
from hubbub_protocol.streams import CONTROL
from hubbub_server.hub.hub import Hub
from hubbub_server.hub.subscribing import Granted, Void
from hubbub_server.store.epoch import EpochRenewed
from hubbub_server.store.interface import NewEvent, Store, StoredEvent
from hubbub_server.store.schema import blocks, events, installation, streams
from hubbub_server.store.sqlite import open_sqlite
from tests.server.broker.ether import Ether, EtherBroker
from tests.server.hub.company import Company
from tests.server.hub.ear import Ear
from tests.server.hub.slow_store import SlowStore
from tests.server.store.hand_clock import HandClock
from tests.server.store.village import Village


async def forget(store: Store, stream: str, after: int) -> None:
    """Let the database lose what a stream has behind a ``seq``, as one does that has gone back."""
    async with store.transaction([stream]) as opened:
        await opened.execute(delete(events).where(events.c.stream == stream, events.c.seq > after))
        await opened.execute(update(streams).where(streams.c.name == stream).values(head=after))


async def lose(company: Company) -> None:
    """Let the hub find that the database lacks what it delivered."""
    await forget(company.village.store, company.room, 1)
    with pytest.raises(EpochRenewed):
        await company.hub.check_heads()


async def until_some_were_compared(quiet: Company, slow_store: SlowStore) -> "asyncio.Future[None]":
    """Begin a comparison, of which only the first question, about control, is answered."""
    slow_store.answering.clear()
    checking = asyncio.ensure_future(quiet.hub.check_heads())
    await slow_store.until(lambda: slow_store.kept_back)
    slow_store.answering.set()
    await asyncio.sleep(0)
    slow_store.answering.clear()
    return checking


async def test_a_head_below_what_was_delivered_begins_a_new_epoch(company: Company) -> None:
    store = company.village.store
    await company.listen("bo")
    await company.say("ada", "one", "two")
    await company.settled()
    former = store.epoch
    with capture_logs() as log:
        await lose(company)
    assert store.epoch != former
    lost, begun = log
    assert (lost["log_level"], lost["stream"]) == ("error", company.room)
    assert (lost["delivered_head"], lost["stored_head"]) == (3, 1)
    assert begun["epoch"] == store.epoch


async def test_a_new_epoch_closes_every_session_a_little_apart(company: Company) -> None:
    ears = [await company.listen(name) for name in ("ada", "bo", "cy")]
    await company.say("ada", "one")
    await company.settled()
    await lose(company)
    assert [ear.closed for ear in ears] == 3 * [CloseCode.SERVICE_RESTART]
    assert [ear.retry_ms for ear in ears] == [0, 20, 40]
    assert list(company.hub.sessions) == []


async def test_who_comes_back_from_a_former_epoch_is_reset_whatever_their_cursor(
    company: Company,
) -> None:
    former = company.village.store.epoch
    await company.listen("bo")
    await company.say("ada", "one")
    await company.settled()
    await lose(company)
    session = company.session("bo", Ear())
    for seq in (1, 2):
        assert await company.ask(session, seq, former) == Void(company.room, head=1)


async def test_what_was_delivered_in_a_former_epoch_is_served_to_nobody_in_the_next(
    company: Company,
) -> None:
    before = await company.listen("bo")
    await company.say("ada", "forgotten", "forgotten")
    await company.settled()
    await lose(company)
    after = await company.listen("bo", 1)
    await company.say("ada", "kept")
    await company.settled()
    assert before.seqs == [2, 3]
    assert [frame["body"] for frame in after.frames] == ["kept"]


async def test_what_was_published_in_a_former_epoch_reaches_nobody_in_the_next(
    company: Company,
) -> None:
    await company.listen("bo")
    forgotten = await company.commit("ada", "one", "two")
    former = company.village.store.epoch
    company.publish(forgotten[:1])
    await company.settled()
    await lose(company)
    ear = await company.listen("bo")
    company.publish(forgotten, former)
    await company.settled()
    assert ear.seqs == []


async def test_after_a_new_epoch_rights_are_not_relied_on_before_control_was_read(
    quiet: Company, slow_store: SlowStore
) -> None:
    fresh = [quiet.hub.rights_are_fresh]
    await slow_store.renew_epoch(slow_store.epoch)
    fresh.append(quiet.hub.rights_are_fresh)
    slow_store.head_queries.clear()
    await quiet.hub.confirm_rights()
    fresh.append(quiet.hub.rights_are_fresh)
    assert fresh == [True, False, True]
    assert {CONTROL} in slow_store.head_queries


async def test_a_check_of_rights_that_a_new_epoch_meets_counts_for_nothing(
    quiet: Company, slow_store: SlowStore
) -> None:
    slow_store.answering.clear()
    checking = asyncio.ensure_future(quiet.hub.check_heads())
    await slow_store.until(lambda: slow_store.kept_back)
    await slow_store.renew_epoch(slow_store.epoch)
    slow_store.answering.set()
    await asyncio.wait([checking])
    assert not quiet.hub.rights_are_fresh


async def test_heads_of_a_new_epoch_are_not_compared_with_what_was_delivered_before(
    quiet: Company, slow_store: SlowStore
) -> None:
    await quiet.hub._live.open([f"room:{n}" for n in range(501)])
    await quiet.listen("bo")  # the last to be compared
    await quiet.say("ada", "one")
    await quiet.settled()
    slow_store.head_queries.clear()
    checking = await until_some_were_compared(quiet, slow_store)
    await slow_store.until(lambda: len(slow_store.head_queries) == 2 and slow_store.kept_back)
    await forget(slow_store, quiet.room, 1)
    await slow_store.renew_epoch(slow_store.epoch)
    epoch = slow_store.epoch
    slow_store.answering.set()
    await asyncio.wait([checking])
    assert len(slow_store.head_queries) == 3
    assert slow_store.epoch == epoch


async def test_a_stream_that_is_subscribing_when_a_new_epoch_begins_is_not_taken_over(
    quiet: Company, slow_store: SlowStore, ether_broker: EtherBroker
) -> None:
    slow_store.answering.clear()
    asking = asyncio.ensure_future(quiet.ask(quiet.session("bo", Ear()), 1))
    await slow_store.until(lambda: slow_store.kept_back)
    await slow_store.renew_epoch(slow_store.epoch)
    slow_store.answering.set()
    with pytest.raises(EpochRenewed):
        await asking
    assert quiet.room not in ether_broker.listening
    ear = await quiet.listen("bo")
    await quiet.say("ada", "one")
    await quiet.settled()
    assert quiet.room in ether_broker.listening
    assert ear.seqs == [2]


async def test_what_a_former_epoch_commanded_is_not_obeyed_in_the_next(
    quiet: Company, slow_store: SlowStore
) -> None:
    banned = await command(quiet, AccountBanned(member=quiet.ids["bo"]))
    checking = await until_some_were_compared(quiet, slow_store)
    await slow_store.until(lambda: CONTROL in slow_store.page_reads and slow_store.kept_back)
    await forget(slow_store, CONTROL, banned[0].seq - 1)
    await slow_store.renew_epoch(slow_store.epoch)
    ear = Ear()
    quiet.session("bo", ear)
    slow_store.answering.set()
    await asyncio.wait([checking])
    assert ear.closed is None


async def test_blocks_of_a_former_epoch_are_not_believed_in_the_next(company: Company) -> None:
    await company.block("cy", "ada")
    await company.block("bo", "cy")
    lingering = company.session("bo", Ear())  # as while its socket is slow to go
    assert isinstance(await company.ask(lingering, None), Granted)
    await forget(company.village.store, CONTROL, 0)
    async with company.village.store.transaction(()) as opened:
        await opened.execute(delete(blocks))
    with pytest.raises(EpochRenewed):
        await company.hub.check_heads()
    ear = await company.listen("bo")
    await company.say("cy", "from Cy")
    await company.block("bo", "ada")
    await company.say("ada", "from Ada")
    await company.settled()
    assert ear.seen == [2, -3]
    assert lingering.screen is not None


async def test_a_subscription_that_was_granted_in_a_former_epoch_does_not_begin(
    company: Company,
) -> None:
    ear = Ear()
    answer = await company.ask(company.session("bo", ear), None)
    assert isinstance(answer, Granted)
    await company.village.store.renew_epoch(company.village.store.epoch)
    answer.begin()
    await company.say("ada", "one")
    await company.settled()
    assert ear.seqs == []


@dataclass
class Pair:
    """The same people at two hubs, each with a store of its own on the same database."""

    here: Company
    there: Company

    @property
    def epochs(self) -> tuple[str, str]:
        """The epoch in which each hub is."""
        return self.here.village.store.epoch, self.there.village.store.epoch


@pytest.fixture
async def pair(tmp_path: Path, clock: HandClock) -> AsyncIterator[Pair]:
    """Ada and Bo at two hubs, which compare their heads only when they are told to."""
    ether = Ether()
    stores = [await open_sqlite(tmp_path / "hubbub.db", clock) for _ in range(2)]
    here, there = (at_a_hub(store, ether.broker(), clock) for store in stores)
    await here.gather("ada", "bo")
    there.ids, there.sign_ins, there.room = here.ids, here.sign_ins, here.room
    yield Pair(here, there)
    for store in stores:
        await store.close()


def at_a_hub(store: Store, broker: EtherBroker, clock: HandClock) -> Company:
    hub = Hub(store, broker, clock, sockets_per_member=10)
    return Company(Village(store, clock), hub, broker)


async def command(company: Company, payload: AccountBanned) -> Sequence[StoredEvent]:
    """Commit a control event."""
    async with company.village.store.transaction([CONTROL]) as opened:
        return await opened.append_events([NewEvent(CONTROL, "", payload)])


async def test_a_hub_learns_with_its_next_comparison_that_another_began_a_new_epoch(
    pair: Pair,
) -> None:
    ear = await pair.there.listen("bo")
    await pair.here.village.store.renew_epoch(pair.here.village.store.epoch)
    with pytest.raises(EpochRenewed):
        await pair.there.hub.check_heads()
    assert len(set(pair.epochs)) == 1
    assert ear.closed == CloseCode.SERVICE_RESTART


async def test_hubs_that_find_a_loss_at_once_begin_one_new_epoch(pair: Pair) -> None:
    hubs = (pair.here, pair.there)
    for company in hubs:
        await company.listen("bo")
    await pair.here.say("ada", "one")
    for company in hubs:
        await company.settled()
    await forget(pair.here.village.store, pair.here.room, 1)
    with capture_logs() as log:
        checks = [company.hub.check_heads() for company in hubs]
        await asyncio.gather(*checks, return_exceptions=True)
        for company in hubs:  # what has begun by now is the last
            await company.hub.check_heads()
    begun = [line["epoch"] for line in log if "new epoch" in line["event"]]
    assert begun == list(pair.epochs)
    assert len(set(begun)) == 1


async def test_hubs_in_the_same_new_epoch_hear_each_other(pair: Pair) -> None:
    for company in (pair.here, pair.there):
        await company.listen("bo")
    await pair.here.village.store.renew_epoch(pair.here.village.store.epoch)
    with pytest.raises(EpochRenewed):
        await pair.there.hub.check_heads()
    ear = await pair.there.listen("bo")
    await pair.here.say("ada", "one")
    await pair.there.settled()
    assert ear.seqs == [2]


async def test_a_database_in_an_epoch_that_was_left_is_not_used(pair: Pair) -> None:
    (first,) = set(pair.epochs)
    await pair.here.village.store.renew_epoch(first)
    second = pair.here.village.store.epoch
    async with pair.there.village.store.transaction(()) as opened:
        await opened.execute(update(installation).values(epoch=first))
    with pytest.raises(Refusal, match="which was left"):
        await pair.here.hub.check_heads()
    assert pair.here.village.store.epoch == second
