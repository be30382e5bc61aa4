"""The JavaScript link in Node, against a hub that dies under it."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from hubbub_load.programs.served_hub import GENEROUS, ServedHub
from tests.together.wire import Member, register

pytestmark = pytest.mark.slow

MESSAGES: Final = 160
"""A multiple of the writer's burst of 8."""
KILLED_AFTER: Final = (20, 65, 110)
"""The hub is killed as the writer was told so many events."""


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[ServedHub]:
    with ServedHub(tmp_path, GENEROUS) as served:
        yield served


@pytest.mark.parametrize("encoding", ["json", "msgpack"])
def test_a_link_loses_and_repeats_nothing_while_its_hub_is_killed_and_started_again(
    root: Path, library: Path, hub: ServedHub, encoding: str
) -> None:
    ada = register(hub.address)
    stream = f"room:{ada.found_room()}"
    told: list[dict[str, object]] = []
    with node(root, library, hub, "writer.mjs", ada, stream, str(MESSAGES), encoding) as writer:
        assert writer.stdout is not None
        for line in writer.stdout:
            told.append(json.loads(line))
            if len(told) in KILLED_AFTER:
                hub.kill()
                hub.start()
    assert writer.returncode == 0
    places = told.pop()["places"]

    stored: list[object] = []
    while page := ada.ask("GET", f"/streams/{stream}/events?after={len(stored)}")["events"]:
        assert isinstance(page, list)
        stored += page
    assert told == stored
    sent = [each for each in told if each["kind"] == "message_sent"]
    assert [each["body"] for each in sent] == [f"message {n}" for n in range(1, MESSAGES + 1)]
    assert [each["seq"] for each in sent] == places


def test_a_link_does_the_deeds_between_two_members(
    root: Path, library: Path, hub: ServedHub
) -> None:
    ada, bo = register(hub.address), register(hub.address)
    bo.ask("POST", f"/rooms/{ada.found_room()}/join")
    with node(root, library, hub, "friend.mjs", ada, bo.id) as friend:
        assert friend.stdout is not None
        told = [json.loads(friend.stdout.readline())]
        (request,) = _list_of(bo.ask("GET", "/connection-requests/received")["requests"])
        accepted = bo.ask("POST", f"/connection-requests/{request['id']}/accept")
        told += [json.loads(line) for line in friend.stdout]
    assert friend.returncode == 0
    assert (request["opening"], told[0]["id"]) == ("You bake rye too?", request["id"])
    assert [each["deed"] for each in told] == [
        "connect", "send", "end_personal_connection", "refused", "block", "blocked",
    ]  # fmt: skip
    assert told[3]["code"] == "not_connected"
    assert told[5]["members"] == [bo.id]
    page = bo.ask("GET", f"/streams/{accepted['stream']}/messages")
    assert [each["body"] for each in _list_of(page["messages"])] == ["Hello"]


def node(
    root: Path, library: Path, hub: ServedHub, program: str, who: Member, *arguments: str
) -> "subprocess.Popen[str]":
    """Start a program that uses the library as a member of the hub."""
    command = [str(root / "tools/with-node"), "node", *_web_socket_flag(root)]
    command += [str(root / "tests/clients/js" / program), str(library)]
    command += [f"ws://127.0.0.1:{hub.port}/ws", *arguments]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "HUBBUB_TOKEN": who.token}
    )


def _list_of(found: object) -> list[dict[str, object]]:
    assert isinstance(found, list)
    return found


def _web_socket_flag(root: Path) -> list[str]:
    """Node has a WebSocket of its own since version 22; version 20 shows it when asked to."""
    version = subprocess.run(
        [root / "tools/with-node", "node", "--version"], capture_output=True, text=True, check=True
    ).stdout
    return ["--experimental-websocket"] if version.startswith("v20.") else []
