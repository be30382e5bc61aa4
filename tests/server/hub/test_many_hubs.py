"""Several hubs: one order for all, and what ends on one hub ends on all of them."""

import asyncio
from collections.abc import AsyncIterator
from random import Random

import pytest

from hubbub_protocol.errors import CloseCode
from hubbub_protocol.events import AccountBanned, SignInsRevoked
from hubbub_server.hub.subscribing import Granted
from hubbub_server.store.interface import Store
from tests.server.hub.ear import Ear
from tests.server.hub.fleet import Fleet
from tests.server.store.hand_clock import HandClock


@pytest.fixture
async def fleet(store: Store, clock: HandClock) -> AsyncIterator[Fleet]:
    """Ada, Bo and Cy in one room, at two hubs."""
    fleet = Fleet(store, clock, hubs=2, random=Random(7))
    await fleet.gather("ada", "bo", "cy")
    yield fleet
    await fleet.calm_down()


async def test_members_at_different_hubs_see_one_order(fleet: Fleet) -> None:
    here, there = fleet.at
    ears = [await here.listen("ada"), await there.listen("bo")]
    await here.say("ada", "one")
    await there.say("bo", "two")
    await here.say("ada", "three")
    await here.settled()
    assert [ear.seqs for ear in ears] == [[2, 3, 4], [2, 3, 4]]


async def test_a_publication_that_was_lost_is_read_when_the_next_one_comes(fleet: Fleet) -> None:
    here, there = fleet.at
    ear = await there.listen("bo")
    fleet.ether.losing = 1.0
    await here.say("ada", "one", "two")
    await here.settled()
    assert ear.seqs == []
    fleet.ether.losing = 0.0
    await here.say("ada", "three")
    await here.settled()
    assert ear.seqs == [2, 3, 4]


async def test_while_the_broker_is_away_a_comparison_brings_what_others_wrote(
    fleet: Fleet,
) -> None:
    here, there = fleet.at
    fleet.ether.brokers[1].go_away()
    ear = await there.listen("bo")
    await here.say("ada", "one")
    await there.hub.check_heads()
    await there.settled()
    assert ear.seqs == [2]


async def test_a_sign_in_that_is_revoked_at_one_hub_ends_its_sockets_at_the_other(
    fleet: Fleet,
) -> None:
    here, there = fleet.at
    bo, cy = await there.listen("bo"), await there.listen("cy")
    revoked = SignInsRevoked(member=here.ids["bo"], sign_ins=(here.sign_ins["bo"],))
    here.publish(await fleet.command(revoked))
    assert bo.closed is CloseCode.SIGNED_OUT
    assert cy.closed is None


async def test_a_ban_whose_publication_is_lost_acts_with_the_next_comparison(fleet: Fleet) -> None:
    here, there = fleet.at
    ear = await there.listen("bo")
    fleet.ether.losing = 1.0
    here.publish(await fleet.command(AccountBanned(member=here.ids["bo"])))
    await here.say("ada", "Bo does not read this")
    assert ear.closed is None
    await there.hub.check_heads()
    await there.settled()
    assert ear.closed is CloseCode.BANNED


async def test_a_comparison_obeys_what_was_commanded_before_it_delivers(fleet: Fleet) -> None:
    here, there = fleet.at
    ear = HungUp()
    await there.listen("bo", ear=ear)
    fleet.ether.losing = 1.0
    here.publish(await fleet.command(AccountBanned(member=here.ids["bo"])))
    await here.say("ada", *(str(n) for n in range(300)))
    await there.hub.check_heads()
    await there.settled()
    assert (ear.closed, ear.seqs) == (CloseCode.BANNED, [])


async def test_two_hundred_removals_at_one_hub_race_with_deliveries_at_the_other(
    fleet: Fleet,
) -> None:
    here, there = fleet.at
    random = fleet.ether.random
    for race in range(200):
        guest = f"guest{race}"
        here.ids[guest] = await fleet.village.welcome(guest)
        await fleet.village.admit(here.room, here.ids[guest])
        fleet.ether.losing, fleet.ether.repeating, fleet.ether.delaying = (
            random.choice([0.0, 0.5]) for _ in range(3)
        )
        ear = Ear()
        after = random.choice([None, 0, 1])  # live, or still catching up when it happens
        answer = await there.ask(there.session(guest, ear, device=guest), after)
        assert isinstance(answer, Granted)
        answer.begin()
        if random.random() < 0.5:
            await there.settled()
        if random.random() < 0.2:
            ear.stop_reading()
        _, seq, _ = await asyncio.gather(
            here.say("ada", "racing"), here.dismiss(guest), there.say("cy", "racing", "too")
        )
        fleet.ether.bring_delayed()
        await here.say("ada", "after")
        assert max(ear.seqs, default=0) <= seq, f"race {race}"
        ear.read_on()
        await fleet.calm_down()
        async with asyncio.timeout(30):
            while seq not in ear.seqs:  # who is far behind is served page by page
                await there.settled()
        assert ear.seqs == list(range(answer.after + 1, seq + 1)), f"race {race}"


class HungUp(Ear):
    """An outlet that takes nothing more once it is closed, as a socket does."""

    def write(self, frames: bytes) -> None:
        """Remember frames."""
        if self.closed is None:
            super().write(frames)
