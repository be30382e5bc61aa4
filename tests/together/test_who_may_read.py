"""Who may read what, over HTTP and over a socket alike: every access with every standing.

Where a room is hidden, each answer is the same, letter by letter, as that for an unknown id.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

import httpx
import pytest

from hubbub_load.programs.plain import PLAIN
from hubbub_load.programs.served_hub import ServedHub
from tests.together.wire import Map, Member, Wire, register, wire

pytestmark = pytest.mark.slow

Request = tuple[str, str, Map | None]
"""Method, path and body."""

UNKNOWN: Final = "01890000-0000-7000-8000-000000000000"


@dataclass(frozen=True)
class Row:
    """What one reads; a code where that is refused. ``early`` is what stood at one's departure."""

    room: str
    """``shown`` where one learns what the room is now."""
    history: str
    events: str
    inside: str
    """What only members do: list the members, write, mark as read, show typing."""
    join: str


ALL: Final = Row("shown", "all", "all", "ok", "ok")
NOTHING: Final = Row("not_found", "not_found", "not_found", "not_found", "not_found")
TABLE: Final[dict[tuple[str, str], Row]] = {
    ("open", "stranger"): Row("shown", "all", "forbidden", "forbidden", "ok"),
    ("open", "member"): ALL,
    ("open", "left"): Row("shown", "all", "early", "forbidden", "ok"),
    ("open", "removed"): Row("shown", "all", "early", "forbidden", "ok"),
    ("open", "banned"): NOTHING,
    ("no look", "stranger"): Row("shown", "forbidden", "forbidden", "forbidden", "ok"),
    ("no look", "member"): ALL,
    ("no look", "left"): Row("shown", "early", "early", "forbidden", "ok"),
    ("no look", "removed"): Row("shown", "early", "early", "forbidden", "ok"),
    ("no look", "banned"): NOTHING,
    ("request", "stranger"): Row("shown", "forbidden", "forbidden", "forbidden", "forbidden"),
    ("request", "asker"): Row("shown", "forbidden", "forbidden", "forbidden", "forbidden"),
    ("request", "refused"): Row("shown", "forbidden", "forbidden", "forbidden", "forbidden"),
    ("request", "member"): ALL,
    ("request", "left"): Row("shown", "early", "early", "forbidden", "forbidden"),
    ("request", "removed"): Row("shown", "early", "early", "forbidden", "forbidden"),
    ("request", "banned"): NOTHING,
    ("invite", "stranger"): NOTHING,
    ("invite", "member"): ALL,
    ("invite", "left"): Row("not_found", "early", "early", "not_found", "not_found"),
    ("invite", "removed"): Row("not_found", "early", "early", "not_found", "not_found"),
    ("invite", "banned"): NOTHING,
}


@dataclass(frozen=True)
class Place:
    """A room in which something was said before the subject went, and something after."""

    id: str
    name: str
    early: int
    """The ``seq`` of the first message."""
    late: int
    departure: int
    """The last ``seq`` that one may see who has gone."""

    @property
    def stream(self) -> str:
        """The name of its stream."""
        return f"room:{self.id}"


def set_scene(host: Member, subject: Member, access: str, standing: str) -> Place:
    """Make a room, and let the subject come to stand in it as the table says."""
    name = f"room{uuid4().hex[:12]}"
    kinds: dict[str, Map] = {"open": {}, "no look": {"look": False}}
    purpose = {"statement": "To bake", "kind": "hobby", "tags": [name]}
    more = kinds.get(access, {"access": access})
    room = str(host.ask("POST", "/rooms", {"name": name, "purpose": purpose, **more})["id"])
    stream = f"/streams/room:{room}"
    early = int(str(host.ask("POST", f"{stream}/messages", {"body": "Early"})["seq"]))
    if standing in ("asker", "refused"):
        subject.ask("POST", f"/rooms/{room}/join-requests", {"reason": "I bake"})
        if standing == "refused":
            host.ask("POST", f"/rooms/{room}/join-requests/{subject.id}/refuse")
    elif standing != "stranger":
        made = host.ask("POST", f"/rooms/{room}/invitations")
        subject.ask("POST", "/invitations/accept", {"code": made["code"]})
    departures: dict[str, Callable[[], Map]] = {
        "left": lambda: subject.ask("POST", f"/rooms/{room}/leave"),
        "removed": lambda: host.ask("POST", f"/rooms/{room}/members/{subject.id}/remove"),
        "banned": lambda: host.ask("PUT", f"/rooms/{room}/bans/{subject.id}"),
    }
    if standing in departures:
        departures[standing]()
    late = int(str(host.ask("POST", f"{stream}/messages", {"body": "Late"})["seq"]))
    return Place(room, name, early, late, late - 1)


