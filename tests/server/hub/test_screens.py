"""Blocks in a room: neither of the two is shown what the other writes; a skip counts instead."""

import asyncio

import pytest

from hubbub_protocol.codec import Encoding
from hubbub_protocol.events import (
    MemberJoined,
    MessageDeleted,
    MessageEdited,
    MessagePinned,
    ReactionAdded,
    ReactionRemoved,
)
from hubbub_protocol.streams import inbox_stream
from hubbub_server.broker.memory import MemoryBroker
from hubbub_server.hub.hub import Hub
from hubbub_server.hub.subscribing import Granted, Wish
from hubbub_server.hub.subscription import Rights, Subscription
from hubbub_server.store.interface import NewEvent, Store
from tests.server.hub.company import Company
from tests.server.hub.ear import Ear
from tests.server.hub.slow_store import SlowStore
from tests.server.store.hand_clock import HandClock


@pytest.mark.parametrize("encoding", ["json", "msgpack"])
async def test_a_message_is_a_skip_to_who_has_blocked_its_author_and_an_event_to_the_others(
    company: Company, encoding: Encoding
) -> None:
    await company.block("bo", "cy")
    ears = [await company.listen(name, ear=Ear(encoding)) for name in ("ada", "bo", "cy")]
    await company.say("cy", "from Cy")
    await company.settled()
    assert [ear.seen for ear in ears] == [[2], [-2], [2]]


async def test_who_was_blocked_does_not_see_the_blocker(company: Company) -> None:
    await company.block("bo", "cy")
    ear = await company.listen("cy")
    await company.say("bo", "from Bo")
    await company.settled()
    assert ear.seen == [-2]
    assert ear.frames == [{"t": "skip", "stream": company.room, "seq": 2}]


async def test_edits_and_reactions_are_skipped_like_messages(company: Company) -> None:
    await company.block("bo", "cy")
    ear = await company.listen("bo")
    await company.say("ada", "from Ada")
    await company.happen(
        "cy",
        MessageEdited(target=2, body="better"),
        ReactionAdded(target=2, emoji="🍞"),
        ReactionRemoved(target=2, emoji="🍞"),
    )
    await company.settled()
    assert ear.seen == [2, -3, -4, -5]


async def test_deletions_pins_and_membership_are_never_skipped(company: Company) -> None:
    await company.block("bo", "cy")
    ear = await company.listen("bo")
    await company.happen(
        "cy",
        MemberJoined(member=company.ids["cy"]),
        MessagePinned(target=2),
        MessageDeleted(target=2),
    )
    await company.settled()
    assert ear.seen == [2, 3, 4]


async def test_of_a_joined_write_only_what_the_other_wrote_is_skipped(company: Company) -> None:
    await company.block("bo", "cy")
    bo, ada = await company.listen("bo"), await company.listen("ada")
    company.publish(
        [
            *await company.commit("ada", "one"),
            *await company.commit("cy", "two", "three"),
            *await company.commit("ada", "four"),
        ]
    )
    await company.settled()
    assert (bo.seen, ada.seen) == ([2, -3, -4, 5], [2, 3, 4, 5])
    assert (len(bo.writes), len(ada.writes)) == (1, 1)


async def test_each_is_screened_from_their_own_others(company: Company) -> None:
    company.ids["dee"] = await company.village.welcome("dee")
    await company.village.admit(company.room, company.ids["dee"])
    await company.block("bo", "cy")
    await company.block("dee", "bo")
    ears = [await company.listen(name) for name in ("bo", "cy", "dee")]
    company.publish(
        [event for name in ("bo", "cy", "dee") for event in await company.commit(name, "hello")]
    )
    await company.settled()
    assert [ear.seen for ear in ears] == [[2, -3, -4], [-2, 3, 4], [-2, 3, 4]]


async def test_a_block_acts_on_open_sessions_until_it_is_lifted(company: Company) -> None:
    ears = [await company.listen("bo"), await company.listen("bo"), await company.listen("cy")]
    for deed in (company.block, company.unblock):
        await company.say("bo", "from Bo")
        await company.say("cy", "from Cy")
        await company.settled()
        await deed("bo", "cy")
    await company.say("cy", "from Cy again")
    await company.settled()
    assert [ear.seen for ear in ears] == [[2, 3, 4, -5, 6], [2, 3, 4, -5, 6], [2, 3, -4, 5, 6]]


