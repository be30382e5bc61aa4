"""What one may do with the code of an invitation."""

import asyncio
from dataclasses import replace

import pytest

from hubbub_protocol.errors import Refusal
from hubbub_protocol.events import MemberJoined, RoomJoined
from hubbub_protocol.invitations import MakeInvitation
from hubbub_protocol.members import Page
from hubbub_protocol.rooms import Access
from hubbub_server.actions import accepting, invitations, rooms
from hubbub_server.actions.door import Door
from hubbub_server.actions.sign_ins import Granted
from hubbub_server.domain.attempts import AttemptLimits, Attempts
from hubbub_server.domain.caller import Caller
from tests.server.actions.scene import PURPOSE, Scene, new_key, refusal
from tests.server.people import ADDRESS
from tests.server.store.backends import DATABASES

HOUR_US = 3600 * 1_000_000
NO_SUCH_CODE = ("not_found", "code")

pytestmark = pytest.mark.parametrize("database", DATABASES)


@pytest.fixture
async def room(scene: Scene, anna: Caller) -> str:
    """A room of Anna's, by invitation."""
    return await scene.room(anna, access="invite")


async def used(scene: Scene, anna: Caller, room: str) -> int:
    """Return how often the only invitation of a room was used."""
    page = await invitations.list_invitations(scene.desk, anna, room, Page())
    (only,) = page.invitations
    return only.used


@pytest.mark.parametrize("access", ["open", "request", "invite"])
async def test_an_invitation_lets_into_every_kind_of_room(
    scene: Scene, anna: Caller, bo: Caller, access: Access
) -> None:
    room = await scene.room(anna, access=access)
    joined = await scene.accept(bo, await scene.invite(anna, room))
    assert joined is not None
    assert joined.standing is not None
    assert (joined.standing.role, joined.standing.read, joined.head) == ("member", 3, 3)
    assert await scene.events_of(room, 2) == [MemberJoined(member=bo.member)]
    assert await scene.inbox_of(bo) == [RoomJoined(room=room, joined_seq=3)]
    assert await used(scene, anna, room) == 1


async def test_anyone_with_the_code_sees_what_it_is_for(
    scene: Scene, door: Door, anna: Caller, room: str
) -> None:
    code = await scene.invite(anna, room)
    shown = await accepting.look_at_invitation(scene.desk, door, f" {code.upper()} ", ADDRESS)
    assert shown.room is not None
    assert (shown.room.name, shown.room.purpose, shown.room.members) == ("Bread", PURPOSE, 1)
    assert (shown.community, shown.invited_by.username) == ("Hubbub", "anna")
    assert await used(scene, anna, room) == 0


async def test_an_invitation_into_the_community_leads_a_member_nowhere_new(
    scene: Scene, door: Door, bo: Caller
) -> None:
    olga: Granted = await scene.people.owner()
    code = await scene.invite(olga.caller, None, uses=1)
    shown = await accepting.look_at_invitation(scene.desk, door, code, ADDRESS)
    assert shown.room is None
    assert await scene.accept(bo, code) is None
    assert (await accepting.look_at_invitation(scene.desk, door, code, ADDRESS)) == shown


async def test_who_belongs_to_the_room_uses_nothing_up(
    scene: Scene, anna: Caller, bo: Caller, room: str
) -> None:
    code = await scene.invite(anna, room, uses=2)
    await scene.accept(bo, code)
    assert await scene.accept(bo, code) is not None
    assert await scene.accept(anna, code) is not None
    assert await used(scene, anna, room) == 1


async def test_a_repeated_key_is_answered_whatever_became_of_the_invitation(
    scene: Scene, door: Door, anna: Caller, bo: Caller, room: str
) -> None:
    made = await invitations.make_invitation(scene.desk, anna, room, MakeInvitation(), new_key())
    key = new_key()
    first = await accepting.accept_invitation(
        scene.desk, door, bo, made.code, key=key, address=ADDRESS
    )
    await invitations.revoke_invitation(scene.desk, anna, room, made.invitation.id, new_key())
    again = await accepting.accept_invitation(
        scene.desk, door, bo, made.code, key=key, address=ADDRESS
    )
    assert again == first


