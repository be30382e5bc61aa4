"""The accounts and rooms of a replay: made over HTTP, in parallel but bounded."""

import asyncio
import re
import secrets
import unicodedata
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from hubbub_load.http_api import HttpApi, HubUnreachable
from hubbub_protocol.accounts import Register, SignedIn
from hubbub_protocol.errors import Refusal
from hubbub_protocol.limits import MAX_DISPLAY_NAME, MAX_ROOM_NAME
from hubbub_protocol.rooms import CreateRoom, Purpose, Room

AT_ONCE: Final = 4
"""Requests under way: a hub hashes few passwords at once, so that more would only wait."""
NAME_LENGTH: Final = 26
"""Leaves room in a username for what tells it from one that is taken."""

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the crowd, made for this run; its token never reaches the output."""

    name: str
    """What it is called in the log."""
    member: str
    token: str

    def __repr__(self) -> str:
        return f"Account({self.name!r}, member={self.member!r})"


def username_for(name: str, taken: Iterable[str]) -> str:
    """Make a valid username of any name, other than those that are taken."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9._-]+", "-", plain).strip("._-")[:NAME_LENGTH].rstrip("._-") or "author"
    if len(stem) < 2:  # the shortest username
        stem = f"{stem}-author"
    candidate, number = stem, 1
    while candidate in taken:
        number += 1
        candidate = f"{stem}.{number}"
    return candidate


async def register_crowd(
    api: HttpApi, names: Sequence[str], progress: Progress
) -> dict[str, Account]:
    """Register an account for each name; one whose username is taken gets a longer one."""
    usernames: dict[str, str] = {}
    for name in names:
        usernames[name] = username_for(name, set(usernames.values()))
    accounts: dict[str, Account] = {}

    async def register(name: str) -> None:
        signed_in = await _register(api, usernames[name], name)
        accounts[name] = Account(name, signed_in.me.id, signed_in.token or "")

    await _do_all("accounts", [partial(register, name) for name in names], progress)
    return accounts


async def create_rooms(api: HttpApi, names: Sequence[str], steward: Account) -> dict[str, Room]:
    """Create a room for each room of the log, as the steward."""
    return {name: await _create_room(api, name, steward) for name in names}


async def join_rooms(
    api: HttpApi,
    rooms: Mapping[str, Room],
    accounts_of: Mapping[str, Sequence[Account]],
    progress: Progress,
) -> None:
    """Let everybody join the rooms that they speak or listen in."""

    async def join(room: Room, account: Account) -> None:
        await api.ask("join_room", Room, token=account.token, path={"room": room.id})

    jobs = [
        partial(join, rooms[name], account)
        for name, accounts in accounts_of.items()
        for account in accounts
    ]
    await _do_all("memberships", jobs, progress)


async def _register(api: HttpApi, username: str, name: str) -> SignedIn:
    body = Register(
        username=username,
        display_name=name[:MAX_DISPLAY_NAME],
        password=secrets.token_urlsafe(18),
        label="hubbub-load",
    )
    try:
        return await api.ask("register", SignedIn, body=body)
    except Refusal as refusal:
        if refusal.code != "conflict":
            raise
    other = f"{username}-{secrets.token_hex(2)}"  # an earlier run took the name
    return await _register(api, other, name)


async def _create_room(api: HttpApi, name: str, steward: Account) -> Room:
    purpose = Purpose(statement=f"Hear the log of “{name}” again.", kind="hobby", tags=("replay",))
    body = CreateRoom(name=name, purpose=purpose)
    try:
        return await api.ask("create_room", Room, body=body, token=steward.token)
    except Refusal as refusal:
        if refusal.code != "conflict":
            raise
    suffix = f" {secrets.token_hex(2)}"  # an earlier run took the name
    return await _create_room(api, name[: MAX_ROOM_NAME - len(suffix)] + suffix, steward)


async def _do_all(
    what: str, jobs: Sequence[Callable[[], Awaitable[None]]], progress: Progress
) -> None:
    """Do all jobs, a few at once; the first that fails ends it all with its own exception."""
    left = iter(jobs)
    done = 0

    async def work() -> None:
        nonlocal done
        for job in left:
            await job()
            done += 1
            progress(what, done, len(jobs))

    first: Exception | None = None
    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(min(AT_ONCE, len(jobs))):
                group.create_task(work())
    except* (Refusal, HubUnreachable) as failures:
        first = failures.exceptions[0]
    if first is not None:
        raise first
