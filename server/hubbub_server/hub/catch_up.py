"""Serving those who are behind: from the ring or page by page from the store, at their own pace.

A new subscription, a session that resumes from long ago and a socket that was too slow are all
the same here. Whoever reaches the stream's own place comes into step.
"""

import asyncio

from hubbub_server import metrics
from hubbub_server.hub.head_check import HeadCheck
from hubbub_server.hub.ring import Entry, joined
from hubbub_server.hub.session import Session
from hubbub_server.hub.subscription import Subscription
from hubbub_server.hub.substitutes import Substitutes
from hubbub_server.store.interface import Store


async def catch_up(store: Store, check: HeadCheck, session: Session) -> None:
    """Serve a session's streams in turn, a page each, until it is behind with none."""
    while session.behind and not session.closed:
        for subscription in list(session.behind):
            await session.outlet.drained()
            if subscription in session.behind:
                await _serve_page(store, check, subscription)


async def _serve_page(store: Store, check: HeadCheck, subscription: Subscription) -> None:
    """Write the next page to a subscription, or put it in step, or end it."""
    until = _end(subscription)
    if subscription.cursor > subscription.stream.fan_out.passed or _awaits_last(subscription):
        # What it has is on its way to the others, and it joins them behind that; or its last
        # event is, and it must not join them for that.
        await subscription.stream.fan_out.next_pass()
        return
    if subscription.cursor < until:
        entries = await _next_entries(store, subscription, until)
        if not check.rights.holds:
            await check.regain_rights()  # until then it is not known who may see this
            return
        if subscription not in subscription.session.behind:
            return  # it ended while the store was read
        _write(subscription, entries)
    if subscription.until is not None and subscription.cursor >= subscription.until:
        subscription.session.drop(subscription)
    elif subscription in subscription.session.behind:
        _step_in(subscription)


async def _next_entries(store: Store, subscription: Subscription, until: int) -> list[Entry]:
    stream = subscription.stream
    entries = stream.ring.after(subscription.cursor, until)
    if entries:
        await asyncio.sleep(0)  # others' turn: the ring could serve one session for long
        return entries
    page = await store.read_page(stream.name, subscription.cursor, until)
    return [stream.entry_of(event) for event in page]


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
