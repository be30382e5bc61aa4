"""Who is present in a room, over real sockets of one hub."""

import pytest

from tests.together.picture import Picture, enter, shared_room
from tests.together.wire import Member, wire

pytestmark = pytest.mark.slow


async def test_one_sees_the_other_come_turn_away_and_go(ada: Member, bo: Member) -> None:
    stream = shared_room(ada, bo)
    async with wire(ada) as talk:
        picture = await enter(talk, stream)
        await picture.until({ada.id: "active"})
        async with wire(bo) as other:
            await (await enter(other, stream)).until({ada.id: "active", bo.id: "active"})
            await picture.until({ada.id: "active", bo.id: "active"})
            await other.say({"t": "presence", "state": "away"})
            await picture.until({ada.id: "active", bo.id: "away"})
        await picture.until({ada.id: "active"})


async def test_a_session_that_resumes_is_told_the_whole_again(ada: Member, bo: Member) -> None:
    stream = shared_room(ada, bo)
    async with wire(ada) as talk:
        await (await enter(talk, stream)).until({ada.id: "active"})
    async with wire(bo) as other, wire(ada, resume={stream: 0}) as talk:
        await enter(other, stream)
        await Picture(talk, stream).until({ada.id: "active", bo.id: "active"})


async def test_another_state_is_refused_and_the_limit_is_told(ada: Member) -> None:
    async with wire(ada) as talk:
        features, limits = talk.welcome["features"], talk.welcome["limits"]
        assert isinstance(features, list)
        assert "presence" in features
        assert isinstance(limits, dict)
        assert limits.get("presence_members", 500) == 500
        await talk.say({"t": "presence", "state": "asleep"})
        assert (await talk.hear("error"))["field"] == "state"
