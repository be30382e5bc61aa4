"""Who may read what: the table, for every access and standing."""

import pytest

from hubbub_protocol.errors import Refusal
from hubbub_protocol.rooms import Access
from hubbub_server.domain.access import (
    Membership,
    MembershipState,
    Reach,
    RoomRights,
    may_know,
    reach_of,
    reach_of_follower,
    require_writer,
)

ALL = Reach(until=None, live=True)
LOOK = Reach(until=None, live=False)
UP_TO_THE_DEPARTURE = Reach(until=9, live=False)
HIDDEN = "not_found"
CLOSED = "forbidden"


def standing(state: MembershipState | None) -> Membership | None:
    """Make the membership of one who joined at 3, and has gone at 9 if they have."""
    if state is None:
        return None
    return Membership("member", state, joined_seq=3, until_seq=None if state == "member" else 9)


def outcome(read: Reach | Refusal) -> Reach | str:
    """Tell how far one reads, or the code of the refusal."""
    return read.code if isinstance(read, Refusal) else read


TABLE: list[tuple[Access, bool, MembershipState | None, Reach | str, Reach | str, bool]] = [
    # access, look, standing: history, events, whether one may know of the room
    ("open", True, None, LOOK, CLOSED, True),
    ("open", True, "member", ALL, ALL, True),
    ("open", True, "left", LOOK, UP_TO_THE_DEPARTURE, True),
    ("open", True, "removed", LOOK, UP_TO_THE_DEPARTURE, True),
    ("open", True, "banned", HIDDEN, HIDDEN, False),
    ("open", False, None, CLOSED, CLOSED, True),
    ("open", False, "member", ALL, ALL, True),
    ("open", False, "left", UP_TO_THE_DEPARTURE, UP_TO_THE_DEPARTURE, True),
    ("open", False, "banned", HIDDEN, HIDDEN, False),
    ("request", False, None, CLOSED, CLOSED, True),
    ("request", False, "member", ALL, ALL, True),
    ("request", False, "left", UP_TO_THE_DEPARTURE, UP_TO_THE_DEPARTURE, True),
    ("request", False, "removed", UP_TO_THE_DEPARTURE, UP_TO_THE_DEPARTURE, True),
    ("request", False, "banned", HIDDEN, HIDDEN, False),
    ("invite", False, None, HIDDEN, HIDDEN, False),
    ("invite", False, "member", ALL, ALL, True),
    ("invite", False, "left", UP_TO_THE_DEPARTURE, UP_TO_THE_DEPARTURE, False),
    ("invite", False, "removed", UP_TO_THE_DEPARTURE, UP_TO_THE_DEPARTURE, False),
    ("invite", False, "banned", HIDDEN, HIDDEN, False),
    # `look` is never true there; if it were, it would open nothing.
    ("request", True, None, CLOSED, CLOSED, True),
    ("invite", True, None, HIDDEN, HIDDEN, False),
    ("invite", True, "left", UP_TO_THE_DEPARTURE, UP_TO_THE_DEPARTURE, False),
]


@pytest.mark.parametrize(("access", "look", "state", "history", "events", "known"), TABLE)
def test_the_table_of_who_may_read_what(
    access: Access,
    look: bool,
    state: MembershipState | None,
    history: Reach | str,
    events: Reach | str,
    known: bool,
) -> None:
    room, membership = RoomRights(access, look, "active"), standing(state)
    assert may_know(room, membership) == known
    for rule, expected in ((reach_of, history), (reach_of_follower, events)):
        found: Reach | Refusal
        try:
            found = rule(room, membership)
        except Refusal as refusal:
            found = refusal
        assert outcome(found) == expected, rule


@pytest.mark.parametrize(
    ("access", "state", "code"),
    [
        ("open", None, "forbidden"),
        ("request", None, "forbidden"),
        ("request", "left", "forbidden"),
        ("invite", None, "not_found"),
        ("invite", "left", "not_found"),
        ("invite", "banned", "not_found"),
    ],
)
def test_only_members_write_and_a_room_by_invitation_does_not_exist_for_others(
    access: Access, state: MembershipState | None, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        require_writer(RoomRights(access, look=False, state="active"), standing(state))
    assert (refused.value.code, refused.value.field) == (code, "room")
