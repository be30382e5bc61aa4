"""Serving those who are behind: from the ring or page by page from the store, at their own pace.

A new subscription, a session that resumes from long ago and a socket that was too slow are all
the same here. Whoever reaches the stream's own place comes into step.
"""

import asyncio
from collections.abc import Sequence
from typing import Final

from hubbub_server import metrics
from hubbub_server.hub.freshness import Freshness
from hubbub_server.hub.head_check import HeadCheck
from hubbub_server.hub.ring import Entry, joined
from hubbub_server.hub.session import Session
from hubbub_server.hub.streams import HubStream
from hubbub_server.hub.subscription import Subscription
from hubbub_server.hub.substitutes import Substitutes
from hubbub_server.store.interface import Store, StoredEvent

_TURN_EVENTS: Final = 32
"""So many frames at most are built in one turn of the loop, for all who are behind together.

What is said meanwhile takes several turns to those who are in step, and waits in each of them."""


async def catch_up(store: Store, check: HeadCheck, turn: asyncio.Lock, session: Session) -> None:
    """Serve a session's streams in turn, a page each, until it is behind with none.

    ``turn`` is one for all sessions: who holds it builds frames in this turn of the loop.
    """
    while session.behind and not session.closed:
        for subscription in list(session.behind):
            await session.outlet.drained()
            if subscription in session.behind:
                await _serve_page(store, check, turn, subscription)


async def _serve_page(
    store: Store, check: HeadCheck, turn: asyncio.Lock, subscription: Subscription
) -> None:
    """Write the next page to a subscription, or put it in step, or end it."""
    until = _end(subscription)
    if subscription.cursor > subscription.stream.fan_out.passed or _awaits_last(subscription):
        # What it has is on its way to the others, and it joins them behind that; or its last
        # event is, and it must not join them for that.
        await subscription.stream.fan_out.next_pass()
        return
    if subscription.cursor < until:
        written = await _write_next(store, check.rights, turn, subscription, until)
        if not check.rights.holds:
            await check.regain_rights()  # until then it is not known who may see this
            return
        if not written:
            return
    if subscription.until is not None and subscription.cursor >= subscription.until:
        subscription.session.drop(subscription)
    elif subscription in subscription.session.behind:
        _step_in(subscription)


async def _write_next(
    store: Store, rights: Freshness, turn: asyncio.Lock, subscription: Subscription, until: int
) -> bool:
    """Write what comes next, up to a page; False if the subscription ended meanwhile.

    Nothing is written while it is not known who may see what.
    """
    stream, behind = subscription.stream, subscription.session.behind
    page: Sequence[Entry | StoredEvent] = stream.ring.after(subscription.cursor, until)
    at_once = len(page)  # those of the ring are built already
    if not page:
        page = await store.read_page(stream.name, subscription.cursor, until)
        at_once = _TURN_EVENTS
    for begin in range(0, len(page), at_once):
        async with turn:
            if subscription not in behind or not rights.holds:
                return False
            some = page[begin : begin + at_once]
            _write(subscription, [_entry_of(stream, each) for each in some])
            await asyncio.sleep(0)
    return subscription in behind


def _entry_of(stream: HubStream, event: Entry | StoredEvent) -> Entry:
    return event if isinstance(event, Entry) else stream.entry_of(event)


def _end(subscription: Subscription) -> int:
    """Return how far it may be served now: what is behind that comes by the next passes."""
    passed = subscription.stream.fan_out.passed
    return passed if subscription.until is None else min(passed, subscription.until)


def _write(subscription: Subscription, entries: list[Entry]) -> None:
    last = next((place for place, e in enumerate(entries, 1) if _ends(subscription, e)), None)
    entries = entries[:last]
    outlet, stream = subscription.session.outlet, subscription.stream
    if subscription in stream.fan_out.screened:
        outlet.write(Substitutes(stream.name, entries).joined(subscription, outlet.encoding))
    else:
        outlet.write(joined(entries, outlet.encoding))
    metrics.DELIVERIES.inc(len(entries))
    if entries:
        subscription.cursor = entries[-1].seq
    if last is not None and subscription.ended_by(entries[-1].departed, entries[-1].seq):
        subscription.session.drop(subscription)
    elif last is not None:
        subscription.take_role(entries[-1])


def _ends(subscription: Subscription, entry: Entry) -> bool:
    """Whether a write ends with an event: the own departure, or a role that changes the rest."""
    return subscription.ended_by(entry.departed, entry.seq) or subscription.is_given_role_by(entry)


def _awaits_last(subscription: Subscription) -> bool:
    """Whether a former member has all that was passed, and may still have what comes after that."""
    until = subscription.until
    return until is not None and subscription.cursor == subscription.stream.fan_out.passed < until


def _step_in(subscription: Subscription) -> None:
    if subscription.until is not None:
        return  # nothing would end it there: their departure is older than their rights
    fan_out = subscription.stream.fan_out
    if subscription.cursor == fan_out.passed and not subscription.session.outlet.full:
        del subscription.session.behind[subscription]
        subscription.in_step = True
        fan_out.in_step[subscription] = None
