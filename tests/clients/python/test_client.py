"""The HTTP client, against answers that the tests make up."""

import json
import ssl
from collections.abc import Callable

import httpx
import msgspec
import pytest

from hubbub import Client, LinkError, RefusedError
from hubbub_protocol.accounts import SignedIn
from hubbub_protocol.members import Me
from hubbub_protocol.messages import FindHistory, Written
from hubbub_protocol.rooms import FindRooms, Purpose, Room, RoomPage
from tests.clients.python.fake_hub import ME, ROOM, ROOM_ID, FakeHub, room_of

KEY = "00000000-0000-4000-8000-000000000000"
REFUSAL = {"code": "too_large", "detail": "8,001", "retry": False, "field": "body",
           "limit": 8000, "request_id": "r1"}  # fmt: skip


class Wire:
    """Answers requests one after the other, and keeps them."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self.requests: list[httpx.Request] = []
        self._answers = list(answers)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self._answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def client(self, *, token: str | None = "good", patience_s: float = 0.0) -> Client:
        """Make a client on this wire."""
        return Client(
            "http://hub.test/chat/",
            token=token,
            patience_s=patience_s,
            transport=httpx.MockTransport(self),
        )


def ok(answer: msgspec.Struct | None = None) -> httpx.Response:
    """Answer with a struct, or with nothing."""
    if answer is None:
        return httpx.Response(204)
    return httpx.Response(200, content=msgspec.json.encode(answer))


async def test_a_request_carries_the_token_and_goes_to_the_path_of_the_operation() -> None:
    wire = Wire(ok(room_of()))
    async with wire.client() as client:
        assert await client.get_room(ROOM_ID) == room_of()
    (request,) = wire.requests
    assert (request.method, request.url.path) == ("GET", f"/chat/api/v1/rooms/{ROOM_ID}")
    assert request.headers["Authorization"] == "Bearer good"
    assert "Idempotency-Key" not in request.headers


async def test_parts_of_a_path_are_quoted() -> None:
    wire = Wire(httpx.Response(200, json={"seq": 5, "at": 1}))
    async with wire.client() as client:
        await client.call("add_reaction", Written, stream=ROOM, seq="5", emoji="a/b?", key=KEY)
    assert wire.requests[0].url.raw_path.endswith(b"/messages/5/reactions/a%2Fb%3F")
    assert wire.requests[0].headers["Idempotency-Key"] == KEY


async def test_a_query_is_sent_without_what_is_empty() -> None:
    wire = Wire(ok(RoomPage(rooms=[], next=None)))
    async with wire.client() as client:
        await client.find_rooms(FindRooms(text="sour dough", archived=True))
    assert dict(wire.requests[0].url.params) == {
        "text": "sour dough",
        "archived": "true",
        "asked": "false",
        "limit": "20",
    }


async def test_a_body_is_json_and_a_write_carries_a_key_of_its_own() -> None:
    wire = Wire(ok(room_of()))
    async with wire.client() as client:
        await client.create_room("Bread", Purpose(statement="to bake", kind="hobby"))
    (request,) = wire.requests
    assert json.loads(request.content)["purpose"] == {"statement": "to bake", "kind": "hobby"}
    assert len(request.headers["Idempotency-Key"]) == 36


async def test_after_signing_in_the_client_speaks_for_the_account() -> None:
    me = Me(
        id=ME, username="ann", display_name="Ann", avatar_colour="#336699", kind="person", line="",
        interests=(), created_at=0, role="member", inbox="inbox:x", may_make_bots=False,
    )  # fmt: skip
    wire = Wire(ok(SignedIn(me=me, sign_in=ME, token="fresh", expires_at=1)), ok(me))
    async with wire.client(token=None) as client:
        await client.sign_in("ann", "correct horse")
        await client.get_me()
    assert "Authorization" not in wire.requests[0].headers
    assert wire.requests[1].headers["Authorization"] == "Bearer fresh"


async def test_my_rooms_are_gone_through_page_by_page() -> None:
    wire = Wire(
        ok(RoomPage(rooms=[room_of()], next="more")), ok(RoomPage(rooms=[room_of()], next=None))
    )
    async with wire.client() as client:
        assert len([room async for room in client.my_rooms()]) == 2
    assert wire.requests[1].url.params["after"] == "more"


async def test_what_has_no_answer_returns_nothing() -> None:
    wire = Wire(ok())
    async with wire.client() as client:
        await client.leave_room(ROOM_ID)
    assert wire.requests[0].url.path.endswith("/leave")


async def test_history_may_be_asked_for_around_a_seq() -> None:
    page = {"stream": ROOM, "messages": [], "members": [], "as_of": 0,
            "more_before": False, "more_after": False}  # fmt: skip
    wire = Wire(httpx.Response(200, json=page))
    async with wire.client() as client:
        await client.history(ROOM, FindHistory(around=7))
    assert dict(wire.requests[0].url.params) == {"around": "7", "limit": "50"}


async def test_a_refusal_raises_with_all_that_the_hub_said() -> None:
    wire = Wire(httpx.Response(413, json=REFUSAL))
    async with wire.client() as client:
        with pytest.raises(RefusedError, match="too_large: 8,001") as caught:
            await client.write(ROOM, "long")
    error = caught.value
    assert (error.field, error.limit, error.request_id) == ("body", 8000, "r1")


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (httpx.ConnectError("refused"), "hub.test cannot be reached: refused"),
        (httpx.ReadTimeout(""), "hub.test cannot be reached: ReadTimeout"),
        (httpx.Response(502, text="<html>"), "hub.test answered with HTTP 502"),
        (httpx.Response(404, text="<html>"), "hub.test answered with HTTP 404"),
        (httpx.Response(200, text="{}"), "The hub's answer to get_room is not that"),
    ],
)
async def test_what_is_no_answer_of_a_hub_is_a_link_error(
    answer: httpx.Response | Exception, sentence: str
) -> None:
    async with Wire(answer).client() as client:
        with pytest.raises(LinkError, match=sentence):
            await client.get_room(ROOM_ID)


@pytest.mark.parametrize(
    "trouble",
    [
        lambda: httpx.ConnectError("refused"),
        lambda: httpx.Response(503, text="<html>"),
        lambda: httpx.Response(
            503, json={"code": "unavailable", "detail": "busy", "retry": True, "after_ms": 1}
        ),
    ],
)
async def test_a_patient_client_repeats_the_same_request_until_it_is_answered(
    trouble: Callable[[], httpx.Response | Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hubbub._http.FIRST_WAIT_S", 0.001)
    wire = Wire(trouble(), trouble(), httpx.Response(201, json={"seq": 1, "at": 1}))
    async with wire.client(patience_s=10) as client:
        assert (await client.write(ROOM, "hello")).seq == 1
    assert len({request.headers["Idempotency-Key"] for request in wire.requests}) == 1


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(404, text="<html>"),
        httpx.Response(413, json=REFUSAL),
        httpx.Response(500, json={"code": "internal", "detail": "oops", "retry": True}),
    ],
)
async def test_patience_does_not_repeat_what_will_not_change(answer: httpx.Response) -> None:
    wire = Wire(answer)
    async with wire.client(patience_s=10) as client:
        with pytest.raises((LinkError, RefusedError)):
            await client.get_room(ROOM_ID)
    assert len(wire.requests) == 1


async def test_an_operation_that_does_not_exist_is_a_defect_of_the_caller() -> None:
    async with Wire().client() as client:
        with pytest.raises(ValueError, match="no operation 'get_rom'"):
            await client.call("get_rom", Room)


async def test_an_operation_called_with_the_wrong_answer_is_a_defect_of_the_caller() -> None:
    async with Wire().client() as client:
        with pytest.raises(TypeError, match="get_room has Room"):
            await client.call("get_room", RoomPage)
        with pytest.raises(TypeError, match="leave_room has no answer"):
            await client.call("leave_room", Room)


async def test_the_client_speaks_http_to_a_real_socket(hub: FakeHub) -> None:
    hub.rooms.append(room_of())
    async with Client(hub.url, token="good") as client:
        assert [room.name async for room in client.my_rooms()] == ["Bread"]
        with pytest.raises(RefusedError, match="not_found"):
            await client.get_room(ROOM_ID)


async def test_only_a_hub_with_tls_has_the_machines_certificates_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[ssl.SSLContext] = []
    make = ssl.create_default_context

    def noted(*given: str, **named: str) -> ssl.SSLContext:
        made.append(make(*given, **named))  # type: ignore[arg-type]  # passed on as they came
        return made[-1]

    monkeypatch.setattr(ssl, "create_default_context", noted)
    async with Client("http://hub.test"):
        assert made == []
    async with Client("https://hub.test"):
        assert {context.verify_mode for context in made} == {ssl.CERT_REQUIRED}
