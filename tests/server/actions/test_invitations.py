"""Making, listing and revoking invitations, into rooms and into the community."""

import pytest

from hubbub_protocol.invitations import Invitation, MadeInvitation, MakeInvitation
from hubbub_protocol.limits import MAX_INVITATIONS
from hubbub_protocol.members import Page
from hubbub_server.actions import invitations, moderation, rooms
from hubbub_server.actions.accounts import ban_account
from hubbub_server.actions.memberships import set_role
from hubbub_server.actions.sign_ins import Granted
from hubbub_server.domain.caller import Caller
from hubbub_server.domain.invitations import code_hash_of
from hubbub_server.store.schema import invitations as stored_invitations
from tests.server.actions.scene import Scene, new_key, refusal
from tests.server.store.backends import DATABASES

HOUR_US = 3600 * 1_000_000

pytestmark = pytest.mark.parametrize("database", DATABASES)


@pytest.fixture
async def room(scene: Scene, anna: Caller) -> str:
    """A room of Anna's, by invitation."""
    return await scene.room(anna, access="invite")


@pytest.fixture
async def olga(scene: Scene) -> Granted:
    """The owner of the community."""
    return await scene.people.owner()


async def make(
    scene: Scene, caller: Caller, room: str | None, asked: MakeInvitation, key: str | None = None
) -> MadeInvitation:
    """Make an invitation."""
    return await invitations.make_invitation(scene.desk, caller, room, asked, key or new_key())


async def revoke(scene: Scene, caller: Caller, room: str | None, invitation: str) -> None:
    """Revoke an invitation."""
    await invitations.revoke_invitation(scene.desk, caller, room, invitation, new_key())


async def listed(scene: Scene, caller: Caller, room: str | None) -> list[Invitation]:
    """Return the open invitations, over all pages."""
    found: list[Invitation] = []
    page = Page(limit=2)
    while True:
        some = await invitations.list_invitations(scene.desk, caller, room, page)
        found += some.invitations
        if some.next is None:
            return found
        page = Page(limit=2, after=some.next)


async def test_a_host_invites_and_sees_the_code_once(scene: Scene, anna: Caller, room: str) -> None:
    made = await make(scene, anna, room, MakeInvitation(uses=3, note=" the fair "))
    now = scene.clock.now_us()
    shown = made.invitation
    assert (shown.room, shown.made_by.username, shown.note) == (room, "anna", "the fair")
    assert (shown.uses, shown.used, shown.created_at) == (3, 0, now)
    assert shown.expires_at == now + 7 * 24 * HOUR_US
    assert await listed(scene, anna, room) == [shown]


async def test_by_default_an_invitation_lets_one_in_within_a_week(
    scene: Scene, anna: Caller, room: str
) -> None:
    made = await make(scene, anna, room, MakeInvitation())
    assert made.invitation.uses == 1
    assert made.invitation.expires_at - made.invitation.created_at == 7 * 24 * HOUR_US


async def test_the_database_holds_no_code(scene: Scene, anna: Caller, room: str) -> None:
    made = await make(scene, anna, room, MakeInvitation())
    async with scene.desk.store.snapshot() as reading:
        rows = await reading.rows(stored_invitations.select())
    assert made.code not in repr(rows)
    assert bytes(rows[0].code_hash) == code_hash_of(made.code)


async def test_invitations_are_listed_the_latest_first(
    scene: Scene, anna: Caller, room: str
) -> None:
    made = []
    for note in "abcde":
        scene.clock.move(1_000_000)
        made.append((await make(scene, anna, room, MakeInvitation(note=note))).invitation)
    assert await listed(scene, anna, room) == made[::-1]


async def test_only_hosts_and_owners_invite_into_a_room(
    scene: Scene, anna: Caller, bo: Caller, cleo: Caller, room: str
) -> None:
    made = await make(scene, anna, room, MakeInvitation())
    await scene.let_in(anna, room, bo)
    for deed in (
        make(scene, bo, room, MakeInvitation()),
        listed(scene, bo, room),
        revoke(scene, bo, room, made.invitation.id),
    ):
        assert await refusal(deed) == ("forbidden", "room")
    for deed in (
        make(scene, cleo, room, MakeInvitation()),
        listed(scene, cleo, room),
        revoke(scene, cleo, room, made.invitation.id),
    ):
        assert await refusal(deed) == ("not_found", "room")


async def test_into_the_community_invite_its_owners_alone(
    scene: Scene, olga: Granted, bo: Caller
) -> None:
    made = await make(scene, olga.caller, None, MakeInvitation(uses=None))
    assert (made.invitation.room, made.invitation.uses) == (None, None)
    assert await listed(scene, olga.caller, None) == [made.invitation]
    # Over HTTP nobody else comes this far; the store would not let them either.
    assert await refusal(make(scene, bo, None, MakeInvitation())) == ("not_found", "invitation")
    assert await listed(scene, olga.caller, None) == [made.invitation]