def get(member: Member, method: str, path: str, body: Map | None = None) -> Map:
    """Return the answer, whatever it is, with its status and without the id of the request."""
    headers = {"Authorization": f"Bearer {member.token}"}
    url = f"{member.address}/api/v1{path}"
    answer = httpx.request(method, url, json=body, headers=headers, verify=PLAIN)
    content: Map = answer.json() if answer.content else {}
    content.pop("request_id", None)
    return {"status": answer.status_code, **content}


def verdict(answer: Map) -> str:
    """Return the code of a refusal, or ``ok``."""
    return str(answer.get("code", "ok"))


def seqs(answer: Map, field: str) -> list[int]:
    """Return the places of messages or events."""
    found = answer[field]
    assert isinstance(found, list)
    return [int(each["seq"]) for each in found]


def expected_history(row: Row, place: Place) -> list[int]:
    """Return the messages that one reads."""
    return [place.early, place.late] if row.history == "all" else [place.early]


@pytest.fixture(scope="module")
def host(hub: ServedHub) -> Member:
    """Who owns all rooms."""
    return register(hub.address)


@pytest.fixture(scope="module")
def subject(hub: ServedHub) -> Member:
    """Whose standing is the question."""
    return register(hub.address)


@pytest.mark.parametrize(("access", "standing"), TABLE)
def test_the_table_over_http(host: Member, subject: Member, access: str, standing: str) -> None:
    row, place = TABLE[access, standing], set_scene(host, subject, access, standing)
    stream = f"/streams/{place.stream}"

    room = get(subject, "GET", f"/rooms/{place.id}")
    assert verdict(room) == (row.room if row.room != "shown" else "ok")
    for query in (f"text={place.name}", f"tag={place.name}"):
        found = get(subject, "GET", f"/rooms?{query}")["rooms"]
        assert isinstance(found, list)
        assert [each["id"] for each in found] == ([place.id] if row.room == "shown" else [])

    history = get(subject, "GET", f"{stream}/messages")
    if row.history in ("all", "early"):
        assert seqs(history, "messages") == expected_history(row, place)
        assert history["as_of"] == (place.late if row.history == "all" else place.departure)
    else:
        assert verdict(history) == row.history
    assert verdict(get(subject, "GET", f"{stream}/pins")) == (
        "ok" if row.history in ("all", "early") else row.history
    )

    events = get(subject, "GET", f"{stream}/events")
    if row.events in ("all", "early"):
        last = place.late if row.events == "all" else place.departure
        assert seqs(events, "events") == list(range(1, last + 1))
    else:
        assert verdict(events) == row.events

    deeds: list[Request] = [
        ("GET", f"/rooms/{place.id}/members", None),
        ("PUT", f"{stream}/read", {"seq": 1}),
        ("POST", f"{stream}/typing", None),
        ("PUT", f"{stream}/messages/{place.early}/reactions/🍞", None),
        ("POST", f"{stream}/messages", {"body": "Mine"}),
    ]
    for method, path, body in deeds:
        assert verdict(get(subject, method, path, body)) == row.inside, path
    assert verdict(get(subject, "POST", f"/rooms/{place.id}/join")) == row.join


@pytest.mark.parametrize(("access", "standing"), TABLE)
async def test_the_table_over_a_socket(
    host: Member, subject: Member, access: str, standing: str
) -> None:
    row, place = TABLE[access, standing], set_scene(host, subject, access, standing)
    async with wire(subject) as talk:
        history = await talk.ask({"t": "history", "stream": place.stream})
        if row.history in ("all", "early"):
            page = history["page"]
            assert isinstance(page, dict)
            assert seqs(page, "messages") == expected_history(row, place)
        else:
            assert verdict(history) == row.history

        asked: Map = {"t": "subscribe", "streams": [{"stream": place.stream, "seq": 0}]}
        subscribed = await talk.ask(asked)
        if row.events in ("all", "early"):
            last = place.late if row.events == "all" else place.departure
            assert (subscribed["t"], subscribed["head"]) == ("subscribed", last)
            events = await talk.hear_events(place.stream, last)
            assert [event["seq"] for event in events] == list(range(1, last + 1))
        else:
            assert verdict(subscribed) == row.events

        assert verdict(await write(talk, place.stream)) == row.inside
        await talk.say({"t": "mark_read", "stream": place.stream, "seq": 1})
        await talk.say({"t": "typing", "stream": place.stream})
        if row.inside != "ok":
            refused = [await talk.hear("error"), await talk.hear("error")]
            assert [verdict(each) for each in refused] == [row.inside, row.inside]
    async with wire(subject, resume={place.stream: 0}) as talk:
        streams = talk.welcome["streams"]
        assert isinstance(streams, list)
        followed = [each["stream"] for each in streams]
        assert followed == ([place.stream] if row.events in ("all", "early") else [])


