"""Introductions: bringing two together with whom one is connected, and what the two answer.

Nobody learns who did not accept. What stands in the way of an introduction makes it a dud, which
only its maker sees; of those who are not told, the decoys beside their inboxes are.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Final, Literal

from hubbub_protocol.errors import Refusal
from hubbub_protocol.events import IntroductionAnswered, IntroductionClosed, IntroductionMade
from hubbub_protocol.introductions import (
    Introduce,
    IntroductionList,
    MadeIntroduction,
    ReceivedIntroduction,
)
from hubbub_protocol.members import MemberCard
from hubbub_protocol.streams import direct_stream, inbox_stream
from hubbub_server.actions.connecting import streams_of, write_change
from hubbub_server.actions.desk import Desk, write_key
from hubbub_server.actions.once import result_of, write_once
from hubbub_server.domain.caller import Caller
from hubbub_server.domain.decoys import inbox_or_decoy
from hubbub_server.domain.introductions import (
    LASTS_US,
    Introduction,
    answered,
    check_sentence,
    no_such_introduction,
    require_may_introduce,
    require_no_insisting,
    require_own,
    require_shown,
    require_two_others,
)
from hubbub_server.domain.pair_changes import Connect, Opened
from hubbub_server.domain.pairs import Meeting, Pair
from hubbub_server.domain.personal_connections import relation_of, step
from hubbub_server.store import introductions as stored
from hubbub_server.store.blocks import list_blocked
from hubbub_server.store.interface import (
    NewEvent,
    Reading,
    StoredEvent,
    Transaction,
    WriteResult,
)
from hubbub_server.store.members import read_cards
from hubbub_server.store.pairs import read_pair

_TRIES: Final = 5


class _OtherChannelError(Exception):
    """The two have come to a direct channel between the look and the lock."""


async def introduce(desk: Desk, caller: Caller, asked: Introduce, key: str) -> MadeIntroduction:
    """Introduce two members, with both of whom the caller is connected."""
    sentence = check_sentence(asked.sentence)
    require_two_others(caller.member, asked.members)
    once = write_key(caller, key, "introduce", sorted(asked.members), sentence)
    streams = [inbox_stream(caller.member), *streams_of(*asked.members)]
    deed = partial(_introduce, desk, caller, asked.members, sentence)
    result = await write_once(desk, caller, once, streams, deed)
    async with desk.store.snapshot() as reading:
        made = await stored.find_introduction(reading, result.id or "")
        if made is None:
            raise no_such_introduction()
        cards = await _cards(reading, [made])
    return _made(made, cards)


async def _introduce(
    desk: Desk, caller: Caller, members: tuple[str, str], sentence: str, writing: Transaction
) -> WriteResult:
    me = caller.member
    with_each = [await read_pair(writing, me, member) for member in members]
    require_may_introduce(
        caller.kind,
        (_connected(with_each[0]), _connected(with_each[1])),
        tuple(pair.other.kind for pair in with_each if pair is not None),
        await stored.count_open(writing, me, writing.now_us),
    )
    since_us = writing.now_us - LASTS_US
    require_no_insisting(await stored.list_of_two(writing, me, members, since_us))
    one, other = sorted(members)
    between = await read_pair(writing, one, other)
    new = Introduction(
        id=desk.new_id(),
        introduced_by=me,
        one=one,
        other=other,
        sentence=sentence,
        state="open",
        dud=between is None or _stands_in_the_way(between) or _connected(between),
        one_answer="none",
        other_answer="none",
        made_at=writing.now_us,
        expires_at=writing.now_us + LASTS_US,
    )
    await stored.put_introduction(writing, new)
    told = IntroductionMade(introduction=new.id, members=(one, other))
    streams = [inbox_stream(me), *_streams_of_the_two(new)]
    event, *_ = await writing.append_events([NewEvent(each, me, told) for each in streams])
    return result_of(event, new.id)


async def answer_introduction(
    desk: Desk,
    caller: Caller,
    introduction: str,
    answer: Literal["accepted", "declined"],
    key: str,
) -> None:
    """Accept or decline; the two are connected once both have accepted."""
    once = write_key(caller, key, "answer_introduction", introduction, answer)
    for _ in range(_TRIES):
        async with desk.store.snapshot() as reading:
            known = await stored.find_introduction(reading, introduction)
            if known is None or caller.member not in (known.one, known.other):
                raise no_such_introduction()
            pair = await read_pair(reading, known.one, known.other)
        channel = _channel_of(pair) or desk.new_id()
        maker = known.introduced_by
        streams = [*streams_of(known.one, known.other), inbox_stream(maker)]
        deed = partial(_answer, caller, introduction, answer, channel)
        try:
            await write_once(desk, caller, once, [*streams, direct_stream(channel)], deed)
        except _OtherChannelError:
            continue
        return
    raise Refusal("unavailable", "What is between you two changes just now", after_ms=1000)


async def _answer(
    caller: Caller,
    introduction: str,
    answer: Literal["accepted", "declined"],
    channel: str,
    writing: Transaction,
) -> WriteResult:
    me = caller.member
    known = await stored.find_introduction(writing, introduction)
    shown = require_shown(known, me, writing.now_us)
    changed = answered(shown, me, answer)
    inbox = inbox_stream(me)
    if changed == shown:
        return WriteResult(inbox, (await writing.head(inbox)).seq, writing.now_us, None)
    said = IntroductionAnswered(introduction=introduction, answer=answer)
    (event,) = await writing.append_events([NewEvent(inbox, me, said)])
    if changed.complete and await _connect(writing, changed, me, channel):
        changed = replace(changed, state="accepted")
        await _tell_end(writing, changed, "accepted", me)
    await stored.change_introduction(writing, changed)
    return result_of(event)


async def _connect(writing: Transaction, introduction: Introduction, me: str, channel: str) -> bool:
    """Connect the two, unless something among the three stands in the way."""
    maker = introduction.introduced_by
    for member in (introduction.one, introduction.other):
        beside = await read_pair(writing, maker, member)
        if beside is None or _stands_in_the_way(beside):
            return False
    pair = await read_pair(writing, me, introduction.met_by(me))
    if pair is None or _stands_in_the_way(pair) or _connected(pair):
        return False
    meeting = Meeting("introduction", introduced_by=maker)
    change = step(pair, Connect(channel, meeting), writing.now_us)
    if any(isinstance(news, Opened) and news.channel != channel for news in change.news):
        raise _OtherChannelError
    await write_change(writing, pair, change, actor=me)
    return True


async def withdraw_introduction(desk: Desk, caller: Caller, introduction: str, key: str) -> None:
    """Take an introduction of the caller's own back."""
    once = write_key(caller, key, "withdraw_introduction", introduction)
    async with desk.store.snapshot() as reading:
        known = await stored.find_introduction(reading, introduction)
    if known is None or known.introduced_by != caller.member:
        raise no_such_introduction()
    streams = [inbox_stream(caller.member), *streams_of(known.one, known.other)]
    deed = partial(_withdraw, caller, introduction)
    await write_once(desk, caller, once, streams, deed)


