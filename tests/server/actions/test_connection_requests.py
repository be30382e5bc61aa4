"""Asking for a personal connection, and the four answers, on every database."""

import pytest

from hubbub_protocol.codec import read_payload
from hubbub_protocol.events import (
    ConnectionRequestAnswered,
    ConnectionRequestClosed,
    ConnectionRequested,
    DirectChannelOpened,
    Payload,
    PersonalConnectionOpened,
)
from hubbub_protocol.personal_connections import EditPeopleSettings, FindReceivedRequests
from hubbub_protocol.streams import direct_stream
from hubbub_server.actions import connection_requests
from hubbub_server.actions.operators import ban, unban
from hubbub_server.domain.caller import Caller
from hubbub_server.domain.decoys import decoy_stream
from tests.server.actions.circle import DAY_US, Circle
from tests.server.actions.scene import Scene, new_key, refusal


@pytest.fixture
async def room(scene: Scene, anna: Caller, bo: Caller, cleo: Caller) -> str:
    """A room that all three share."""
    return await scene.room(anna, bo, cleo)


async def decoys_of(scene: Scene, caller: Caller) -> list[Payload]:
    """Return what somebody was not told."""
    return [read_payload(event.payload) for event in await scene.log(decoy_stream(caller.member))]


async def test_a_request_is_pending_for_its_sender_and_waits_for_its_receiver(
    scene: Scene, circle: Circle, room: str, anna: Caller, bo: Caller
) -> None:
    asked = await circle.ask(anna, bo, opening="You bake rye too?")
    sent = asked.request
    assert sent is not None
    assert (sent.member.id, sent.opening) == (bo.member, "You bake rye too?")
    assert sent.beginning.origin == "room"
    assert sent.beginning.room is not None
    assert sent.beginning.room.id == room
    assert sent.expires_at == sent.sent_at + 90 * DAY_US
    assert await circle.sent(anna) == [sent]
    (received,) = await circle.received(bo)
    assert (received.id, received.member.id) == (sent.id, anna.member)
    assert received.opening == "You bake rye too?"
    assert [each.id for each in received.shared_rooms] == [room]
    assert not received.put_off
    told = ConnectionRequested(request=sent.id, sender=anna.member, receiver=bo.member)
    assert (await scene.inbox_of(anna))[-1] == told
    assert (await scene.inbox_of(bo))[-1] == told


async def test_accepting_opens_a_direct_channel(
    scene: Scene, circle: Circle, room: str, anna: Caller, bo: Caller
) -> None:
    request = await circle.request(anna, bo)
    accepted = await circle.accept(bo, request)
    assert accepted.member.id == anna.member
    assert accepted.stream == direct_stream(accepted.channel)
    assert accepted.beginning.room is not None
    assert accepted.beginning.room.id == room
    opened = PersonalConnectionOpened(member=anna.member, channel=accepted.channel, opened_seq=1)
    closed = ConnectionRequestClosed(
        request=request, sender=anna.member, receiver=bo.member, outcome="accepted"
    )
    assert (await scene.inbox_of(bo))[-2:] == [closed, opened]
    assert (await scene.inbox_of(anna))[-2:] == [
        closed,
        PersonalConnectionOpened(member=bo.member, channel=accepted.channel, opened_seq=1),
    ]
    (first,) = await scene.log(accepted.stream)
    lower, higher = sorted((anna.member, bo.member))
    assert read_payload(first.payload) == DirectChannelOpened(
        members=(lower, higher), origin="room"
    )
    assert first.actor == bo.member
    (seen,) = await circle.connected(anna)
    assert (seen.member.id, seen.channel) == (bo.member, accepted.channel)
    assert await circle.sent(anna) == []
    assert await circle.received(bo) == []


async def test_accepting_again_has_no_effect(
    scene: Scene, circle: Circle, room: str, anna: Caller, bo: Caller
) -> None:
    request = await circle.request(anna, bo)
    accepted = await circle.accept(bo, request)
    before = await scene.inbox_of(bo)
    assert await circle.accept(bo, request) == accepted
    assert await scene.inbox_of(bo) == before


