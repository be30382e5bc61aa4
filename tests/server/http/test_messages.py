"""Messages over HTTP."""

from uuid import uuid4

import pytest

from hubbub_protocol.ids import is_id
from hubbub_protocol.messages import EventPage, MessagePage, PinList, ReadMarker, Written
from hubbub_protocol.rooms import Room
from hubbub_server.actions.sign_ins import Granted
from tests.server.http.program import Program, read, refused
from tests.server.people import People
from tests.server.store.hand_clock import HandClock

BREAD = {"name": "Bread", "purpose": {"statement": "to bake", "kind": "hobby"}}


@pytest.fixture
async def granted(people: People) -> Granted:
    return await people.member("anna")


@pytest.fixture
async def anna(granted: Granted, program: Program) -> Program:
    return program.as_member(granted)


@pytest.fixture
async def stream(anna: Program) -> str:
    """The path of the stream of a room of Anna's."""
    room = read(await anna.ask("POST", "/rooms", BREAD), Room)
    return f"/streams/{room.stream}"


async def say(anna: Program, stream: str, body: str = "Good morning") -> int:
    """Write a message and return its ``seq``."""
    return read(await anna.ask("POST", f"{stream}/messages", {"body": body}), Written).seq


async def test_a_message_is_written_and_read(anna: Program, stream: str) -> None:
    answer = await anna.ask("POST", f"{stream}/messages", {"body": "Good morning"})
    assert answer.status_code == 201
    written = read(answer, Written)
    assert written.id is not None
    assert is_id(written.id)
    page = read(await anna.ask("GET", f"{stream}/messages"), MessagePage)
    (message,) = page.messages
    assert (message.seq, message.id, message.at) == (written.seq, written.id, written.at)
    assert (message.body, page.as_of) == ("Good morning", written.seq)


async def test_a_repeated_key_writes_one_message(anna: Program, stream: str) -> None:
    key, body = str(uuid4()), {"body": "Good morning"}
    first = read(await anna.ask("POST", f"{stream}/messages", body, Idempotency_Key=key), Written)
    again = read(await anna.ask("POST", f"{stream}/messages", body, Idempotency_Key=key), Written)
    assert (again.seq, again.id, again.duplicate) == (first.seq, first.id, True)
    other = await anna.ask("POST", f"{stream}/messages", {"body": "x"}, Idempotency_Key=key)
    assert refused(other) == (409, "conflict", "key")


async def test_one_who_is_too_fast_is_told_when_but_a_known_key_is_answered(
    anna: Program, stream: str
) -> None:
    key = str(uuid4())
    body = {"body": "Good morning"}
    path = f"{stream}/messages"
    first = read(await anna.ask("POST", path, body, Idempotency_Key=key), Written)
    answers = [await anna.ask("POST", path, body) for _ in range(30)]
    assert refused(answers[-1]) == (429, "rate_limited", None)
    assert answers[-1].headers["Retry-After"] == "1"
    again = read(await anna.ask("POST", path, body, Idempotency_Key=key), Written)
    assert (again.seq, again.duplicate) == (first.seq, True)


async def test_a_reaction_too_many_is_refused_as_a_message_is(anna: Program, stream: str) -> None:
    path = f"{stream}/messages/{await say(anna, stream)}/reactions/👍🏽"
    answers = [await anna.ask("PUT", path) for _ in range(29)]
    assert refused(answers[-1]) == (429, "rate_limited", None)
    assert answers[-1].json()["after_ms"] == 500
    assert all(answer.is_success for answer in answers[:-1])


async def test_a_message_is_edited_and_erased(anna: Program, stream: str, clock: HandClock) -> None:
    target = await say(anna, stream)
    clock.move(1_000_000)
    path = f"{stream}/messages/{target}"
    edited = read(await anna.ask("PATCH", path, {"body": "Good evening"}), Written)
    page = read(await anna.ask("GET", f"{stream}/messages?around={target}"), MessagePage)
    assert (page.messages[0].body, page.messages[0].edited_at) == ("Good evening", edited.at)
    read(await anna.ask("DELETE", path), Written)
    page = read(await anna.ask("GET", f"{stream}/messages?limit=1"), MessagePage)
    assert (page.messages[0].body, page.messages[0].deleted) == ("", True)


