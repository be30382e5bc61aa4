"""What two connected members, and nobody else, see of their tie."""

import pytest

from hubbub_protocol.commands import Send
from hubbub_protocol.personal_connections import EditPeopleSettings, SetNote, Tie
from hubbub_server.actions import ties
from hubbub_server.domain.caller import Caller
from tests.server.actions.circle import DAY_US, Circle
from tests.server.actions.scene import Scene, new_key, refusal
from tests.server.store.backends import DATABASES

pytestmark = pytest.mark.parametrize("database", DATABASES)


@pytest.fixture
async def stream(scene: Scene, circle: Circle, anna: Caller, bo: Caller) -> str:
    """The stream of Anna's and Bo's direct channel."""
    await scene.room(anna, bo, name="bread")
    return (await circle.connect(anna, bo)).stream


async def tie(scene: Scene, caller: Caller, other: Caller) -> Tie:
    return await ties.get_tie(scene.desk, caller, other.member)


async def write(scene: Scene, caller: Caller, stream: str, body: str) -> None:
    scene.clock.move(1_000_000)
    send = Send(ref=0, stream=stream, key=new_key(), body=body)
    await scene.sending.submit(caller, send)


async def test_one_sees_where_it_began_and_what_is_shared(
    scene: Scene, anna: Caller, bo: Caller, stream: str
) -> None:
    seen = await tie(scene, anna, bo)
    assert seen.member.username == "bo"
    assert seen.beginning.origin == "room"
    assert [room.name for room in seen.shared_rooms] == ["bread"]
    assert (seen.last_exchange_at, seen.words_from_me, seen.words_to_me) == (None, 0, 0)


async def test_words_are_counted_each_way_over_30_days(
    scene: Scene, anna: Caller, bo: Caller, stream: str
) -> None:
    await write(scene, anna, stream, "long ago and far away")
    scene.clock.move(31 * DAY_US)
    await write(scene, anna, stream, "two words")
    await write(scene, bo, stream, "three more words")
    seen = await tie(scene, anna, bo)
    assert (seen.words_from_me, seen.words_to_me) == (2, 3)
    assert seen.last_exchange_at == scene.clock.now_us()
    other = await tie(scene, bo, anna)
    assert (other.words_from_me, other.words_to_me) == (3, 2)


async def test_a_note_is_its_writers_alone(
    scene: Scene, anna: Caller, bo: Caller, stream: str
) -> None:
    note = SetNote(note="Met at the market\nlikes rye")
    await ties.set_note(scene.desk, anna, bo.member, note, new_key())
    assert (await tie(scene, anna, bo)).note == note.note
    assert (await tie(scene, bo, anna)).note == ""
    await ties.set_note(scene.desk, anna, bo.member, SetNote(note=""), new_key())
    assert (await tie(scene, anna, bo)).note == ""


async def test_a_note_has_a_limit_and_a_tie(
    scene: Scene, anna: Caller, bo: Caller, cleo: Caller, stream: str
) -> None:
    long = ties.set_note(scene.desk, anna, bo.member, SetNote(note="x" * 501), new_key())
    assert await refusal(long) == ("bad_request", "note")
    foreign = ties.set_note(scene.desk, anna, cleo.member, SetNote(note="x"), new_key())
    assert await refusal(foreign) == ("not_found", "member")


async def test_strangers_and_former_ones_have_no_tie(
    scene: Scene, circle: Circle, anna: Caller, bo: Caller, cleo: Caller, stream: str
) -> None:
    assert await refusal(tie(scene, anna, cleo)) == ("not_found", "member")
    await circle.end(bo, anna)
    assert await refusal(tie(scene, anna, bo)) == ("not_found", "member")


async def test_whom_both_know_is_shown_if_all_three_allow_it(
    scene: Scene, circle: Circle, anna: Caller, bo: Caller, cleo: Caller, stream: str
) -> None:
    await scene.room(anna, bo, cleo, name="rye")
    await circle.connect(anna, cleo)
    await circle.connect(bo, cleo)
    allow = EditPeopleSettings(mutual=True)
    await circle.set(anna, allow)
    assert (await tie(scene, anna, bo)).mutual is None
    await circle.set(bo, allow)
    assert (await tie(scene, anna, bo)).mutual == []
    await circle.set(cleo, allow)
    found = (await tie(scene, anna, bo)).mutual
    assert found is not None
    assert [card.username for card in found] == ["cleo"]


async def test_a_bot_is_not_told_whom_both_know(
    scene: Scene, circle: Circle, anna: Caller, bo: Caller, stream: str
) -> None:
    bot = await circle.bot(anna)
    await scene.join(bot, await scene.room(anna, bo, name="rye"))
    await circle.connect(anna, bot)
    await circle.connect(bo, bot)
    for caller in (anna, bo, bot):
        await circle.set(caller, EditPeopleSettings(mutual=True))
    assert (await tie(scene, bot, anna)).mutual is None
    assert (await tie(scene, anna, bot)).mutual is not None