async def test_a_request_that_was_put_off_waits_elsewhere_and_may_be_accepted(
    scene: Scene, circle: Circle, room: str, anna: Caller, bo: Caller
) -> None:
    request = await circle.request(anna, bo)
    before = await scene.inbox_of(anna)
    await circle.put_off(bo, request)
    assert await circle.received(bo) == []
    (later,) = await circle.received(bo, put_off=True)
    assert later.put_off
    answered = ConnectionRequestAnswered(request=request, sender=anna.member, answer="put_off")
    assert (await scene.inbox_of(bo))[-1] == answered
    assert await scene.inbox_of(anna) == before
    await circle.accept(bo, request)
    assert len(await circle.connected(bo)) == 1


async def test_one_that_was_put_off_and_is_made_anew_waits_elsewhere_and_tells_nobody(
    scene: Scene, circle: Circle, room: str, anna: Caller, bo: Caller
) -> None:
    request = await circle.request(anna, bo)
    await circle.put_off(bo, request)
    await circle.withdraw(anna, request)
    before = await scene.inbox_of(bo)
    again = await circle.request(anna, bo)
    assert await scene.inbox_of(bo) == before
    assert await circle.received(bo) == []
    assert [each.id for each in await circle.received(bo, put_off=True)] == [again]
    await circle.accept(bo, again)
    assert len(await circle.connected(anna)) == 1


async def test_after_a_decline_the_sender_sees_a_pending_request_and_the_receiver_nothing(
    scene: Scene, circle: Circle, room: str, anna: Caller, bo: Caller
) -> None:
    request = await circle.request(anna, bo)
    sent, before = await circle.sent(anna), await scene.inbox_of(anna)
    await circle.decline(bo, request)
    assert await circle.sent(anna) == sent
    assert await scene.inbox_of(anna) == before
    assert await circle.received(bo) == await circle.received(bo, put_off=True) == []
    assert await refusal(circle.accept(bo, request)) == ("not_found", "request")


async def test_what_follows_a_decline_reaches_the_decoy_instead_of_the_receiver(
    scene: Scene, circle: Circle, room: str, anna: Caller, bo: Caller
) -> None:
    request = await circle.request(anna, bo)
    await circle.decline(bo, request)
    before = await scene.inbox_of(bo)
    await circle.withdraw(anna, request)
    again = await circle.request(anna, bo)
    assert await scene.inbox_of(bo) == before
    assert await circle.received(bo) == []
    assert await decoys_of(scene, bo) == [
        ConnectionRequestClosed(
            request=request, sender=anna.member, receiver=bo.member, outcome="withdrawn"
        ),
        ConnectionRequested(request=again, sender=anna.member, receiver=bo.member),
    ]
    assert [each.id for each in await circle.sent(anna)] == [again]


async def test_a_withdrawn_request_is_told_to_both_and_may_be_made_anew(
    scene: Scene, circle: Circle, room: str, anna: Caller, bo: Caller
) -> None:
    request = await circle.request(anna, bo)
    await circle.withdraw(anna, request)
    closed = ConnectionRequestClosed(
        request=request, sender=anna.member, receiver=bo.member, outcome="withdrawn"
    )
    assert (await scene.inbox_of(anna))[-1] == closed
    assert (await scene.inbox_of(bo))[-1] == closed
    assert await circle.sent(anna) == []
    assert await circle.received(bo) == []
    assert await refusal(circle.withdraw(anna, request)) == ("not_found", "request")
    assert await circle.request(anna, bo) != request


async def test_two_requests_that_cross_connect_the_two(
    circle: Circle, room: str, anna: Caller, bo: Caller
) -> None:
    await circle.request(anna, bo)
    asked = await circle.ask(bo, anna)
    assert asked.request is None
    assert asked.personal_connection is not None
    assert asked.personal_connection.member.id == anna.member
    assert await circle.sent(anna) == []
    assert await circle.received(anna) == []
    assert len(await circle.connected(anna)) == len(await circle.connected(bo)) == 1