async def _withdraw(caller: Caller, introduction: str, writing: Transaction) -> WriteResult:
    known = await stored.find_introduction(writing, introduction)
    own = require_own(known, caller.member, writing.now_us)
    withdrawn = replace(own, state="withdrawn")
    await stored.change_introduction(writing, withdrawn)
    return result_of(await _tell_end(writing, withdrawn, "withdrawn", caller.member))


async def expire_introductions(desk: Desk, most: int) -> int:
    """Close at most so many introductions whose time is over; return how many were found."""
    async with desk.store.snapshot() as reading:
        found = await stored.list_expired(reading, desk.clock.now_us(), most)
    for each in found:
        streams = [inbox_stream(each.introduced_by), *streams_of(each.one, each.other)]
        async with desk.write(*streams) as writing:
            known = await stored.find_introduction(writing, each.id)
            if known is not None and known.state == "open":
                expired = replace(known, state="expired")
                await stored.change_introduction(writing, expired)
                await _tell_end(writing, expired, "expired", "")
    return len(found)


async def list_introductions(desk: Desk, caller: Caller) -> IntroductionList:
    """Return the open introductions that concern the caller, the latest first."""
    me, now_us = caller.member, desk.clock.now_us()
    async with desk.store.snapshot() as reading:
        blocked = await list_blocked(reading, me)
        received = [
            each
            for each in await stored.list_received(reading, me, now_us)
            if not {each.met_by(me), each.introduced_by} & blocked
        ]
        made = await stored.list_made(reading, me, now_us)
        cards = await _cards(reading, [*received, *made])
    return IntroductionList(
        received=[
            ReceivedIntroduction(
                id=each.id,
                member=cards[each.met_by(me)],
                introduced_by=cards[each.introduced_by],
                sentence=each.sentence,
                accepted=each.answer_of(me) == "accepted",
                made_at=each.made_at,
                expires_at=each.expires_at,
            )
            for each in received
        ],
        made=[_made(each, cards) for each in made],
    )


async def _tell_end(
    writing: Transaction,
    introduction: Introduction,
    outcome: Literal["accepted", "withdrawn", "expired"],
    actor: str,
) -> StoredEvent:
    """Tell the three that it is open no longer; return the event of its maker."""
    closed = IntroductionClosed(introduction=introduction.id, outcome=outcome)
    streams = [inbox_stream(introduction.introduced_by), *_streams_of_the_two(introduction)]
    event, *_ = await writing.append_events([NewEvent(each, actor, closed) for each in streams])
    return event


def _streams_of_the_two(introduction: Introduction) -> list[str]:
    """Return where each of the two is told: in a decoy, who was not shown it or has declined."""
    return [
        inbox_or_decoy(
            member,
            told=not introduction.dud and introduction.answer_of(member) != "declined",
        )
        for member in (introduction.one, introduction.other)
    ]


def _connected(pair: Pair | None) -> bool:
    return pair is not None and relation_of(pair) == "connected"


def _stands_in_the_way(pair: Pair) -> bool:
    sides = (pair.me, pair.other)
    return any(side.blocks or side.banned for side in sides)


def _channel_of(pair: Pair | None) -> str | None:
    known = None if pair is None else pair.personal_connection
    return None if known is None else known.channel


async def _cards(reading: Reading, introductions: Sequence[Introduction]) -> dict[str, MemberCard]:
    ids = {id_ for each in introductions for id_ in (each.introduced_by, each.one, each.other)}
    return {card.id: card for card in await read_cards(reading, ids)}


def _made(introduction: Introduction, cards: dict[str, MemberCard]) -> MadeIntroduction:
    return MadeIntroduction(
        id=introduction.id,
        members=(cards[introduction.one], cards[introduction.other]),
        sentence=introduction.sentence,
        made_at=introduction.made_at,
        expires_at=introduction.expires_at,
    )