HIDDEN: Final = [key for key, row in TABLE.items() if row.room == "not_found"]
ABOUT_A_ROOM: Final[tuple[Request, ...]] = (
    ("GET", "/rooms/{room}", None),
    ("PATCH", "/rooms/{room}", {"name": "Rye"}),
    ("POST", "/rooms/{room}/join", None),
    ("POST", "/rooms/{room}/join-requests", {"reason": "I bake"}),
    ("DELETE", "/rooms/{room}/join-requests/mine", None),
    ("GET", "/rooms/{room}/join-requests", None),
    ("GET", "/rooms/{room}/invitations", None),
    ("POST", "/rooms/{room}/invitations", {}),
    ("GET", "/rooms/{room}/members", None),
    ("GET", "/rooms/{room}/bans", None),
    ("POST", "/streams/room:{room}/messages", {"body": "Mine"}),
    ("POST", "/streams/room:{room}/typing", None),
    ("PUT", "/streams/room:{room}/read", {"seq": 1}),
)
THE_LOG: Final[tuple[Request, ...]] = (
    ("GET", "/streams/room:{room}/messages", None),
    ("GET", "/streams/room:{room}/events", None),
    ("GET", "/streams/room:{room}/pins", None),
)


@pytest.mark.parametrize(("access", "standing"), HIDDEN)
async def test_a_hidden_room_answers_as_one_that_never_was(
    host: Member, subject: Member, access: str, standing: str
) -> None:
    place = set_scene(host, subject, access, standing)
    keeps_the_log = TABLE[access, standing].events == "early"
    for method, path, body in ABOUT_A_ROOM if keeps_the_log else (*ABOUT_A_ROOM, *THE_LOG):
        hidden = get(subject, method, path.format(room=place.id), body)
        assert hidden == get(subject, method, path.format(room=UNKNOWN), body), path
        assert verdict(hidden) == "not_found"
    async with wire(subject) as talk:
        assert await write(talk, place.stream) == await write(talk, f"room:{UNKNOWN}")
        if not keeps_the_log:
            for command in ("history", "subscribe"):
                answers = [
                    await talk.ask(about(command, stream))
                    for stream in (place.stream, f"room:{UNKNOWN}")
                ]
                for answer in answers:
                    answer.pop("to", None)
                assert answers[0] == answers[1]


def test_who_does_not_belong_to_a_hidden_room_is_not_mentioned_there(
    host: Member, subject: Member, hub: ServedHub
) -> None:
    place = set_scene(host, register(hub.address), "invite", "member")
    before = get(subject, "GET", f"/streams/inbox:{subject.id}/events")["head"]
    body: Map = {"body": f"@{subject.username} should not know of this"}
    written = host.ask("POST", f"/streams/{place.stream}/messages", body)
    latest = get(host, "GET", f"/streams/{place.stream}/messages?limit=1")["messages"]
    assert isinstance(latest, list)
    assert (latest[0]["seq"], latest[0]["mentions"]) == (written["seq"], [])
    assert get(subject, "GET", f"/streams/inbox:{subject.id}/events")["head"] == before


async def write(talk: Wire, stream: str) -> Map:
    """Write a message and return the answer, without its place."""
    answer = await talk.send_message(stream, "Mine")
    return {name: value for name, value in answer.items() if name not in ("seq", "id", "at", "to")}


def about(command: str, stream: str) -> Map:
    """Put a command about a stream together."""
    if command == "subscribe":
        return {"t": command, "streams": [{"stream": stream}]}
    return {"t": command, "stream": stream}
