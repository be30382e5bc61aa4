"""The demo from end to end: filled once, shown how to enter, and people who go on talking."""

import asyncio
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from hubbub_load.crowd import Progress
from hubbub_load.demo.fill import Neighbourhood, fill, sign_in_again
from hubbub_load.demo.memory import Memory, find_memory, keep_memory, new_memory
from hubbub_load.demo.started_hub import HubEnded, Place, started_hub
from hubbub_load.demo.story import Story, read_story
from hubbub_load.demo.talk import talk
from hubbub_load.http_api import HttpApi
from hubbub_protocol.accounts import Community
from hubbub_protocol.errors import Refusal

MEMORY_FILE: Final = "demo.json"

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Show:
    """How the demo is told to people: the words, the progress, and the pace of the talk."""

    say: Say
    progress: Progress
    pause_s: float
    """Between two lines of the talk; 0 for silence."""


class FilledAlready(Exception):
    """The data folder holds people of the same names, but no memory of a demo."""


async def show_on_own_hub(place: Place, show: Show) -> None:
    """Start a hub, fill it at the first start, talk, and stay until the hub ends.

    Raises :class:`~hubbub_load.demo.started_hub.HubEnded`, :class:`FilledAlready`, and what
    :func:`fill` and :func:`started_hub` raise.
    """
    task = asyncio.current_task()
    if task is not None:  # a hub must not outlive this program
        for ending in (signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(ending, task.cancel)
    async with started_hub(place) as hub:
        file = place.data / MEMORY_FILE
        try:
            await _perform(place.address, show, find_memory(file), file)
        except Refusal as refusal:
            if refusal.code != "conflict":
                raise
            raise FilledAlready(
                f"{place.data} holds another community, or a demo that was broken off: "
                "remove it, or name another folder with --data"
            ) from refusal
        raise HubEnded(await hub.wait())


async def show_on_running_hub(hub: str, show: Show) -> None:
    """Fill a hub that runs already, and talk until everything is said. Raises as :func:`fill`."""
    await _perform(hub, show, None, None)


async def _perform(hub: str, show: Show, remembered: Memory | None, file: Path | None) -> None:
    story = read_story()
    memory = remembered or new_memory()
    api = HttpApi(hub)
    try:
        if remembered is None:
            there = await fill(api, story, memory.password, show.progress)
            _keep(file, memory)
        else:
            there = await sign_in_again(api, story, memory.password)
        community = await api.ask("get_community", Community)
        show.say(_welcome(hub, story, memory, community.has_owner))
        if show.pause_s > 0:
            await _talk_on(api, there, story, memory, (show.pause_s, file))
    finally:
        await api.close()


async def _talk_on(
    api: HttpApi,
    there: Neighbourhood,
    story: Story,
    memory: Memory,
    pace: tuple[float, Path | None],
) -> None:
    pause_s, file = pace

    def note_said() -> None:
        nonlocal memory
        memory = msgspec.structs.replace(memory, said=memory.said + 1)
        _keep(file, memory)

    await talk(api, there, story.talk[memory.said :], pause_s, note_said)


def _keep(file: Path | None, memory: Memory) -> None:
    if file is not None:
        keep_memory(file, memory)


def _welcome(hub: str, story: Story, memory: Memory, has_owner: bool) -> str:
    names = [member.username for member in story.members]
    unowned = "" if has_owner else "Nobody owns the community yet: the hub's set-up link does it.\n"
    return f"""
{len(names)} people talk in {len(story.rooms)} rooms. Open {hub}/sign-in and come in as one of them:

    name      {names[0]}   (or {", ".join(names[1:6])}, …)
    password  {memory.password}

or register an account of your own and join the rooms that you like.
{unowned}"""