@pytest.mark.parametrize("why", ["unknown", "expired", "revoked", "used up", "banned"])
async def test_a_code_that_does_not_hold_answers_the_same_for_whatever_reason(
    scene: Scene, door: Door, anna: Caller, bo: Caller, cleo: Caller, why: str
) -> None:
    room = await scene.room(anna, access="request")
    made = await invitations.make_invitation(scene.desk, anna, room, MakeInvitation(), new_key())
    code = made.code
    match why:
        case "unknown":
            code = "a" * 26
        case "expired":
            scene.clock.move(7 * 24 * HOUR_US)
        case "revoked":
            await invitations.revoke_invitation(
                scene.desk, anna, room, made.invitation.id, new_key()
            )
        case "used up":
            await scene.accept(cleo, code)
        case _:
            await scene.let_in(anna, room, bo)
            await scene.leave(bo, room)
            await scene.ban(anna, room, bo)
    with pytest.raises(Refusal) as refused:
        await scene.accept(bo, code)
    assert (refused.value.code, refused.value.field) == NO_SUCH_CODE
    assert refused.value.detail == (
        "This invitation does not hold: it is unknown, has expired, was revoked or is used up"
    )
    if why != "banned":  # who looks is nobody in particular
        deed = accepting.look_at_invitation(scene.desk, door, code, ADDRESS)
        assert await refusal(deed) == NO_SUCH_CODE
    assert not [e for e in await scene.events_of(room) if e == MemberJoined(member=bo.member)][1:]


async def test_an_archived_room_takes_nobody_in_and_no_use_is_lost(
    scene: Scene, anna: Caller, bo: Caller, room: str
) -> None:
    code = await scene.invite(anna, room, uses=1)
    await rooms.archive_room(scene.desk, anna, room, new_key())
    assert await refusal(scene.accept(bo, code)) == ("forbidden", "room")
    await rooms.restore_room(scene.desk, anna, room, new_key())
    assert await scene.accept(bo, code) is not None


async def test_an_invitation_without_a_limit_lets_any_number_in(
    scene: Scene, anna: Caller, room: str
) -> None:
    code = await scene.invite(anna, room, uses=None)
    for number in range(5):
        assert await scene.accept(await scene.member(f"guest{number}x"), code) is not None
    assert await used(scene, anna, room) == 5


async def test_of_many_who_come_at_once_as_many_get_in_as_there_are_uses(
    scene: Scene, anna: Caller, room: str
) -> None:
    guests = [await scene.member(f"guest{number}x") for number in range(8)]
    code = await scene.invite(anna, room, uses=3)
    outcomes = await asyncio.gather(
        *(scene.accept(guest, code) for guest in guests), return_exceptions=True
    )
    refused = [each for each in outcomes if isinstance(each, BaseException)]
    assert [each.code for each in refused if isinstance(each, Refusal)] == ["not_found"] * 5
    assert len(await scene.events_of(room, 2)) == 3
    assert await used(scene, anna, room) == 3


async def test_one_who_accepts_on_two_devices_at_once_comes_in_once(
    scene: Scene, anna: Caller, bo: Caller, room: str
) -> None:
    code = await scene.invite(anna, room, uses=1)
    both = await asyncio.gather(scene.accept(bo, code), scene.accept(bo, code))
    assert both[0] == both[1]
    assert len(await scene.events_of(room, 2)) == 1


async def test_one_who_accepts_while_the_invitation_is_revoked_is_in_or_not(
    scene: Scene, anna: Caller, bo: Caller, room: str
) -> None:
    made = await invitations.make_invitation(scene.desk, anna, room, MakeInvitation(), new_key())
    revoked = invitations.revoke_invitation(scene.desk, anna, room, made.invitation.id, new_key())
    accepted, _ = await asyncio.gather(scene.accept(bo, made.code), revoked, return_exceptions=True)
    joined = len(await scene.events_of(room, 2)) == 1
    assert joined == (not isinstance(accepted, BaseException))


async def test_wrong_codes_count_against_the_address_and_right_ones_do_not(
    scene: Scene, door: Door, anna: Caller, bo: Caller, room: str
) -> None:
    strict = replace(door, attempts=Attempts(AttemptLimits(per_account=3, per_address=3)))
    code = await scene.invite(anna, room)
    for _ in range(5):
        await accepting.look_at_invitation(scene.desk, strict, code, ADDRESS)
    look = accepting.look_at_invitation
    for _ in range(2):
        assert await refusal(look(scene.desk, strict, "wrong", ADDRESS)) == NO_SUCH_CODE
    deed = accepting.accept_invitation(
        scene.desk, strict, bo, "wrong", key=new_key(), address=ADDRESS
    )
    assert await refusal(deed) == NO_SUCH_CODE
    assert await refusal(look(scene.desk, strict, code, ADDRESS)) == ("rate_limited", None)
    await look(scene.desk, strict, code, "192.0.2.2")
