"""What a message may be."""

import pytest

from hubbub_protocol.errors import Refusal
from hubbub_protocol.limits import Limits
from hubbub_protocol.messages import FindHistory
from hubbub_server.domain.mentions import Mentions
from hubbub_server.domain.messages import (
    check_body,
    check_places,
    require_room_for_pin,
    require_room_for_reaction,
)

ROOM = "room:01890a5d-ac96-774b-bcce-b302099a8057"
CHANNEL = "direct:01890a5d-ac96-774b-bcce-b302099a8057"


def test_a_body_tells_whom_it_mentions() -> None:
    assert check_body(ROOM, "@anna, look", Limits()).names == ("anna",)


def test_in_a_direct_channel_nobody_is_mentioned_however_many_are_named() -> None:
    mentions = check_body(CHANNEL, "@anna @bea @cleo @room", Limits(mentions=2))
    assert mentions == Mentions((), room=False)


def test_a_body_over_the_limit_is_refused_with_limit_and_length() -> None:
    with pytest.raises(Refusal) as refused:
        check_body(ROOM, "x" * 8_001, Limits())
    assert refused.value.limit == 8_000
    assert "8,001" in refused.value.detail


def test_a_body_with_too_many_mentions_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        check_body(ROOM, "@anna @bea @cleo", Limits(mentions=2))
    assert refused.value.limit == 2


def test_a_blank_body_is_refused() -> None:
    with pytest.raises(Refusal, match="blank"):
        check_body(ROOM, " \n ", Limits())


def test_a_message_takes_another_of_its_reactions_but_not_a_twenty_first() -> None:
    present = {chr(0x1F600 + number) for number in range(20)}
    require_room_for_reaction(chr(0x1F600), present)
    with pytest.raises(Refusal) as refused:
        require_room_for_reaction("🍞", present)
    assert (refused.value.code, refused.value.field, refused.value.limit) == (
        "conflict",
        "emoji",
        20,
    )


def test_a_room_takes_its_fiftieth_pin_but_not_another() -> None:
    require_room_for_pin(49)
    with pytest.raises(Refusal) as refused:
        require_room_for_pin(50)
    assert (refused.value.code, refused.value.limit) == ("conflict", 50)


def test_a_history_is_asked_for_at_one_place() -> None:
    for find in (FindHistory(), FindHistory(before=1), FindHistory(after=0)):
        check_places(find)
    with pytest.raises(Refusal, match="before and after") as refused:
        check_places(FindHistory(before=5, after=1))
    assert refused.value.field == "after"
