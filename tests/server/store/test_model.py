"""Random batches against a tiny model of what a room's log must be."""

import asyncio
from dataclasses import dataclass, field
from typing import Literal
from uuid import NAMESPACE_URL, uuid5

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from hubbub_protocol.codec import read_payload
from hubbub_protocol.events import MessageSent
from hubbub_server.store.interface import MessageWritten, NewMessage
from tests.server.store.village import Village, dense

PEOPLE = range(3)


@dataclass(frozen=True)
class Say:
    """A member says one of two things, with one of a few keys, perhaps in reply."""

    who: int
    key: int
    body: Literal["yes", "no"]
    reply_to: int | None


@dataclass(frozen=True)
class Dismiss:
    """A member is removed."""

    who: int


Step = list[Say] | Dismiss

SAY = some.builds(
    Say,
    who=some.sampled_from(PEOPLE),
    key=some.integers(0, 3),
    body=some.sampled_from(["yes", "no"]),
    reply_to=some.none() | some.integers(1, 12),
)
STEP: some.SearchStrategy[Step] = some.lists(SAY, min_size=1, max_size=5) | some.builds(
    Dismiss, who=some.sampled_from(PEOPLE)
)


@dataclass
class Model:
    """What the room's log must be, in the plainest form."""

    log: list[tuple[int, str]] = field(default_factory=lambda: [(-1, "founded")])
    keys: dict[tuple[int, int], tuple[Say, int]] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)

    def say(self, say: Say) -> tuple[str, int]:
        """Return ``new``, ``known`` or the code of the refusal, and the ``seq``."""
        known = self.keys.get((say.who, say.key))
        if known is not None:
            same = (known[0].body, known[0].reply_to) == (say.body, say.reply_to)
            return ("known", known[1]) if same else ("conflict", 0)
        if say.who in self.gone:
            return ("forbidden", 0)
        if say.reply_to is not None and not self._is_message(say.reply_to):
            return ("not_found", 0)
        self.log.append((say.who, say.body))
        self.keys[say.who, say.key] = (say, len(self.log))
        return ("new", len(self.log))

    def dismiss(self, who: int) -> None:
        """Note that a member is removed."""
        self.gone.add(who)
        self.log.append((-1, "removed"))

    def _is_message(self, seq: int) -> bool:
        return seq <= len(self.log) and self.log[seq - 1][0] >= 0


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    # Each example founds a room of its own in the one store.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=some.lists(STEP, max_size=8))
async def test_the_log_is_what_a_tiny_model_says(
    village: Village, ada: str, people: list[str], steps: list[Step]
) -> None:
    room = await village.found(ada)
    await village.admit(room, *people)
    model = Model()
    for step in steps:
        if isinstance(step, Dismiss):
            if step.who not in model.gone:
                model.dismiss(step.who)
                await village.dismiss(room, people[step.who], by=ada)
            continue
        batch = [message_of(village, room, people, say) for say in step]
        outcomes = await village.outcomes(*batch)
        assert [
            ("known" if outcome.result.duplicate else "new", outcome.result.seq)
            if isinstance(outcome, MessageWritten)
            else (outcome.code, 0)
            for outcome in outcomes
        ] == [model.say(say) for say in step]
    log = await village.log(room)
    assert dense(log)
    told = [
        (people.index(event.actor), payload.body)
        for event in log
        if isinstance(payload := read_payload(event.payload), MessageSent)
    ]
    assert told == [(who, what) for who, what in model.log if who >= 0]
    assert len(log) == len(model.log)


def message_of(village: Village, room: str, people: list[str], say: Say) -> NewMessage:
    key = str(uuid5(NAMESPACE_URL, f"{room} {say.key}"))  # each example has its own
    return village.message(room, people[say.who], say.body, key=key, reply_to=say.reply_to)


@pytest.fixture
async def people(village: Village) -> list[str]:
    return list(await asyncio.gather(*[village.welcome(f"guest{who}") for who in PEOPLE]))
