"""What one may do in a stream, for rooms and direct channels alike."""

from collections.abc import Callable

import pytest

from hubbub_protocol.errors import Refusal
from hubbub_server.domain.access import Membership, Reach, RoomRights
from hubbub_server.domain.direct_channels import Side
from hubbub_server.domain.places import (
    Place,
    reach_of_follower,
    reach_of_reader,
    require_belongs,
    require_conversation,
    require_may_pin,
    require_may_write,
)

ID = "01890a5d-ac96-774b-bcce-b302099a8057"
OPEN = RoomRights("open", look=True, state="active")
HOST = Membership("host", "member", joined_seq=2, until_seq=None)
LEFT = Membership("member", "left", joined_seq=2, until_seq=5)
CONNECTED, ENDED = Side(connected=True), Side(connected=False)
Rule = Callable[[Place], object]


def room(membership: Membership | None) -> Place:
    return Place(f"room:{ID}", 9, 0, room=OPEN, membership=membership)


def direct(side: Side | None) -> Place:
    return Place(f"direct:{ID}", 9, 0, side=side)


def answer(rule: Rule, place: Place) -> object:
    try:
        return rule(place)
    except Refusal as refusal:
        return refusal.code


@pytest.mark.parametrize(
    ("rule", "connected", "ended", "other"),
    [
        (require_may_write, None, "not_connected", "not_found"),
        (require_may_pin, "forbidden", "not_connected", "not_found"),
        (require_belongs, None, None, "not_found"),
        (reach_of_reader, Reach(None, live=True), Reach(None, live=True), "not_found"),
        (reach_of_follower, Reach(None, live=True), Reach(None, live=True), "not_found"),
    ],
)
def test_a_direct_channel_is_its_two_s_alone_and_read_only_after_the_end(
    rule: Rule, connected: object, ended: object, other: object
) -> None:
    places = [direct(side) for side in (CONNECTED, ENDED, None)]
    assert [answer(rule, place) for place in places] == [connected, ended, other]


@pytest.mark.parametrize(
    ("rule", "host", "former", "other"),
    [
        (require_may_write, None, "forbidden", "forbidden"),
        (require_may_pin, None, "forbidden", "forbidden"),
        (require_belongs, None, "forbidden", "forbidden"),
        (
            reach_of_reader,
            Reach(None, live=True),
            Reach(None, live=False),
            Reach(None, live=False),
        ),
        (reach_of_follower, Reach(None, live=True), Reach(5, live=False), "forbidden"),
    ],
)
def test_a_room_goes_by_membership(rule: Rule, host: object, former: object, other: object) -> None:
    places = [room(membership) for membership in (HOST, LEFT, None)]
    assert [answer(rule, place) for place in places] == [host, former, other]


@pytest.mark.parametrize("stream", ["control", f"inbox:{ID}", "nonsense", "direct:nonsense"])
def test_messages_stand_in_rooms_and_direct_channels_alone(stream: str) -> None:
    for place in (room(HOST), direct(CONNECTED)):
        require_conversation(place.stream)
    with pytest.raises(Refusal) as refused:
        require_conversation(stream)
    assert refused.value.code == "not_found"


def test_one_reads_up_to_the_head_or_to_the_end_of_one_s_rights() -> None:
    assert room(HOST).last_readable(Reach(None, live=True)) == 9
    assert room(LEFT).last_readable(Reach(5, live=False)) == 5