async def test_any_host_revokes_and_the_code_leads_nowhere(
    scene: Scene, anna: Caller, bo: Caller, cleo: Caller, room: str
) -> None:
    await scene.let_in(anna, room, bo)
    await scene.make_host(anna, room, bo)
    made = await make(scene, anna, room, MakeInvitation())
    await revoke(scene, bo, room, made.invitation.id)
    assert await refusal(scene.accept(cleo, made.code)) == ("not_found", "code")
    gone = ("not_found", "invitation")
    assert await refusal(revoke(scene, bo, room, made.invitation.id)) == gone


async def test_an_invitation_is_revoked_where_it_was_made(
    scene: Scene, olga: Granted, anna: Caller, room: str
) -> None:
    made = await make(scene, anna, room, MakeInvitation())
    other = await scene.room(anna)
    for place, caller in ((other, anna), (None, olga.caller)):
        deed = revoke(scene, caller, place, made.invitation.id)
        assert await refusal(deed) == ("not_found", "invitation")
    assert len(await listed(scene, anna, room)) == 1


async def test_a_repeated_key_gives_the_same_invitation_a_new_code(
    scene: Scene, anna: Caller, bo: Caller, room: str
) -> None:
    key, asked = new_key(), MakeInvitation()
    first = await make(scene, anna, room, asked, key)
    again = await make(scene, anna, room, asked, key)
    assert again.invitation == first.invitation
    assert await refusal(scene.accept(bo, first.code)) == ("not_found", "code")
    assert await scene.accept(bo, again.code) is not None
    assert len(await listed(scene, anna, room)) == 1


async def test_a_key_with_another_invitation_is_a_conflict(
    scene: Scene, anna: Caller, room: str
) -> None:
    key = new_key()
    await make(scene, anna, room, MakeInvitation(), key)
    deed = make(scene, anna, room, MakeInvitation(uses=2), key)
    assert await refusal(deed) == ("conflict", "key")


async def test_a_repeated_key_does_not_revive_what_was_revoked(
    scene: Scene, anna: Caller, room: str
) -> None:
    key = new_key()
    made = await make(scene, anna, room, MakeInvitation(), key)
    await revoke(scene, anna, room, made.invitation.id)
    deed = make(scene, anna, room, MakeInvitation(), key)
    assert await refusal(deed) == ("not_found", "invitation")


async def test_at_most_a_hundred_are_open_in_one_place(
    scene: Scene, anna: Caller, room: str
) -> None:
    made = []
    for _ in range(MAX_INVITATIONS):
        scene.clock.move(1_000_000)
        made.append(await make(scene, anna, room, MakeInvitation(lasts_s=3600)))
    assert await refusal(make(scene, anna, room, MakeInvitation())) == ("conflict", None)
    await revoke(scene, anna, room, made[-1].invitation.id)
    await make(scene, anna, room, MakeInvitation(lasts_s=3600))
    scene.clock.move(HOUR_US)
    await make(scene, anna, room, MakeInvitation())
    assert len(await listed(scene, anna, room)) == 1


async def test_nobody_is_invited_into_an_archived_room(
    scene: Scene, anna: Caller, room: str
) -> None:
    made = await make(scene, anna, room, MakeInvitation())
    await rooms.archive_room(scene.desk, anna, room, new_key())
    assert await refusal(make(scene, anna, room, MakeInvitation())) == ("forbidden", "room")
    await revoke(scene, anna, room, made.invitation.id)


@pytest.mark.parametrize("loss", ["demoted", "removed", "left", "shut out"])
async def test_an_invitation_holds_as_long_as_its_maker_may_make_it(
    scene: Scene, olga: Granted, anna: Caller, bo: Caller, cleo: Caller, loss: str
) -> None:
    room = await scene.room(anna, access="invite")
    await scene.let_in(anna, room, bo)
    await scene.make_host(anna, room, bo)
    code = await scene.invite(bo, room)
    match loss:
        case "demoted":
            await set_role(scene.desk, anna, room, bo.member, "member", new_key())
        case "removed":
            await moderation.remove_member(scene.desk, anna, room, bo.member, "", new_key())
        case "left":
            await scene.leave(bo, room)
        case _:
            await ban_account(scene.desk, olga.caller, bo.member, "")
    assert await refusal(scene.accept(cleo, code)) == ("not_found", "code")
    assert [each.made_by.username for each in await listed(scene, anna, room)] == ["anna"]


async def test_to_invite_counts_against_ones_pace(scene: Scene, anna: Caller, room: str) -> None:
    scene.clock.move(60_000_000)
    for _ in range(scene.desk.limits.send_burst):
        await make(scene, anna, room, MakeInvitation())
    assert await refusal(make(scene, anna, room, MakeInvitation())) == ("rate_limited", None)
