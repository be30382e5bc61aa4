"""Who may change whose belonging to a room."""

import pytest

from hubbub_protocol.errors import Refusal
from hubbub_protocol.rooms import Role
from hubbub_server.domain.access import Membership, MembershipState, RoomRights
from hubbub_server.domain.memberships import (
    departure_of,
    require_may_give_role,
    require_may_join,
    require_may_leave,
    require_may_send_away,
)

ACTIVE = RoomRights(access="open", look=True, state="active")
ARCHIVED = RoomRights(access="open", look=True, state="archived")


def one(role: Role = "member", state: MembershipState = "member") -> Membership:
    """Make a membership."""
    return Membership(role, state, joined_seq=3, until_seq=None if state == "member" else 9)


@pytest.mark.parametrize(
    ("actor", "other", "may"),
    [
        ("host", "member", True),
        ("host", "host", False),
        ("host", "owner", False),
        ("owner", "member", True),
        ("owner", "host", True),
        ("owner", "owner", False),
    ],
)
def test_hosts_act_on_members_and_owners_on_hosts_too(actor: Role, other: Role, may: bool) -> None:
    if may:
        require_may_send_away(one(actor), one(other))
        return
    with pytest.raises(Refusal) as refused:
        require_may_send_away(one(actor), one(other))
    assert (refused.value.code, refused.value.field) == ("forbidden", "member")


def test_one_who_has_gone_has_no_rank_any_more() -> None:
    require_may_send_away(one("host"), one("owner", "left"))


def test_the_only_owner_needs_a_successor_among_the_members() -> None:
    for heir, named in ((None, False), (None, True), (one(state="left"), True)):
        with pytest.raises(Refusal) as refused:
            require_may_leave(one("owner"), heir, named=named, owners=1)
        assert (refused.value.code, refused.value.field) == ("conflict", "successor")
    require_may_leave(one("owner"), one(), named=True, owners=1)


def test_one_of_several_owners_and_every_other_member_leaves_freely() -> None:
    require_may_leave(one("owner"), None, named=False, owners=2)
    require_may_leave(one("host"), None, named=False, owners=1)


def test_only_an_owner_names_a_successor() -> None:
    with pytest.raises(Refusal, match="Only an owner"):
        require_may_leave(one("host"), one(), named=True, owners=1)


def test_an_owner_steps_down_alone_and_only_if_another_is_left() -> None:
    require_may_give_role("anna", "anna", "owner", new="member", owners=2)
    with pytest.raises(Refusal) as refused:
        require_may_give_role("anna", "anna", "owner", new="host", owners=1)
    assert (refused.value.code, refused.value.field) == ("conflict", "role")
    with pytest.raises(Refusal) as refused:
        require_may_give_role("anna", "bo", "owner", new="host", owners=2)
    assert (refused.value.code, refused.value.field) == ("forbidden", "member")


def test_any_other_role_may_be_given() -> None:
    require_may_give_role("anna", "bo", "member", new="owner", owners=1)
    require_may_give_role("anna", "anna", "owner", new="owner", owners=1)


def test_anyone_who_is_not_banned_may_join_an_open_room() -> None:
    for membership in (None, one(state="left"), one(state="removed")):
        require_may_join(ACTIVE, membership)


def test_a_banned_member_and_a_room_that_is_none_get_the_same_answer() -> None:
    refusals = []
    for room, membership in ((None, None), (ACTIVE, one(state="banned"))):
        with pytest.raises(Refusal) as refused:
            require_may_join(room, membership)
        refusals.append(vars(refused.value))
    assert refusals[0] == refusals[1]


def test_an_archived_room_takes_nobody_in() -> None:
    with pytest.raises(Refusal, match="archived"):
        require_may_join(ARCHIVED, None)


def test_a_departure_is_that_of_one_who_left_or_was_removed() -> None:
    assert departure_of(one(state="left")) == 9
    assert departure_of(one(state="removed")) == 9
    assert departure_of(one()) is None
    assert departure_of(one(state="banned")) is None
    assert departure_of(None) is None
