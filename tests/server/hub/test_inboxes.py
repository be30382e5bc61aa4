"""Inboxes hear a little later, so that no answer takes longer because somebody listens."""

import pytest

from hubbub_protocol.events import ReactionAdded
from hubbub_protocol.streams import inbox_stream
from hubbub_server.hub import unhurried
from hubbub_server.hub.subscribing import Granted, Wish
from hubbub_server.store.interface import NewEvent, StoredEvent
from tests.server.hub.company import Company
from tests.server.hub.ear import Ear
from tests.server.hub.slow_store import SlowStore


async def listen(company: Company, name: str) -> Ear:
    """Receive a member's own inbox."""
    ear = Ear()
    wish = Wish(inbox_stream(company.ids[name]), None)
    (answer,) = await company.hub.subscribe(company.session(name, ear), [wish], None)
    assert isinstance(answer, Granted)
    answer.begin()
    return ear


async def tell(company: Company, name: str) -> list[StoredEvent]:
    """Commit an event of a member's inbox, and publish nothing."""
    inbox = inbox_stream(company.ids[name])
    async with company.village.store.transaction([inbox]) as opened:
        added = ReactionAdded(target=1, emoji="🍞")
        return await opened.append_events([NewEvent(inbox, company.ids["cy"], added)])


async def test_an_inbox_hears_in_none_of_the_turns_in_which_its_author_is_answered(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unhurried, "WAIT_S", (60.0, 60.0))
    ear = await listen(company, "bo")
    company.publish(await tell(company, "bo"))
    await company.settled()
    assert ear.seqs == []


async def test_an_inbox_hears_all_in_order(company: Company) -> None:
    ear = await listen(company, "bo")
    for _ in range(5):
        company.publish(await tell(company, "bo"))
    await ear.hear(5)
    assert ear.seqs == [1, 2, 3, 4, 5]


async def test_what_one_inbox_waits_for_keeps_no_room_waiting(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unhurried, "WAIT_S", (60.0, 60.0))
    inbox, room = await listen(company, "bo"), await company.listen("bo")
    company.publish(await tell(company, "bo"))
    await company.say("ada", "at once")
    await company.settled()
    assert len(room.seqs) == 1
    assert inbox.seqs == []


async def test_what_is_lost_before_it_was_delivered_is_read_from_the_store(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    ear = await listen(company, "bo")
    with monkeypatch.context() as patched:
        patched.setattr(unhurried, "WAIT_S", (60.0, 60.0))
        company.publish(await tell(company, "bo"))
        await company.settled()
    company.hub.doubt()
    await ear.hear(1)
    assert ear.seqs == [1]


async def test_nobody_is_asked_twice_whether_an_inbox_is_one_s_own(
    quiet: Company, slow_store: SlowStore
) -> None:
    before = slow_store.snapshots
    await listen(quiet, "bo")
    assert slow_store.snapshots == before + 1
