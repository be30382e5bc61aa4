"""What two of whom one has blocked the other are not told of the moment: typing and presence."""

from collections.abc import AsyncIterator

import msgspec
import pytest

from hubbub_protocol.frames import Ephemeral, Present
from hubbub_protocol.presence import PresenceCounts
from hubbub_server.broker.memory import MemoryBroker
from hubbub_server.broker.presence_memory import MemoryPresenceBoard
from hubbub_server.broker.publication import Whisper
from hubbub_server.hub.hub import Hub
from hubbub_server.hub.presence import PresenceTerms
from hubbub_server.store.interface import Store
from tests.server.hub.company import Company
from tests.server.hub.ear import Ear
from tests.server.hub.onlooker import seen, told
from tests.server.store.hand_clock import HandClock
from tests.server.store.village import Village

LIMIT = 4
ALL = {"ada": "active", "bo": "active", "cy": "active"}


@pytest.fixture
async def company(store: Store, clock: HandClock) -> AsyncIterator[Company]:
    """Members of a room, at a hub that names four, and beats only when it is told to."""
    broker = MemoryBroker()
    terms = PresenceTerms(MemoryPresenceBoard(clock), members=LIMIT)
    hub = Hub(store, broker, clock, sockets_per_member=10, presence=terms)
    company = Company(Village(store, clock), hub, broker)
    await company.gather("ada", "bo", "cy", "dee", "eve")
    await hub.check_heads()
    yield company
    hub.close_all()


async def beat(company: Company) -> None:
    await company.hub.beat_presence()
    await company.settled()


async def whisper(company: Company, name: str, kind: str) -> None:
    frame = {"t": "ephemeral", "stream": company.room, "kind": kind, "member": company.ids[name]}
    encoded = msgspec.json.encode(msgspec.convert(frame, Ephemeral))
    company.broker.whisper(Whisper(company.room, company.ids[name], encoded))
    await company.settled()


def shown(ear: Ear, company: Company) -> list[str]:
    """Return of whom something of the moment was told, by name."""
    names = {member: name for name, member in company.ids.items()}
    return [names[str(each["member"])] for each in ear.frames if each["t"] == "ephemeral"]


@pytest.mark.parametrize("kind", ["typing", "profile"])
async def test_neither_is_told_that_the_other_types_or_has_another_profile(
    company: Company, kind: str
) -> None:
    await company.block("bo", "cy")
    ears = {name: await company.listen(name) for name in ("ada", "bo", "cy", "dee")}
    for name in ("bo", "cy", "dee"):
        await whisper(company, name, kind)
    assert {name: shown(ear, company) for name, ear in ears.items()} == {
        "ada": ["bo", "cy", "dee"],
        "bo": ["bo", "dee"],
        "cy": ["cy", "dee"],
        "dee": ["bo", "cy", "dee"],
    }


async def test_neither_is_told_that_the_other_is_present(company: Company) -> None:
    await company.block("bo", "cy")
    ears = {name: await company.listen(name) for name in ("ada", "bo", "cy")}
    await beat(company)
    assert {name: sorted(seen(company, ear)) for name, ear in ears.items()} == {
        "ada": ["ada", "bo", "cy"],
        "bo": ["ada", "bo"],
        "cy": ["ada", "cy"],
    }


async def test_a_difference_names_the_other_to_neither(company: Company) -> None:
    await company.block("bo", "cy")
    bo = await company.listen("bo")
    await beat(company)
    await company.listen("cy")
    await beat(company)
    assert len(told(bo)) == 1  # nothing is left of a frame about Cy alone
    cy = next(iter(company.hub.sessions.of(company.ids["cy"])))
    company.hub.show_presence(cy, "away")
    await company.listen("dee")
    await beat(company)
    assert told(bo)[1:] == [Present(stream=company.room, active=(company.ids["dee"],))]


async def test_with_the_block_the_other_is_gone_and_with_its_end_there_again(
    company: Company,
) -> None:
    ears = [await company.listen(name) for name in ("bo", "cy", "ada")]
    await beat(company)
    assert [seen(company, ear) for ear in ears] == [ALL, ALL, ALL]
    await company.block("bo", "cy")
    await beat(company)
    without_cy = {"ada": "active", "bo": "active"}
    without_bo = {"ada": "active", "cy": "active"}
    assert [seen(company, ear) for ear in ears] == [without_cy, without_bo, ALL]
    await company.unblock("bo", "cy")
    await beat(company)
    assert [seen(company, ear) for ear in ears] == [ALL, ALL, ALL]
    assert len(told(ears[2])) == 1  # the others notice nothing


async def test_a_member_who_is_made_host_is_told_of_everybody(company: Company) -> None:
    await company.block("bo", "cy")
    ear = await company.listen("bo")
    await company.listen("cy")
    await beat(company)
    company.publish(await company.give_role("bo", "host"))
    await company.settled()
    await beat(company)
    assert seen(company, ear) == {"bo": "active", "cy": "active"}


async def test_counts_stay_as_they_are(company: Company) -> None:
    await company.block("bo", "cy")
    ears = [await company.listen(name) for name in ("ada", "bo", "cy", "dee", "eve")]
    await beat(company)
    counts = PresenceCounts(active=5, away=0)
    assert [told(ear)[-1].counts for ear in ears] == [counts] * 5
