"""What a hub remembers of blocks counts for 10 s after it was checked; then nothing is shown."""

from random import Random

from hubbub_protocol.events import MemberJoined
from hubbub_server.store.interface import Store
from tests.server.hub.company import Company
from tests.server.hub.ear import Ear
from tests.server.hub.fleet import Fleet
from tests.server.hub.slow_store import SlowStore
from tests.server.store.hand_clock import HandClock

LATE_US = 10_000_001


async def two_hubs(store: Store, clock: HandClock) -> Fleet:
    """Ada, Bo and Cy in one room, at two hubs."""
    fleet = Fleet(store, clock, hubs=2, random=Random(7))
    await fleet.gather("ada", "bo", "cy")
    return fleet


async def test_a_block_that_is_set_at_one_hub_acts_at_the_other(
    store: Store, clock: HandClock
) -> None:
    here, there = (await two_hubs(store, clock)).at
    ears = [await there.listen("bo"), await there.listen("cy"), await there.listen("ada")]
    await here.block("bo", "cy")
    await here.say("cy", "from Cy")
    await there.say("bo", "from Bo")
    await here.settled()
    assert [ear.seen for ear in ears] == [[-2, 3], [2, -3], [2, 3]]


async def test_a_block_whose_publication_is_lost_acts_before_what_the_next_comparison_brings(
    store: Store, clock: HandClock
) -> None:
    fleet = await two_hubs(store, clock)
    here, there = fleet.at
    ear = await there.listen("bo")
    fleet.ether.losing = 1.0
    await here.block("bo", "cy")
    await here.say("cy", *(str(n) for n in range(300)))
    await there.hub.check_heads()
    await there.settled()
    assert ear.seen == [-seq for seq in range(2, 302)]


async def test_after_ten_seconds_without_a_check_nothing_is_shown_before_one(
    store: Store, clock: HandClock
) -> None:
    fleet = await two_hubs(store, clock)
    here, there = fleet.at
    bo, ada = await there.listen("bo"), await there.listen("ada")
    fleet.ether.losing = 1.0
    await here.block("bo", "cy")
    fleet.ether.losing = 0.0
    clock.move(LATE_US)
    await here.say("cy", "from Cy")
    await there.settled()
    assert (bo.seen, ada.seen) == ([-2], [2])
    await here.say("cy", "again")
    await there.settled()
    assert (bo.seen, ada.seen) == ([-2, -3], [2, 3])


async def test_within_ten_seconds_what_is_remembered_counts(store: Store, clock: HandClock) -> None:
    here, there = (await two_hubs(store, clock)).at
    ear = await there.listen("bo")
    clock.move(LATE_US - 1)
    await here.say("cy", "from Cy")
    stream = there.hub._live.find(there.room)
    assert stream is not None
    await here.settled()
    assert (ear.seen, len(stream.fan_out.in_step)) == ([2], 1)


async def test_while_the_store_cannot_be_asked_messages_wait_and_membership_does_not(
    quiet: Company, slow_store: SlowStore
) -> None:
    ear = await quiet.listen("bo")
    slow_store.refuse_after(0)
    quiet.village.clock.move(LATE_US)
    await quiet.happen("ada", MemberJoined(member=quiet.ids["ada"]))
    await quiet.settled()
    await quiet.say("ada", "may Bo see this?")
    await quiet.settled()
    assert (ear.seen, ear.closed) == ([2], None)
    slow_store.refuse_after(None)
    await quiet.hub.check_heads()
    await quiet.settled()
    assert (ear.seen, ear.closed) == ([2, 3], None)


async def test_a_replay_waits_for_the_check_as_well(quiet: Company, slow_store: SlowStore) -> None:
    await quiet.commit("ada", "may Bo see this?")
    ear = Ear()
    answer = await quiet.ask(quiet.session("bo", ear), 0)
    slow_store.refuse_after(0)
    quiet.village.clock.move(LATE_US)
    answer.begin()  # type: ignore[union-attr]  # a refusal would fail here
    await quiet.settled()
    assert ear.seen == []
    slow_store.refuse_after(None)
    await quiet.hub.check_heads()
    await quiet.settled()
    assert ear.seen == [1, 2]