async def test_nobody_but_sender_and_receiver_does_anything_with_a_request(
    circle: Circle, room: str, anna: Caller, bo: Caller, cleo: Caller
) -> None:
    request = await circle.request(anna, bo)
    for deed in (
        circle.accept(cleo, request),
        circle.accept(anna, request),
        circle.decline(cleo, request),
        circle.put_off(anna, request),
        circle.withdraw(cleo, request),
        circle.withdraw(bo, request),
    ):
        assert await refusal(deed) == ("not_found", "request")


async def test_one_asks_whom_one_shares_a_room_with(
    scene: Scene, circle: Circle, room: str, anna: Caller, bo: Caller
) -> None:
    dora = await scene.member("dora")
    assert await refusal(circle.ask(anna, dora)) == ("not_found", "member")
    assert await refusal(circle.ask(anna, anna)) == ("bad_request", "member")
    await scene.leave(bo, room)
    assert await refusal(circle.ask(anna, bo)) == ("not_found", "member")


async def test_the_origin_is_the_room_that_is_named_or_the_one_shared_longest(
    scene: Scene, circle: Circle, room: str, anna: Caller, bo: Caller, cleo: Caller
) -> None:
    second = await scene.room(cleo, anna, bo, name="Rye")
    alone = await scene.room(anna)
    asked = await circle.ask(anna, bo)
    assert asked.request is not None
    assert asked.request.beginning.room is not None
    assert asked.request.beginning.room.id == room
    asked = await circle.ask(anna, cleo, room=second)
    assert asked.request is not None
    assert asked.request.beginning.room is not None
    assert asked.request.beginning.room.id == second
    assert await refusal(circle.ask(bo, cleo, room=alone)) == ("not_found", "member")


async def test_who_left_a_room_that_is_hidden_does_not_learn_its_name_from_a_request(
    scene: Scene, circle: Circle, anna: Caller, bo: Caller
) -> None:
    hidden = await scene.room(anna, bo, access="invite")
    await circle.request(anna, bo)
    await scene.leave(bo, hidden)
    (received,) = await circle.received(bo)
    assert (received.beginning.origin, received.beginning.room) == ("room", None)
    assert received.shared_rooms == []
    (sent,) = await circle.sent(anna)
    assert sent.beginning.room is not None


async def test_an_opening_is_plain_text(
    circle: Circle, room: str, anna: Caller, bo: Caller
) -> None:
    for opening in ("see https://x.example", "WWW.x.example", "hi @bo", "a\nb", "x" * 141):
        refused = refusal(circle.ask(anna, bo, opening=opening))
        assert await refused == ("bad_request", "opening")
    assert await circle.request(anna, bo, opening=f"  {'x' * 140} ")


async def test_the_receiver_says_whether_an_opening_comes_with_it(
    circle: Circle, room: str, anna: Caller, bo: Caller
) -> None:
    await circle.set(bo, EditPeopleSettings(openings="required"))
    assert await refusal(circle.ask(anna, bo)) == ("bad_request", "opening")
    await circle.set(bo, EditPeopleSettings(openings="off"))
    assert await refusal(circle.ask(anna, bo, opening="Hello")) == ("bad_request", "opening")
    assert await circle.request(anna, bo)


async def test_so_many_requests_may_be_pending_and_every_answer_counts(
    scene: Scene, circle: Circle, anna: Caller
) -> None:
    others = [await scene.member(f"other{number}") for number in range(6)]
    await scene.room(anna, *others)
    first, *_ = requests = [await circle.request(anna, other) for other in others[:5]]
    await circle.decline(others[0], first)
    await circle.block(others[1], anna)
    assert await refusal(circle.ask(anna, others[5])) == ("conflict", None)
    await circle.withdraw(anna, requests[2])
    assert await circle.request(anna, others[5])
    assert await refusal(circle.ask(anna, others[2])) == ("conflict", None)
    scene.clock.move(91 * DAY_US)
    assert await circle.request(anna, others[2])


