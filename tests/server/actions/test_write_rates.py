"""How fast one may write: a new account is slower, and messages and changes count together."""

import pytest

from hubbub_protocol.commands import Edit, Send
from hubbub_protocol.errors import Refusal
from hubbub_protocol.limits import Limits
from hubbub_protocol.streams import room_stream
from hubbub_server.actions import messages, moderation
from hubbub_server.actions.write_rates import WriteRates
from hubbub_server.domain.caller import Caller
from hubbub_server.store.interface import WriteResult
from tests.server.actions.scene import Scene, new_key, refusal
from tests.server.store.hand_clock import HandClock

HOUR_US = 3600 * 1_000_000


@pytest.fixture
def rates(clock: HandClock) -> WriteRates:
    return WriteRates(clock, Limits())


def count_writes(rates: WriteRates, caller: Caller) -> int:
    """Write until that is refused, and return how often it was not."""
    for count in range(1_000):
        try:
            rates.take(caller)
        except Refusal:
            return count
    return 1_000


def limit_of(rates: WriteRates, caller: Caller) -> int | None:
    """Write until that is refused, and return the limit that the refusal names."""
    count_writes(rates, caller)
    with pytest.raises(Refusal) as refused:
        rates.take(caller)
    return refused.value.limit


async def edit(scene: Scene, caller: Caller, room: str, target: int, body: str) -> WriteResult:
    """Edit a message in the same moment."""
    command = Edit(ref=0, stream=room_stream(room), key=new_key(), target=target, body=body)
    return await messages.edit(scene.desk, caller, command)


def test_an_account_is_slow_for_its_first_72_hours_alone(
    rates: WriteRates, clock: HandClock
) -> None:
    caller = Caller("ada", "person", "member", "sign-in", created_at=clock.now_us())
    assert limit_of(rates, caller) == 2
    clock.move(71 * HOUR_US)
    assert limit_of(rates, caller) == 2
    clock.move(HOUR_US)
    assert limit_of(rates, caller) == 10


def test_a_bot_is_never_slow(rates: WriteRates, clock: HandClock) -> None:
    bot = Caller("echo", "bot", "member", "sign-in", created_at=clock.now_us())
    assert limit_of(rates, bot) == 10


async def test_an_edit_too_many_is_refused_until_its_time_has_come(
    scene: Scene, anna: Caller
) -> None:
    room = await scene.room(anna)
    target = await scene.say(anna, room, "one")
    count_writes(scene.desk.rates, anna)
    with pytest.raises(Refusal) as refused:
        await edit(scene, anna, room, target, "two")
    assert (refused.value.code, refused.value.limit) == ("rate_limited", 2)
    assert refused.value.after_ms == 500
    scene.clock.move(500_000)
    await edit(scene, anna, room, target, "two")
    assert len(await scene.events_of(room, after=target)) == 1


async def test_messages_and_edits_count_together(scene: Scene, anna: Caller) -> None:
    room = await scene.room(anna)
    target = await scene.say(anna, room, "one")
    scene.clock.move(HOUR_US)
    for count in range(15):
        await edit(scene, anna, room, target, f"{count}")
        scene.sending.submit(anna, Send(ref=0, stream=room_stream(room), key=new_key(), body="!"))
    assert (await refusal(edit(scene, anna, room, target, "more")))[0] == "rate_limited"
    with pytest.raises(Refusal, match="messages and changes"):
        scene.sending.submit(anna, Send(ref=0, stream=room_stream(room), key=new_key(), body="!"))


async def test_each_change_counts_for_who_makes_it_alone(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo)
    target = await scene.say(anna, room)
    count_writes(scene.desk.rates, anna)
    for deed in (
        scene.react(anna, room, target),
        scene.pin(anna, room, target),
        scene.delete(anna, room, target),
        scene.make_host(anna, room, bo),
        scene.leave(anna, room),
        scene.join(anna, room),
    ):
        assert (await refusal(deed))[0] == "rate_limited"
    await scene.react(bo, room, target)


async def test_a_known_key_is_answered_whatever_the_rate(scene: Scene, anna: Caller) -> None:
    room = await scene.room(anna)
    target = await scene.say(anna, room, "one")
    command = Edit(ref=0, stream=room_stream(room), key=new_key(), target=target, body="two")
    first = await messages.edit(scene.desk, anna, command)
    count_writes(scene.desk.rates, anna)
    again = await messages.edit(scene.desk, anna, command)
    assert (again.seq, again.duplicate) == (first.seq, True)


async def test_who_has_written_too_much_may_still_remove_and_ban(
    scene: Scene, anna: Caller, bo: Caller, cleo: Caller
) -> None:
    room = await scene.room(anna, bo, cleo)
    count_writes(scene.desk.rates, anna)
    await moderation.remove_member(scene.desk, anna, room, bo.member, "", new_key())
    await scene.ban(anna, room, cleo)
    lifted = moderation.unban_member(scene.desk, anna, room, cleo.member, new_key())
    assert (await refusal(lifted))[0] == "rate_limited"
