"""Suggestions: made by the clock for those who want them, shown in words, dismissed at will."""

from functools import partial
from typing import Final

from hubbub_protocol.errors import Refusal
from hubbub_protocol.events import SuggestionsChanged
from hubbub_protocol.limits import SUGGESTIONS_PER_WEEK
from hubbub_protocol.streams import inbox_stream
from hubbub_protocol.suggestions import SuggestionList
from hubbub_server.actions.desk import Desk, write_key
from hubbub_server.actions.once import result_of, write_once
from hubbub_server.domain.caller import Caller
from hubbub_server.domain.exchanges import Exchange
from hubbub_server.domain.suggestions import (
    RECENT_US,
    WEEK_US,
    Mutual,
    mutual_of,
    strongest,
    suggests_bridge,
    suggests_met,
)
from hubbub_server.store import suggestions as stored
from hubbub_server.store.exchanges import list_exchanges
from hubbub_server.store.interface import NewEvent, Reading, Transaction, WriteResult
from hubbub_server.store.suggestions import NewSuggestion

_PAGE: Final = 20
"""So many members are looked for at a time."""
_MOST_LOOKED_AT: Final = 200
"""Of those whom one exchanged most with."""


async def list_suggestions(desk: Desk, caller: Caller) -> SuggestionList:
    """Return who is suggested to the caller now; nobody to one who does not want suggestions."""
    async with desk.store.snapshot() as reading:
        found = await stored.list_suggestions(reading, caller.member)
    return SuggestionList(suggestions=found)


async def dismiss_suggestion(desk: Desk, caller: Caller, member: str, key: str) -> None:
    """Let somebody be suggested to the caller no longer, and never again."""
    once = write_key(caller, key, "dismiss_suggestion", member)
    deed = partial(_dismiss, caller, member)
    await write_once(desk, caller, once, [inbox_stream(caller.member)], deed)


async def _dismiss(caller: Caller, member: str, writing: Transaction) -> WriteResult:
    if not await stored.dismiss(writing, caller.member, member):
        raise Refusal("not_found", "There is no such suggestion", field="member")
    inbox = inbox_stream(caller.member)
    (event,) = await writing.append_events([NewEvent(inbox, caller.member, SuggestionsChanged())])
    return result_of(event)


async def suggest_to_some(desk: Desk, after: str) -> str | None:
    """Suggest people to some who want it and had fewer than three this week.

    ``after`` is an id: those behind it have their turn, in the order of ids. Returns the id of the
    last one, or None when nobody is left.
    """
    async with desk.store.snapshot() as reading:
        willing = await stored.list_willing(reading, after, _PAGE)
    for member, bridges in willing:
        await _suggest_to(desk, member, bridges=bridges)
    return willing[-1][0] if willing else None


async def _suggest_to(desk: Desk, member: str, *, bridges: bool) -> None:
    now_us = desk.clock.now_us()
    async with desk.store.snapshot() as reading:
        if await _count_wanted(reading, member, now_us) <= 0:
            return
        found = await candidates(reading, member, now_us, bridges=bridges)
    if not found:
        return
    inbox = inbox_stream(member)
    async with desk.write(inbox) as writing:
        # Behind the lock, since a hub that has lost the lease may still be at the same.
        wanted = await _count_wanted(writing, member, now_us)
        others = await stored.list_eligible(writing, member, [new.other for new in found])
        chosen = [new for new in found if new.other in others][: max(0, wanted)]
        for new in chosen:
            await stored.put_suggestion(writing, new)
        if chosen:
            await writing.append_events([NewEvent(inbox, "", SuggestionsChanged())])


async def _count_wanted(reading: Reading, member: str, now_us: int) -> int:
    return SUGGESTIONS_PER_WEEK - await stored.count_new(reading, member, now_us - WEEK_US)


async def candidates(
    reading: Reading, member: str, now_us: int, *, bridges: bool
) -> list[NewSuggestion]:
    """Return all who could be suggested to a member, before caps, the strongest first."""
    exchanged = await list_exchanges(reading, member, now_us - RECENT_US)
    mutual = {other: _mutual(by_room) for other, by_room in exchanged.items()}
    worthy = [other for other, met in mutual.items() if suggests_bridge(met)]
    worthy.sort(key=lambda other: (-_score(mutual[other]), other))
    worthy = worthy[:_MOST_LOOKED_AT]
    eligible = await stored.list_eligible(reading, member, worthy)
    shared = await stored.shared_rooms_of(reading, member, eligible)
    found = []
    for other in worthy:
        if other not in eligible:
            continue
        met = [each for each in mutual[other] if each.room in shared.get(other, ())]
        new = await _candidate(reading, member, other, met, bridges=bridges)
        if new is not None:
            found.append(new)
    return found


async def _candidate(
    reading: Reading, member: str, other: str, met: list[Mutual], *, bridges: bool
) -> NewSuggestion | None:
    best = strongest(met)
    if best is None:
        return None
    if suggests_met(met):
        return NewSuggestion(member, other, "met", best)
    if not bridges or not suggests_bridge(met):
        return None
    bridge = await stored.find_bridge(reading, member, other)
    return None if bridge is None else NewSuggestion(member, other, "bridge", best, *bridge)


def _mutual(by_room: dict[str, Exchange]) -> list[Mutual]:
    return [mutual_of(room, exchange) for room, exchange in by_room.items()]


def _score(met: list[Mutual]) -> int:
    return sum(each.score for each in met)
