"""The HTTP client's calls for join requests and invitations, against answers of the test."""

import json

import httpx
import pytest

from hubbub_protocol.invitations import (
    AcceptedInvitation,
    Invitation,
    InvitationPage,
    MadeInvitation,
    MakeInvitation,
)
from hubbub_protocol.join_requests import JoinRequestPage, RoomJoinRequest
from hubbub_protocol.members import MemberCard
from hubbub_protocol.rooms import RoomMember
from tests.clients.python.fake_hub import ME, ROOM_ID, room_of
from tests.clients.python.test_client import Wire, ok

CARD = MemberCard(id=ME, username="gil", display_name="Gil", avatar_colour="#336699", kind="person")
INVITATION = Invitation(
    id=ROOM_ID, room=ROOM_ID, made_by=CARD, note="", uses=1, used=0, created_at=1, expires_at=2
)


def asked(request: httpx.Request) -> tuple[str, str, object]:
    """Return what a request asks for: method, path under the API, and body."""
    path = request.url.path.partition("/api/v1")[2]
    return request.method, path, json.loads(request.content) if request.content else None


async def test_one_asks_to_join_with_a_reason_and_takes_it_back() -> None:
    wire = Wire(ok(room_of()), ok())
    async with wire.client() as client:
        assert await client.ask_to_join(ROOM_ID, "I bake") == room_of()
        await client.withdraw_join_request(ROOM_ID)
    requests = f"/rooms/{ROOM_ID}/join-requests"
    assert [asked(request) for request in wire.requests] == [
        ("POST", requests, {"reason": "I bake"}),
        ("DELETE", f"{requests}/mine", None),
    ]


async def test_join_requests_are_gone_through_page_by_page() -> None:
    request = RoomJoinRequest(reason="I bake", asked_at=1, member=CARD)
    wire = Wire(
        ok(JoinRequestPage(requests=[request], next="more")),
        ok(JoinRequestPage(requests=[request], next=None)),
    )
    async with wire.client() as client:
        found = [each.reason async for each in client.join_requests(ROOM_ID)]
    assert found == ["I bake", "I bake"]
    assert wire.requests[1].url.params["after"] == "more"


async def test_a_host_admits_one_and_refuses_another_with_a_word() -> None:
    wire = Wire(ok(RoomMember(member=CARD, role="member", joined_at=1)), ok())
    async with wire.client() as client:
        assert (await client.admit_member(ROOM_ID, ME)).member == CARD
        await client.refuse_join_request(ROOM_ID, ME, "Full")
    requests = f"/rooms/{ROOM_ID}/join-requests/{ME}"
    assert [asked(request) for request in wire.requests] == [
        ("POST", f"{requests}/admit", None),
        ("POST", f"{requests}/refuse", {"word": "Full"}),
    ]


@pytest.mark.parametrize(("room", "place"), [(ROOM_ID, f"/rooms/{ROOM_ID}"), (None, "")])
async def test_invitations_are_made_listed_and_revoked_for_a_room_or_the_community(
    room: str | None, place: str
) -> None:
    wire = Wire(
        ok(MadeInvitation(invitation=INVITATION, code="abc")),
        ok(InvitationPage(invitations=[INVITATION], next="more")),
        ok(InvitationPage(invitations=[], next=None)),
        ok(),
    )
    async with wire.client() as client:
        made = await client.make_invitation(MakeInvitation(uses=None), room_id=room)
        listed = [each async for each in client.invitations(room)]
        await client.revoke_invitation(INVITATION.id, room_id=room)
    assert (made.code, listed) == ("abc", [INVITATION])
    assert [asked(request)[:2] for request in wire.requests] == [
        ("POST", f"{place}/invitations"),
        ("GET", f"{place}/invitations"),
        ("GET", f"{place}/invitations"),
        ("DELETE", f"{place}/invitations/{INVITATION.id}"),
    ]
    assert asked(wire.requests[0])[2] == {"uses": None, "lasts_s": 7 * 24 * 3600, "note": ""}


async def test_a_code_leads_into_a_room_or_to_where_one_is_already() -> None:
    wire = Wire(ok(AcceptedInvitation(room=room_of())), ok(AcceptedInvitation(room=None)))
    async with wire.client() as client:
        assert await client.accept_invitation("abc") == room_of()
        assert await client.accept_invitation("abd") is None
    assert asked(wire.requests[0]) == ("POST", "/invitations/accept", {"code": "abc"})