async def test_a_reaction_is_added_and_taken_back(anna: Program, stream: str) -> None:
    path = f"{stream}/messages/{await say(anna, stream)}/reactions/👍🏽"
    read(await anna.ask("PUT", path), Written)
    page = read(await anna.ask("GET", f"{stream}/messages"), MessagePage)
    assert [reaction.emoji for reaction in page.messages[0].reactions] == ["👍🏽"]
    read(await anna.ask("DELETE", path), Written)
    page = read(await anna.ask("GET", f"{stream}/messages"), MessagePage)
    assert page.messages[0].reactions == []


async def test_a_message_is_pinned_and_unpinned(anna: Program, stream: str) -> None:
    target = await say(anna, stream)
    path = f"{stream}/messages/{target}/pin"
    read(await anna.ask("PUT", path), Written)
    pins = read(await anna.ask("GET", f"{stream}/pins"), PinList)
    assert [message.seq for message in pins.messages] == [target]
    read(await anna.ask("DELETE", path), Written)
    assert read(await anna.ask("GET", f"{stream}/pins"), PinList).messages == []


async def test_events_are_polled(anna: Program, stream: str) -> None:
    await say(anna, stream)
    page = read(await anna.ask("GET", f"{stream}/events?after=2&limit=5"), EventPage)
    assert (page.head, len(page.events)) == (3, 1)
    inbox = read(await anna.ask("GET", "/members/me"), dict)["inbox"]
    assert read(await anna.ask("GET", f"/streams/{inbox}/events"), EventPage).head == 1


async def test_markers_move_one_by_one_and_all_at_once(anna: Program, stream: str) -> None:
    seq = await say(anna, stream)
    marker = read(await anna.ask("PUT", f"{stream}/read", {"seq": seq}), ReadMarker)
    assert marker.seq == seq
    assert (await anna.ask("POST", "/rooms/mine/read")).status_code == 204


async def test_typing_is_taken(anna: Program, stream: str) -> None:
    assert (await anna.ask("POST", f"{stream}/typing")).status_code == 204


@pytest.mark.parametrize(
    ("body", "field", "limit"),
    [
        ({"body": "x" * 8_001}, "body", 8_000),
        ({"body": " "}, "body", 8_000),
        ({"body": "a\u0000b"}, "body", None),
        ({"body": " ".join(f"@name{n}" for n in range(21))}, "body", 20),
        ({"body": "hi", "reply_to": 0}, "reply_to", None),
        ({"body": "hi", "colour": "red"}, "colour", None),
        ({}, "body", None),
    ],
)
async def test_a_bad_message_is_refused_by_field_and_limit(
    anna: Program, stream: str, body: dict[str, object], field: str, limit: int | None
) -> None:
    answer = await anna.ask("POST", f"{stream}/messages", body)
    assert refused(answer) == (400, "bad_request", field)
    assert answer.json().get("limit") == limit


@pytest.mark.parametrize(
    ("method", "path", "body", "field"),
    [
        ("GET", "/messages?before=3&after=1", None, "after"),
        ("GET", "/messages?limit=201", None, "limit"),
        ("GET", "/messages?before=0", None, "before"),
        ("GET", "/events?after=-1", None, "after"),
        ("PUT", "/read", {"seq": 99}, "seq"),
        ("PUT", "/messages/3/reactions/ok", None, "emoji"),
    ],
)
async def test_a_bad_question_is_refused_by_its_field(
    anna: Program, stream: str, method: str, path: str, body: object, field: str
) -> None:
    await say(anna, stream)
    answer = await anna.ask(method, f"{stream}{path}", body)
    assert refused(answer) == (400, "bad_request", field)


async def test_what_is_no_message_answers_not_found(anna: Program, stream: str) -> None:
    for seq, field in (("1", "target"), ("99", "target"), ("0", "seq"), ("x", "seq")):
        answer = await anna.ask("DELETE", f"{stream}/messages/{seq}")
        assert refused(answer) == (404, "not_found", field)


async def test_a_reply_to_no_message_is_refused(anna: Program, stream: str) -> None:
    answer = await anna.ask("POST", f"{stream}/messages", {"body": "hi", "reply_to": 1})
    assert answer.json()["field"] == "reply_to"
