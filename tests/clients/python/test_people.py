"""The SDK's calls for other members: over HTTP as operations, over a session as commands."""

from collections.abc import Awaitable, Callable

import pytest

from hubbub import Client, RefusedError, Session
from hubbub_protocol.commands import (
    AnswerRequest,
    Block,
    Command,
    Connect,
    EndPersonalConnection,
    PairCommand,
    Unblock,
    WithdrawRequest,
)
from hubbub_protocol.contact_codes import (
    ContactCode,
    ContactCodePage,
    MadeContactCode,
    ShownContactCode,
)
from hubbub_protocol.direct_channels import DirectChannelExport, DirectChannelPage
from hubbub_protocol.frames import Error
from hubbub_protocol.introductions import IntroductionList, MadeIntroduction
from hubbub_protocol.members import MemberCard
from hubbub_protocol.messages import Message, Written
from hubbub_protocol.personal_connections import (
    AskedToConnect,
    Beginning,
    EditPeopleSettings,
    PeopleSettings,
    PersonalConnection,
    ReceivedRequestPage,
    SentRequest,
    SentRequestPage,
    Tie,
)
from hubbub_protocol.reports import ReportPage
from hubbub_protocol.suggestions import SuggestionList
from tests.clients.python.fake_hub import ANN, ME, ROOM_ID, FakeHub, channel_of
from tests.clients.python.test_client import KEY, Wire, ok
from tests.clients.python.test_doors import asked

CARD = MemberCard(
    id=ANN, username="ann", display_name="Ann", avatar_colour="#336699", kind="person"
)
REQUEST = ROOM_ID
SENT = SentRequest(
    id=REQUEST, member=CARD, beginning=Beginning(origin="code"), opening="", sent_at=1, expires_at=2
)
CONNECTED = PersonalConnection(
    member=CARD, channel=REQUEST, stream=f"direct:{REQUEST}", opened_at=1,
    beginning=Beginning(origin="code"),
)  # fmt: skip
CHANNEL = channel_of()
CODE = ContactCode(id=REQUEST, label="", uses=1, used=0, created_at=1, expires_at=2)


async def test_asking_says_whom_how_and_from_where() -> None:
    answer = AskedToConnect(request=SENT, personal_connection=None)
    wire = Wire(ok(answer), ok(answer))
    async with wire.client() as client:
        assert await client.people.ask(ANN, room_id=ROOM_ID, opening="Rye?", key=KEY) == answer
        await client.people.ask(code="abc")
    assert [asked(request) for request in wire.requests] == [
        ("POST", "/connection-requests", {"member": ANN, "room": ROOM_ID, "opening": "Rye?"}),
        ("POST", "/connection-requests", {"code": "abc", "opening": ""}),
    ]
    assert wire.requests[0].headers["Idempotency-Key"] == KEY


@pytest.mark.parametrize(
    ("deed", "method", "path"),
    [
        (lambda c: c.people.put_off(REQUEST), "POST", f"/connection-requests/{REQUEST}/put-off"),
        (lambda c: c.people.decline(REQUEST), "POST", f"/connection-requests/{REQUEST}/decline"),
        (lambda c: c.people.withdraw(REQUEST), "DELETE", f"/connection-requests/{REQUEST}"),
        (lambda c: c.people.end(ANN), "DELETE", f"/personal-connections/{ANN}"),
        (lambda c: c.people.block(ANN), "PUT", f"/blocks/{ANN}"),
        (lambda c: c.people.unblock(ANN), "DELETE", f"/blocks/{ANN}"),
        (lambda c: c.people.revoke_contact_code(REQUEST), "DELETE", f"/contact-codes/{REQUEST}"),
        (lambda c: c.direct_channels.hide(REQUEST), "PUT", f"/direct-channels/{REQUEST}/hidden"),
        (lambda c: c.direct_channels.show(REQUEST), "DELETE", f"/direct-channels/{REQUEST}/hidden"),
        (lambda c: c.introductions.accept(REQUEST), "POST", f"/introductions/{REQUEST}/accept"),
        (lambda c: c.introductions.decline(REQUEST), "POST", f"/introductions/{REQUEST}/decline"),
        (lambda c: c.introductions.withdraw(REQUEST), "DELETE", f"/introductions/{REQUEST}"),
        (lambda c: c.introductions.dismiss(ANN), "DELETE", f"/suggestions/{ANN}"),
        (lambda c: c.reports.close(REQUEST), "POST", f"/reports/{REQUEST}/close"),
    ],
)
async def test_what_has_no_answer_is_asked_by_its_path(
    deed: Callable[[Client], Awaitable[None]], method: str, path: str
) -> None:
    wire = Wire(ok())
    async with wire.client() as client:
        await deed(client)
    assert [asked(request) for request in wire.requests] == [(method, path, None)]


async def test_what_stands_between_two_members_is_read_and_changed() -> None:
    tie = Tie(
        **{name: getattr(CONNECTED, name) for name in CONNECTED.__struct_fields__},
        shared_rooms=[], last_exchange_at=None, words_from_me=0, words_to_me=0, note="",
        mutual=None,
    )  # fmt: skip
    settings = PeopleSettings(accept_requests=True)
    made = MadeContactCode(contact_code=CODE, code="abc")
    answers = [CONNECTED, tie, None, settings, settings, made, ShownContactCode(member=CARD), None]
    wire = Wire(*map(ok, answers))
    async with wire.client() as client:
        people = client.people
        assert await people.accept(REQUEST) == CONNECTED
        assert await people.get_tie(ANN) == tie
        await people.set_note(ANN, "bakes rye")
        assert await people.get_settings() == settings
        assert await people.edit_settings(EditPeopleSettings(accept_requests=True)) == settings
        assert await people.make_contact_code() == made
        assert await people.look_at_contact_code("abc") == CARD
        await client.reports.make(REQUEST, "rude")
    assert [asked(request) for request in wire.requests] == [
        ("POST", f"/connection-requests/{REQUEST}/accept", None),
        ("GET", f"/personal-connections/{ANN}", None),
        ("PUT", f"/personal-connections/{ANN}/note", {"note": "bakes rye"}),
        ("GET", "/account/people", None),
        ("PATCH", "/account/people", {"accept_requests": True}),
        ("POST", "/contact-codes", {"label": "", "uses": 1, "lasts_s": 30 * 24 * 3600}),
        ("POST", "/contact-codes/look", {"code": "abc"}),
        ("POST", "/reports", {"request": REQUEST, "reason": "rude"}),
    ]


