"""A hub as a process: what it says, whom it obeys, and how it ends."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from hubbub_load.programs.served_hub import GENEROUS, ServedHub
from tests.together.wire import bare_wire, hello, register, wire

pytestmark = pytest.mark.slow


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[ServedHub]:
    with ServedHub(tmp_path, GENEROUS) as served:
        yield served


def hubbub(hub: ServedHub, *words: str) -> None:
    """Run a command on the hub's database."""
    command = [sys.executable, "-m", "hubbub_server", *words, "--data", str(hub.data)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def set_up(hub: ServedHub, token: str) -> httpx.Response:
    """Become the owner."""
    account = {"username": "olga", "display_name": "Olga", "password": "correct horse battery"}
    return httpx.post(f"{hub.address}/api/v1/setup", json=account | {"token": token})


def test_the_set_up_link_is_new_at_every_start_and_gone_with_the_first_owner(
    hub: ServedHub,
) -> None:
    first = hub.set_up_token
    hub.stop()
    hub.start()
    second = hub.set_up_token
    assert first != second
    assert set_up(hub, first).status_code == 201
    assert set_up(hub, second).status_code == 403
    hub.stop()
    before = hub.output
    hub.start()
    assert "/setup#" not in hub.output.removeprefix(before)


def test_the_set_up_token_is_printed_and_never_logged(hub: ServedHub) -> None:
    set_up(hub, hub.set_up_token)
    lines = [line for line in hub.output.splitlines() if hub.set_up_token in line]
    assert len(lines) == 1
    assert not lines[0].startswith("{")


def test_it_ends_with_0_and_without_a_complaint(hub: ServedHub) -> None:
    hub.stop()
    assert "Traceback" not in hub.output


async def test_open_sockets_learn_that_the_hub_restarts(hub: ServedHub) -> None:
    member = register(hub.address)
    async with wire(member) as socket:
        os.kill(hub.pid, signal.SIGTERM)
        assert (await socket.closed())[0] == 1012
    hub.stop()


async def test_what_the_operator_revokes_closes_the_sockets_within_seconds(hub: ServedHub) -> None:
    member = register(hub.address)
    async with wire(member) as socket:
        hubbub(hub, "admin", "revoke-sign-ins", member.username)
        assert (await socket.closed())[0] == 4102
    async with bare_wire(hub.address) as socket:
        await socket.say(hello(member.token))
        assert (await socket.closed())[0] == 4200


async def test_what_the_operator_bans_is_thrown_out_within_seconds(hub: ServedHub) -> None:
    member = register(hub.address)
    async with wire(member) as socket:
        hubbub(hub, "admin", "ban", member.username)
        assert (await socket.closed())[0] == 4201


async def test_signing_out_closes_the_socket_at_once(hub: ServedHub) -> None:
    member = register(hub.address)
    async with wire(member) as socket:
        began = time.monotonic()
        member.ask("DELETE", "/sign-ins/current")
        assert (await socket.closed())[0] == 4102
        assert time.monotonic() - began < 3  # heads are compared every 4 s at the earliest


def test_an_endless_link_does_not_keep_the_hub_from_ending(hub: ServedHub) -> None:
    with httpx.stream("GET", f"{hub.address}/health/live"):
        hub.stop()


async def test_an_epoch_that_is_renewed_beside_a_hub_resets_its_clients(hub: ServedHub) -> None:
    member = register(hub.address)
    stream = f"room:{member.found_room()}"
    async with wire(member) as socket:
        old = socket.welcome["epoch"]
        hubbub(hub, "renew-epoch")
        assert (await socket.closed())[0] == 1012
    async with wire(member, resume={stream: 1}, epoch=old) as socket:
        reset = await socket.hear("reset")
    assert socket.welcome["epoch"] != old
    assert (reset["stream"], reset["epoch"]) == (stream, socket.welcome["epoch"])
