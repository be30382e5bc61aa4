"""The operations on the community, its accounts and bots, as a program asks for them."""

from hubbub_protocol.accounts import (
    AccountPage,
    BotList,
    BotWithToken,
    Community,
    SignedIn,
)
from hubbub_server.actions.community import prepare_set_up
from hubbub_server.actions.desk import Desk
from tests.server.http.program import Program, read, refused
from tests.server.people import PASSWORD, People

OLGA = {"username": "olga", "display_name": "Olga", "password": PASSWORD}
ECHO = {"username": "echo", "display_name": "Echo"}


async def test_anyone_may_know_the_community(program: Program) -> None:
    community = read(await program.ask("GET", "/community"), Community)
    assert (community.name, community.has_owner) == ("Hubbub", False)


async def test_the_set_up_token_makes_the_owner(program: Program, desk: Desk) -> None:
    token = await prepare_set_up(desk, "open")
    body = OLGA | {"token": token, "community_name": "Rye"}
    assert read(await program.ask("POST", "/setup", body), SignedIn).me.role == "owner"
    again = await program.ask("POST", "/setup", body | {"username": "second"})
    assert refused(again) == (403, "forbidden", "token")
    assert read(await program.ask("GET", "/community"), Community).name == "Rye"


async def test_an_owner_closes_registration(program: Program, people: People) -> None:
    owner = program.as_member(await people.owner())
    edited = await owner.ask("PATCH", "/community", {"registration": "closed"})
    assert read(edited, Community).registration == "closed"
    body = OLGA | {"username": "ada"}
    assert refused(await program.ask("POST", "/accounts", body)) == (403, "forbidden", None)


async def test_a_taken_name_and_one_that_looks_like_it_are_conflicts(
    program: Program, people: People
) -> None:
    await people.member("bob")
    for name in ("bob", "b0b"):
        answer = await program.ask("POST", "/accounts", OLGA | {"username": name})
        assert refused(answer) == (409, "conflict", "username")


async def test_an_owner_sees_and_bans_accounts(program: Program, people: People) -> None:
    owner = program.as_member(await people.owner())
    ada = (await people.member("ada")).caller.member
    for method, banned in (("PUT", True), ("DELETE", False)):
        assert (await owner.ask(method, f"/accounts/{ada}/ban")).status_code == 204
        page = read(await owner.ask("GET", "/accounts?text=ada"), AccountPage)
        assert [card.banned_at is not None for card in page.accounts] == [banned]


async def test_a_new_password_opens_and_the_old_one_does_not(
    program: Program, people: People
) -> None:
    ada = program.as_member(await people.member("ada"))
    change = {"current": PASSWORD, "new": "another horse"}
    assert (await ada.ask("PUT", "/account/password", change)).status_code == 204
    entry = {"username": "ada", "password": PASSWORD}
    assert refused(await program.ask("POST", "/sign-ins", entry)) == (401, "unauthorized", None)
    entry["password"] = "another horse"
    assert (await program.ask("POST", "/sign-ins", entry)).status_code == 201


async def test_a_bot_is_made_renewed_and_ended(program: Program, people: People) -> None:
    owner = program.as_member(await people.owner())
    made = read(await owner.ask("POST", "/bots", ECHO), BotWithToken)
    path = f"/bots/{made.bot.member.id}"
    renewed = read(await owner.ask("POST", f"{path}/token"), BotWithToken)
    assert renewed.token != made.token
    assert (await owner.ask("DELETE", path)).status_code == 204
    bots = read(await owner.ask("GET", "/bots"), BotList).bots
    assert [(bot.member.username, bot.banned) for bot in bots] == [("echo", True)]
    bearer = f"Bearer {renewed.token}"
    answer = await program.ask("GET", "/members/me", Authorization=bearer)
    assert refused(answer) == (401, "unauthorized", None)


async def test_a_member_who_hosts_nothing_makes_no_bot(program: Program, people: People) -> None:
    ada = program.as_member(await people.member("ada"))
    assert refused(await ada.ask("POST", "/bots", ECHO)) == (403, "forbidden", None)