async def test_members_are_introduced_and_suggested() -> None:
    made = MadeIntroduction(
        id=REQUEST, members=(CARD, CARD), sentence="Bake", made_at=1, expires_at=2
    )
    introductions = IntroductionList(received=[], made=[made])
    wire = Wire(ok(made), ok(introductions), ok(SuggestionList(suggestions=[])))
    async with wire.client() as client:
        assert await client.introductions.make(ANN, ME, "Bake") == made
        assert await client.introductions.open() == introductions
        assert await client.introductions.suggestions() == []
    assert asked(wire.requests[0])[2] == {"members": [ANN, ME], "sentence": "Bake"}


async def test_lists_are_gone_through_page_by_page() -> None:
    wire = Wire(
        ok(SentRequestPage(requests=[SENT], next="more")),
        ok(SentRequestPage(requests=[SENT], next=None)),
        ok(ReceivedRequestPage(requests=[], next=None)),
        ok(ContactCodePage(contact_codes=[CODE], next=None)),
        ok(DirectChannelPage(channels=[CHANNEL], next=None)),
        ok(ReportPage(reports=[], next=None)),
    )
    async with wire.client() as client:
        assert [each async for each in client.people.sent_requests()] == [SENT, SENT]
        assert [each async for each in client.people.received_requests(put_off=True)] == []
        assert [each async for each in client.people.contact_codes()] == [CODE]
        assert [each async for each in client.direct_channels.mine(hidden=True)] == [CHANNEL]
        assert [each async for each in client.reports.all()] == []
    assert wire.requests[1].url.params["after"] == "more"
    assert wire.requests[2].url.params["put_off"] == "true"
    assert wire.requests[4].url.params["hidden"] == "true"


async def test_an_export_goes_through_all_parts() -> None:
    def part(seq: int, following: int | None) -> DirectChannelExport:
        message = Message(
            id=REQUEST, seq=seq, author=ANN, at=seq, body=f"{seq}", reply_to=None, edited_at=None,
            mentions=(), mentions_room=False, reactions=[], pinned=False,
            deleted=False,
        )  # fmt: skip
        return DirectChannelExport(
            channel=CHANNEL, messages=[message], members=[CARD], as_of=9, next=following
        )

    wire = Wire(ok(part(2, 5)), ok(part(6, None)))
    async with wire.client() as client:
        bodies = [each.body async for each in client.direct_channels.export(REQUEST)]
    assert bodies == ["2", "6"]
    assert [request.url.params["after"] for request in wire.requests] == ["0", "5"]


async def test_a_session_says_each_deed_as_a_command_with_its_key(hub: FakeHub) -> None:
    async with Session(hub.url, token="good") as session:
        people = session.people
        assert isinstance(await people.ask(ANN, room_id=ROOM_ID, opening="Rye?", key=KEY), Written)
        await people.ask(code="abc")
        await people.accept(REQUEST)
        await people.put_off(REQUEST)
        await people.decline(REQUEST)
        await people.withdraw(REQUEST)
        await people.end(ANN)
        await people.block(ANN)
        await people.unblock(ANN)
    said = [each for each in hub.received if isinstance(each, PairCommand)]
    assert said[0] == Connect(ref=said[0].ref, key=KEY, member=ANN, room=ROOM_ID, opening="Rye?")
    assert [without_ref_and_key(each) for each in said[1:]] == [
        without_ref_and_key(each)
        for each in (
            Connect(ref=0, key=KEY, code="abc"),
            AnswerRequest(ref=0, key=KEY, request=REQUEST, answer="accept"),
            AnswerRequest(ref=0, key=KEY, request=REQUEST, answer="put_off"),
            AnswerRequest(ref=0, key=KEY, request=REQUEST, answer="decline"),
            WithdrawRequest(ref=0, key=KEY, request=REQUEST),
            EndPersonalConnection(ref=0, key=KEY, member=ANN),
            Block(ref=0, key=KEY, member=ANN),
            Unblock(ref=0, key=KEY, member=ANN),
        )
    ]
    assert len({each.key for each in said}) == len(said)


def without_ref_and_key(command: Command) -> tuple[object, ...]:
    """Return a command's kind and fields, but its ref and key."""
    names = [name for name in command.__struct_fields__ if name not in ("ref", "key")]
    return (type(command), *(getattr(command, name) for name in names))


async def test_a_deed_whose_answer_was_lost_is_repeated_with_its_key(hub: FakeHub) -> None:
    async with Session(hub.url, token="good") as session:
        hub.forgets_answers = True
        assert (await session.people.block(ANN)).duplicate
    first, again = hub.commands(Block)
    assert first == again


async def test_a_refused_deed_raises_the_hub_s_words(hub: FakeHub) -> None:
    hub.refusals.append(Error(ref=0, code="forbidden", detail="Bots cannot ask", retry=False))
    async with Session(hub.url, token="good") as session:
        with pytest.raises(RefusedError, match="forbidden: Bots cannot ask"):
            await session.people.ask(ANN)
