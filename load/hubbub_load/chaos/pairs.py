"""Pairs of members who are connected, part and come together again, all the time."""

import asyncio
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar
from uuid import uuid4

import msgspec

from hubbub_load.chaos.accounts import Account
from hubbub_load.history.record import Step, StepKind
from hubbub_load.http_api import HttpApi, HubUnreachable
from hubbub_protocol.personal_connections import AskedToConnect, AskToConnect, PersonalConnection

Answer = TypeVar("Answer")

_AGAIN_S: Final = 0.2
"""After so long a hub is asked that did not answer, or another one."""
_OFTEN: Final = 0.5
"""How often one of two who part blocks the other; how often a blocked one asks all the same; how
often two meet because both have asked."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two members, the stream of their direct channel, and what they did that was answered."""

    one: Account
    other: Account
    stream: str
    steps: list[Step] = field(default_factory=list)


class Matchmaker:
    """Asks hubs for what pairs want, until one has answered.

    A pair stays connected, parted or blocked for at most ``patience_s``.
    """

    def __init__(self, hubs: Sequence[str], chance: random.Random, patience_s: float) -> None:
        self._apis = [HttpApi(hub) for hub in hubs]
        self._chance = chance
        self._patience_s = patience_s

    async def close(self) -> None:
        """Close the sockets to the hubs."""
        for api in self._apis:
            await api.close()

    async def pair_off(self, accounts: Sequence[Account], pairs: int) -> list[Pair]:
        """Connect the first with the second, the third with the fourth, and so on."""
        made = []
        for one, other in zip(accounts[: 2 * pairs : 2], accounts[1 : 2 * pairs : 2], strict=True):
            steps: list[Step] = []
            made.append(Pair(one, other, await self._meet(steps, one, other), steps))
        return made

    async def part_and_meet(self, pair: Pair, stop: asyncio.Event) -> None:
        """Let a pair part and come together again, and again, until told to stop."""
        while not stop.is_set():
            await self._wait()
            one, other = self._chance.sample((pair.one, pair.other), 2)
            if self._chance.random() < _OFTEN:
                stream = await self._block_and_forgive(pair.steps, one, other)
            else:
                await self._insist(one, "end_personal_connection", path={"member": other.id})
                _note(pair.steps, one, "personal_connection_ended", other.id)
                await self._wait()
                stream = await self._meet(
                    pair.steps, *self._chance.sample((pair.one, pair.other), 2)
                )
            if stream != pair.stream:
                raise LookupError(f"{one.name} and {other.name} got another direct channel")

    async def _meet(self, steps: list[Step], one: Account, other: Account) -> str:
        """Let one ask and the other accept, or ask too; return the stream of the two."""
        request = await self._ask(steps, one, other)
        if self._chance.random() < _OFTEN:
            return await self._ask_too(steps, other, one)
        accepted = await self._insist(
            other, "accept_request", PersonalConnection, path={"request": request}
        )
        _note(steps, other, "personal_connection_opened", one.id)
        return accepted.stream

    async def _block_and_forgive(self, steps: list[Step], one: Account, other: Account) -> str:
        """Let one block the other, who may ask in vain meanwhile, and connect with them again."""
        await self._insist(one, "block_member", path={"member": other.id})
        _note(steps, one, "personal_connection_ended", other.id)
        _note(steps, one, "member_blocked", other.id)
        await self._wait()
        in_vain = self._chance.random() < _OFTEN
        if in_vain:
            await self._ask(steps, other, one)
        await self._insist(one, "unblock_member", path={"member": other.id})
        _note(steps, one, "member_unblocked", other.id)
        await self._wait()
        # A request that was made in vain is never shown, and asking back finds it.
        return await (self._ask_too if in_vain else self._meet)(steps, one, other)

    async def _ask(self, steps: list[Step], one: Account, other: Account) -> str:
        asked = await self._insist(
            one, "ask_to_connect", AskedToConnect, body=AskToConnect(member=other.id)
        )
        if asked.request is None:
            raise LookupError(f"{one.name} was connected with {other.name} without an answer")
        _note(steps, one, "connection_requested", asked.request.id)
        return asked.request.id

    async def _ask_too(self, steps: list[Step], one: Account, other: Account) -> str:
        """Ask one whose own request is pending; return the stream of the two."""
        asked = await self._insist(
            one, "ask_to_connect", AskedToConnect, body=AskToConnect(member=other.id)
        )
        if asked.personal_connection is None:
            raise LookupError(f"{one.name} and {other.name} have both asked and are not connected")
        _note(steps, one, "personal_connection_opened", other.id)
        return asked.personal_connection.stream

    async def _wait(self) -> None:
        await asyncio.sleep(self._chance.uniform(0, self._patience_s))

    async def _insist(
        self,
        account: Account,
        name: str,
        answer: type[Answer] = object,  # type: ignore[assignment]  # where none is read
        *,
        body: msgspec.Struct | None = None,
        path: Mapping[str, str | int] | None = None,
    ) -> Answer:
        """Ask one hub after the other, always with the same key, until one answers."""
        key = str(uuid4())
        while True:
            api = self._chance.choice(self._apis)
            try:
                return await api.ask(
                    name, answer, body=body, token=account.token, path=path, key=key
                )
            except HubUnreachable:
                await asyncio.sleep(_AGAIN_S)


def _note(steps: list[Step], account: Account, kind: StepKind, about: str) -> None:
    steps.append(Step(account.id, kind, about))