async def test_an_expired_request_is_gone_at_once(
    scene: Scene, circle: Circle, room: str, anna: Caller, bo: Caller
) -> None:
    request = await circle.request(anna, bo)
    scene.clock.move(90 * DAY_US)
    assert await circle.sent(anna) == []
    assert await circle.received(bo) == []
    assert await refusal(circle.accept(bo, request)) == ("not_found", "request")
    assert await refusal(circle.withdraw(anna, request)) == ("not_found", "request")
    again = await circle.request(anna, bo)
    closed, asked = (await scene.inbox_of(bo))[-2:]
    assert isinstance(closed, ConnectionRequestClosed)
    assert (closed.request, closed.outcome) == (request, "expired")
    assert isinstance(asked, ConnectionRequested)
    assert asked.request == again


async def test_a_banned_account_asks_nobody_and_cannot_be_asked(
    scene: Scene, circle: Circle, room: str, anna: Caller, bo: Caller, cleo: Caller
) -> None:
    request = await circle.request(anna, bo)
    await ban(scene.desk, "anna", "")
    assert await circle.received(bo) == []
    assert await refusal(circle.accept(bo, request)) == ("not_found", "request")
    assert await refusal(circle.ask(bo, anna)) == ("not_found", "member")
    await unban(scene.desk, "anna")
    assert [each.id for each in await circle.received(bo)] == [request]


async def test_personal_connections_of_a_banned_account_stay(
    scene: Scene, circle: Circle, room: str, anna: Caller, bo: Caller
) -> None:
    await circle.connect(anna, bo)
    await ban(scene.desk, "anna", "")
    assert [each.member.id for each in await circle.connected(bo)] == [anna.member]


async def test_the_same_key_asks_once_and_answers_as_the_first_time(
    scene: Scene, circle: Circle, room: str, anna: Caller, bo: Caller, cleo: Caller
) -> None:
    key = new_key()
    asked = await circle.ask(anna, bo, key=key)
    assert asked.request is not None
    assert await circle.ask(anna, bo, key=key) == asked
    assert await refusal(circle.ask(anna, cleo, key=key)) == ("conflict", "key")
    accepting = new_key()
    accepted = await circle.accept(bo, asked.request.id, accepting)
    await circle.end(anna, bo)
    await circle.request(anna, bo)  # which takes the place of the first
    before = await scene.inbox_of(bo)
    assert await circle.accept(bo, asked.request.id, accepting) == accepted
    assert await scene.inbox_of(bo) == before


async def test_accepting_again_names_the_same_member_whatever_was_accepted_since(
    scene: Scene, circle: Circle, room: str, anna: Caller, bo: Caller, cleo: Caller
) -> None:
    request = await circle.request(anna, bo)
    accepted = await circle.accept(bo, request)
    await circle.connect(cleo, bo)
    assert await circle.accept(bo, request) == accepted


async def test_received_requests_come_page_by_page_the_latest_first(
    scene: Scene, circle: Circle, anna: Caller
) -> None:
    others = [await scene.member(f"other{number}") for number in range(3)]
    await scene.room(anna, *others)
    requests = [await circle.request(other, anna) for other in others]
    find = FindReceivedRequests(limit=2)
    page = await connection_requests.list_received_requests(scene.desk, anna, find)
    assert [each.id for each in page.requests] == requests[:0:-1]
    assert page.next is not None
    find = FindReceivedRequests(limit=2, after=page.next)
    page = await connection_requests.list_received_requests(scene.desk, anna, find)
    assert ([each.id for each in page.requests], page.next) == (requests[:1], None)


async def test_a_bot_accepts_requests_as_they_come_if_it_says_so(
    scene: Scene, circle: Circle, anna: Caller
) -> None:
    room = await scene.room(anna)
    bot = await circle.bot(anna)
    await scene.join(bot, room)
    request = await circle.request(anna, bot)
    await circle.withdraw(anna, request)
    await circle.set(bot, EditPeopleSettings(accept_requests=True))
    asked = await circle.ask(anna, bot)
    assert asked.personal_connection is not None
    assert asked.personal_connection.member.id == bot.member
    assert await refusal(circle.ask(bot, anna)) == ("forbidden", None)