async def test_where_both_have_blocked_one_who_thinks_better_of_it_still_sees_nothing(
    company: Company,
) -> None:
    ear = await company.listen("bo")
    await company.block("bo", "cy")
    await company.block("cy", "bo")
    await company.unblock("bo", "cy")
    await company.say("cy", "from Cy")
    await company.unblock("cy", "bo")
    await company.settled()
    await company.say("cy", "from Cy again")
    await company.settled()
    assert ear.seen == [-2, 3]


async def test_who_is_behind_gets_skips_from_the_ring_and_from_the_store(company: Company) -> None:
    await company.block("bo", "cy")
    for _ in range(4):  # more than the ring holds
        await company.commit("ada", *(str(n) for n in range(100)))
        await company.commit("cy", *(str(n) for n in range(50)))
    ear = await company.listen("bo", seq=0)
    for _ in range(10):
        await company.settled()
    ear.stop_reading()
    await company.say("cy", "while Bo does not read")
    await company.settled()
    ear.read_on()
    await company.settled()
    cys = {seq for seq in range(2, 602) if (seq - 2) % 150 >= 100} | {602}
    assert ear.seen == [-seq if seq in cys else seq for seq in range(1, 603)]


async def test_a_hub_that_is_started_anew_knows_the_blocks(
    company: Company, store: Store, clock: HandClock
) -> None:
    await company.block("bo", "cy")
    await company.say("cy", "before")
    company.hub = Hub(store, MemoryBroker(), clock, sockets_per_member=10)
    await company.hub.check_heads()
    ear = await company.listen("bo", seq=1)
    await company.settled()
    assert ear.seen == [-2]


async def test_a_block_that_is_obeyed_while_one_subscribes_acts(
    quiet: Company, slow_store: SlowStore
) -> None:
    quiet.ids["cy"] = await quiet.village.welcome("cy")
    await quiet.village.admit(quiet.room, quiet.ids["cy"])
    await quiet.listen("ada")
    await quiet.commit("cy", "before")
    slow_store.answering.clear()
    ear = Ear()
    asking = asyncio.ensure_future(quiet.ask(quiet.session("bo", ear), 0))
    await slow_store.until(lambda: slow_store.kept_back)  # after the blocks were read
    await quiet.block("bo", "cy")
    slow_store.answering.set()
    answer = await asking
    assert isinstance(answer, Granted)
    answer.begin()
    await quiet.settled()
    assert ear.seen == [1, -2]


async def test_what_is_read_after_a_block_is_not_undone_by_its_late_publication(
    company: Company,
) -> None:
    old = await company.village.block(company.ids["bo"], company.ids["cy"])
    lifted = await company.village.unblock(company.ids["bo"], company.ids["cy"])
    ear = await company.listen("bo")
    company.publish([*old])
    await company.say("cy", "from Cy")
    await company.settled()
    company.publish(lifted)
    assert ear.seen == [2]


async def test_a_block_during_a_pass_acts_on_what_is_not_written_yet(company: Company) -> None:
    ear = await company.listen("bo")
    stream = company.hub._live.find(company.room)
    assert stream is not None
    (subscription,) = stream.subscriptions
    host = company.session("ada", Ear())
    stream.fan_out.in_step.clear()
    for _ in range(200):  # more than are written to in one turn: the pass takes several
        crowd = Subscription(host, stream, 1, Rights(1))
        crowd.in_step = True
        stream.fan_out.in_step[crowd] = None
    stream.fan_out.in_step[subscription] = None
    events = await company.commit("cy", "from Cy")
    block = await company.village.block(company.ids["bo"], company.ids["cy"])
    company.publish(events)
    await asyncio.sleep(0)  # the pass has begun
    company.publish(block)
    await company.settled()
    assert ear.seen == [-2]


async def test_an_inbox_is_not_screened(company: Company) -> None:
    await company.block("bo", "cy")
    ear, inbox = Ear(), inbox_stream(company.ids["bo"])
    session = company.session("bo", ear)
    answers = await company.hub.subscribe(
        session, [Wish(inbox, None), Wish(company.room, None)], None
    )
    for answer in answers:
        assert isinstance(answer, Granted)
        answer.begin()
    async with company.village.store.transaction([inbox]) as opened:
        added = ReactionAdded(target=1, emoji="🍞")
        events = await opened.append_events([NewEvent(inbox, company.ids["cy"], added)])
    company.publish(events)
    await ear.hear(1)
    assert ear.seen == [1]
