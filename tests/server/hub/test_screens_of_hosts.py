"""Hosts and owners see everybody in their own room, from their role on and as long as it lasts."""

from tests.server.hub.company import Company


async def test_an_owner_sees_whom_they_have_blocked(company: Company) -> None:
    await company.block("ada", "cy")
    ada, cy = await company.listen("ada"), await company.listen("cy")
    await company.say("cy", "from Cy")
    await company.say("ada", "from Ada")
    await company.settled()
    assert (ada.seen, cy.seen) == ([2, 3], [2, -3])


async def test_a_member_who_is_made_host_sees_everybody_from_that_event_on(
    company: Company,
) -> None:
    await company.block("bo", "cy")
    ear = await company.listen("bo")
    before = await company.commit("cy", "before")
    role = await company.give_role("bo", "host")
    after = await company.commit("cy", "after")
    company.publish([*before, *role, *after])
    await company.settled()
    assert ear.seen == [-2, 3, 4]


async def test_a_host_who_is_made_a_member_is_screened_from_that_event_on(
    company: Company,
) -> None:
    await company.block("bo", "cy")
    await company.give_role("bo", "host")
    ear = await company.listen("bo")
    before = await company.commit("cy", "before")
    role = await company.give_role("bo", "member")
    after = await company.commit("cy", "after")
    company.publish([*before, *role, *after])
    await company.settled()
    assert ear.seen == [3, 4, -5]


async def test_a_role_changes_what_a_slow_client_gets_from_that_event_on(company: Company) -> None:
    await company.block("bo", "cy")
    ear = await company.listen("bo")
    ear.stop_reading()
    before = await company.commit("cy", "before")
    host = await company.give_role("bo", "host")
    between = await company.commit("cy", "between")
    member = await company.give_role("bo", "member")
    after = await company.commit("cy", "after")
    company.publish([*before, *host, *between, *member, *after])
    await company.settled()
    ear.read_on()
    await company.settled()
    assert ear.seen == [-2, 3, 4, 5, -6]


async def test_a_replay_shows_what_the_present_role_allows(company: Company) -> None:
    await company.block("bo", "cy")
    await company.say("cy", "before")
    await company.give_role("bo", "host")
    await company.say("cy", "meanwhile")
    ear = await company.listen("bo", seq=0)
    await company.give_role("bo", "member")
    again = await company.listen("bo", seq=0)
    await company.settled()
    assert (ear.seen[:4], again.seen) == ([1, 2, 3, 4], [1, -2, 3, -4, 5])


async def test_anothers_role_changes_nothing(company: Company) -> None:
    await company.block("bo", "cy")
    ear = await company.listen("bo")
    company.publish(await company.give_role("cy", "host"))
    await company.say("cy", "as a host")
    await company.settled()
    assert ear.seen == [2, -3]


async def test_a_former_host_is_screened(company: Company) -> None:
    await company.block("bo", "cy")
    await company.give_role("bo", "host")
    await company.say("cy", "from Cy")
    await company.dismiss("bo")
    ear = await company.listen("bo", seq=0)
    await company.settled()
    assert ear.seen == [1, 2, -3, 4]
