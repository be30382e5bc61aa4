"""Bots: who makes them, who looks after them, and how they end."""

import pytest

from hubbub_protocol.accounts import MakeBot
from hubbub_protocol.errors import Refusal
from hubbub_protocol.events import AccountBanned, SignInsRevoked
from hubbub_protocol.rooms import CreateRoom, Purpose
from hubbub_server.actions.accounts import ban_account, unban_account
from hubbub_server.actions.bots import list_bots, make_bot, renew_bot_token, retire_bot
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.door import DAY_US, Door
from hubbub_server.actions.rooms import create_room
from hubbub_server.actions.sign_ins import Unrecognised, recognise
from hubbub_server.domain.accounts import MAX_BOTS_PER_MEMBER
from hubbub_server.domain.caller import Caller
from tests.server.actions.control import told
from tests.server.people import People
from tests.server.store.hand_clock import HandClock

ECHO = MakeBot(username="echo", display_name="Echo")


async def host(desk: Desk, people: People, username: str = "ada") -> Caller:
    """Return a member who owns a room."""
    caller = (await people.member(username)).caller
    purpose = Purpose(statement="to bake bread", kind="hobby")
    await create_room(desk, caller, CreateRoom(name="Bread", purpose=purpose), desk.new_id())
    return caller


async def test_an_owner_makes_a_bot_that_its_token_proves(
    desk: Desk, door: Door, people: People, clock: HandClock
) -> None:
    made = await make_bot(desk, door, (await people.owner()).caller, ECHO)
    caller = (await recognise(desk, made.token)).caller
    assert (caller.member, caller.kind) == (made.bot.member.id, "bot")
    assert made.expires_at == clock.now_us() + 365 * DAY_US


async def test_a_host_of_a_room_makes_bots(desk: Desk, door: Door, people: People) -> None:
    ada = await host(desk, people)
    made = await make_bot(desk, door, ada, ECHO)
    assert made.bot.made_by == ada.member


async def test_one_who_hosts_nothing_makes_none(desk: Desk, door: Door, people: People) -> None:
    ada = (await people.member("ada")).caller
    with pytest.raises(Refusal) as refused:
        await make_bot(desk, door, ada, ECHO)
    assert refused.value.code == "forbidden"


async def test_a_bots_name_obeys_the_rules_of_all_names(
    desk: Desk, door: Door, people: People
) -> None:
    owner = (await people.owner()).caller
    await make_bot(desk, door, owner, ECHO)
    with pytest.raises(Refusal) as refused:
        await make_bot(desk, door, owner, MakeBot(username="ech0", display_name="Echo"))
    assert (refused.value.code, refused.value.field) == ("conflict", "username")


async def test_a_member_looks_after_so_many_bots_and_no_more(
    desk: Desk, door: Door, people: People
) -> None:
    ada = await host(desk, people)
    names = [f"bot{number}x" for number in range(MAX_BOTS_PER_MEMBER)]
    made = [await make_bot(desk, door, ada, _named(name)) for name in names]
    with pytest.raises(Refusal) as refused:
        await make_bot(desk, door, ada, ECHO)
    assert refused.value.limit == MAX_BOTS_PER_MEMBER
    await retire_bot(desk, ada, made[0].bot.member.id)
    await make_bot(desk, door, ada, ECHO)


async def test_a_new_token_ends_the_old_one(desk: Desk, door: Door, people: People) -> None:
    owner = (await people.owner()).caller
    made = await make_bot(desk, door, owner, ECHO)
    renewed = await renew_bot_token(desk, door, owner, made.bot.member.id)
    assert (await recognise(desk, renewed.token)).caller.member == made.bot.member.id
    with pytest.raises(Unrecognised):
        await recognise(desk, made.token)


async def test_a_retired_bot_has_no_access_and_gets_none(
    desk: Desk, door: Door, people: People
) -> None:
    ada = await host(desk, people)
    made = await make_bot(desk, door, ada, ECHO)
    await retire_bot(desk, ada, made.bot.member.id)
    with pytest.raises(Unrecognised):
        await recognise(desk, made.token)
    with pytest.raises(Refusal) as refused:
        await renew_bot_token(desk, door, ada, made.bot.member.id)
    assert refused.value.code == "conflict"
    (bot,) = (await list_bots(desk, ada)).bots
    assert bot.banned


async def test_the_bot_of_another_does_not_exist(desk: Desk, door: Door, people: People) -> None:
    ada, bo = await host(desk, people, "ada"), await host(desk, people, "bo")
    made = await make_bot(desk, door, ada, ECHO)
    for deed in (
        renew_bot_token(desk, door, bo, made.bot.member.id),
        retire_bot(desk, bo, ada.member),
    ):
        with pytest.raises(Refusal) as refused:
            await deed
        assert refused.value.code == "not_found"
    assert (await list_bots(desk, bo)).bots == []


async def test_an_owner_looks_after_all_bots(desk: Desk, door: Door, people: People) -> None:
    owner = (await people.owner()).caller
    made = await make_bot(desk, door, await host(desk, people), ECHO)
    assert [bot.member.id for bot in (await list_bots(desk, owner)).bots] == [made.bot.member.id]
    await retire_bot(desk, owner, made.bot.member.id)


async def test_a_person_is_no_bot(desk: Desk, people: People) -> None:
    owner, ada = (await people.owner()).caller, (await people.member("ada")).caller
    with pytest.raises(Refusal) as refused:
        await retire_bot(desk, owner, ada.member)
    assert refused.value.code == "not_found"


async def test_a_ban_shuts_out_the_bots_that_the_account_made_and_no_others(
    desk: Desk, door: Door, people: People
) -> None:
    owner = await people.owner()
    ada, bo = [await host(desk, people, name) for name in ("ada", "bo")]
    bots = [
        await make_bot(desk, door, maker, _named(name))
        for maker, name in ((ada, "echo"), (ada, "news"), (bo, "clock"))
    ]
    before = len(await told(desk))
    await ban_account(desk, owner.caller, ada.member, "spam")

    for bot in bots[:2]:
        with pytest.raises(Unrecognised):
            await recognise(desk, bot.token)
    await recognise(desk, bots[2].token)
    out = {ada.member, *(bot.bot.member.id for bot in bots[:2])}
    events = [event for _, event in (await told(desk))[before:]]
    assert {each.member for each in events if isinstance(each, AccountBanned)} == out
    assert {each.member for each in events if isinstance(each, SignInsRevoked)} == out


async def test_bots_stay_out_when_the_ban_of_their_maker_is_lifted(
    desk: Desk, door: Door, people: People
) -> None:
    owner, ada = await people.owner(), await host(desk, people)
    made = await make_bot(desk, door, ada, ECHO)
    await ban_account(desk, owner.caller, ada.member, "")
    await unban_account(desk, owner.caller, ada.member)
    (bot,) = (await list_bots(desk, ada)).bots
    assert (bot.member.id, bot.banned) == (made.bot.member.id, True)


async def test_one_who_is_shut_out_meanwhile_makes_no_bot(
    desk: Desk, door: Door, people: People
) -> None:
    owner, ada = await people.owner(), await host(desk, people)
    await ban_account(desk, owner.caller, ada.member, "")
    with pytest.raises(Refusal) as refused:
        await make_bot(desk, door, ada, ECHO)
    assert refused.value.code == "forbidden"


def _named(username: str) -> MakeBot:
    return MakeBot(username=username, display_name="Bot")
