"""To the one who asked, no answer, not now, decline and block are the same.

The README beside this says what exactly is promised.
"""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from hubbub_protocol.streams import inbox_stream
from hubbub_server.actions.expiring import expire_requests
from hubbub_server.hub import unhurried
from tests.server.actions.circle import DAY_US
from tests.server.answers.commands import SAID
from tests.server.answers.requests import REQUESTS, Request
from tests.server.answers.sender import ANSWERS, Consequence, Sender, sender_after
from tests.server.store.backends import DATABASES, Backend, PostgreSQLBackend, SQLiteBackend
from tests.server.store.hand_clock import HandClock

_SOCKET: Final = "socket: "

LAST: Final = (
    "socket: delete in a room",
    "delete_message in a room",
    "remove_member",
    "ban_member",
    "withdraw_request",
    "block_member",
    "unblock_member",
    "socket: connect",
    "socket: withdraw_request",
    "socket: block",
    "socket: unblock",
)
"""What would leave little to do to the calls behind it."""

AGAIN: Final = (
    "list_sent_requests",
    "ask_to_connect",
    "ask_to_connect by a code",
    "look_at_contact_code",
    "write_message in a room",
    "accept_request",
    "socket: connect",
    "withdraw_request",
)
"""What is done once more after another request, which a decline or block keeps from arriving."""

A_BLOCK_SHOWS: Final = {
    "find_members",
    "get_member",
    "list_room_members",
    "get_history in a room",
    "list_pins in a room",
    "list_events in a room",
    "socket: subscribe in a room",
    "socket: history in a room",
    "the room, read anew",
    "the rooms",
}
"""Whom and what one sees in shared rooms: a block can be inferred from what is missing there."""


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest) -> str:
    """Each kind of database."""
    return str(request.param)


@pytest.fixture
def empty_backend(backend: Backend, tmp_path: Path, migrated_file: Path) -> Callable[[], Backend]:
    """What gives an empty database, as often as it is called; one at a time."""

    def empty() -> Backend:
        if isinstance(backend, PostgreSQLBackend):
            backend.empty()
            return backend
        shutil.copy(migrated_file, tmp_path / "hubbub.db")
        return SQLiteBackend(tmp_path)

    return empty


async def test_the_one_who_asked_cannot_tell_the_answers_apart(
    empty_backend: Callable[[], Backend], monkeypatch: pytest.MonkeyPatch
) -> None:
    # What is heard counts for the call that caused it; when it is heard is measured by itself.
    monkeypatch.setattr(unhurried, "WAIT_S", (0.0, 0.0))
    seen = {answer: await live_after(empty_backend(), answer) for answer in ANSWERS}
    calls = seen["no answer"].keys()
    for answer, found in seen.items():
        differing = [call for call in calls if found[call] != seen["no answer"][call]]
        expected = A_BLOCK_SHOWS if answer == "block" else set()
        assert set(differing) == expected, _difference(seen["no answer"], found, expected)


async def live_after(backend: Backend, answer: str) -> dict[str, Consequence]:
    """Let one ask, be answered like this, and live on; return what comes of all they do."""
    clock = HandClock()
    store = await backend.open(clock)
    async with sender_after(store, clock, answer) as sender:
        await _live_on(sender)
    await store.close()
    return sender.seen


async def _live_on(sender: Sender) -> None:
    """Do all that there is to do; then ask twice more, and let the second request expire."""
    the_answer = sender.seen["the answer"]
    sender.seen["the answer"] = Consequence(the_answer.answer, the_answer.heard, [], {})
    calls = [*REQUESTS, *(f"{_SOCKET}{row}" for row in SAID)]
    for call in (*(call for call in calls if call not in LAST), *LAST):
        await _do(sender, call)
    await sender.do("the rooms", sender.ask(Request("list_my_rooms")))
    await sender.do("ask again", sender.ask_again())
    for call in AGAIN:
        await _do(sender, call, "again")
    await sender.do("ask a third time", sender.ask_again())
    sender.house.clock.move(91 * DAY_US)
    await _do(sender, "list_sent_requests", "after 91 days")
    await sender.do("expiry", expire_requests(sender.house.desk, 100))
    await sender.do("ask a fourth time", sender.ask_again())
    await _do(sender, "list_sent_requests", "at last")
    await sender.do("the inbox, read anew", sender.read(inbox_stream(sender.pair.me)))
    room = str(sender.pair.words["room_stream"])
    await sender.do("the room, read anew", sender.read(room))


async def _do(sender: Sender, call: str, when: str = "") -> None:
    name = f"{call} {when}".strip()
    if call.startswith(_SOCKET):
        await sender.do(name, sender.say(SAID[call.removeprefix(_SOCKET)]))
    else:
        await sender.do(name, sender.ask(REQUESTS[call]))


def _difference(
    one: dict[str, Consequence], other: dict[str, Consequence], expected: set[str]
) -> str:
    """Say where two first differ."""
    for call, consequence in one.items():
        if consequence != other[call] and call not in expected:
            return f"{call}:\n{consequence}\n{other[call]}"
    return f"these do not differ: {[call for call in expected if one[call] == other[call]]}"
