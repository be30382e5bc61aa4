"""Connection requests: asking for a personal connection, and what the one who is asked may answer.

To the one who asks, every answer but accepting looks like none: ``domain.personal_connections``
has the rules, :mod:`.connecting` keeps them in what is written.
"""

from dataclasses import dataclass
from functools import partial
from typing import Final, assert_never

from hubbub_protocol.codec import read_payload
from hubbub_protocol.errors import Refusal
from hubbub_protocol.events import ConnectionRequested, Payload, PersonalConnectionOpened
from hubbub_protocol.members import Page
from hubbub_protocol.personal_connections import (
    AskedToConnect,
    AskToConnect,
    FindReceivedRequests,
    PersonalConnection,
    ReceivedRequest,
    ReceivedRequestPage,
    RequestAnswer,
    SentRequest,
    SentRequestPage,
)
from hubbub_server.actions.contact_codes import find_by_code
from hubbub_server.actions.desk import Desk, write_key
from hubbub_server.actions.door import Door
from hubbub_server.actions.once import find_known
from hubbub_server.actions.pairs import Deed, change_pair
from hubbub_server.domain.caller import Caller
from hubbub_server.domain.connection_requests import check_opening, refused
from hubbub_server.domain.contact_codes import no_such_contact_code
from hubbub_server.domain.pages import Cursor, cut, read_cursor
from hubbub_server.domain.pair_changes import Accept, Ask, Command, Decline, PutOff, Withdraw
from hubbub_server.domain.pairs import Answer, Meeting, Pair
from hubbub_server.store import connection_requests as stored
from hubbub_server.store.contact_codes import use_up
from hubbub_server.store.interface import Reading, Transaction, WriteKey, WriteResult
from hubbub_server.store.personal_connection_views import view_personal_connection
from hubbub_server.store.shared_rooms import find_shared_room, rooms_shared_with_each

_SHARED_ROOMS: Final = 10


async def ask_to_connect(
    desk: Desk, door: Door, caller: Caller, asked: AskToConnect, *, key: str, address: str
) -> AskedToConnect:
    """Ask a member, by their id or contact code, for a personal connection."""
    result = await send_request(desk, door, caller, asked, key=key, address=address)
    async with desk.store.snapshot() as reading:
        told = await _told(reading, result)
        if isinstance(told, PersonalConnectionOpened):
            opened = await _get_personal_connection(reading, caller, told.member)
            return AskedToConnect(request=None, personal_connection=opened)
        request = None
        if isinstance(told, ConnectionRequested):
            request = await stored.find_sent(reading, caller.member, told.receiver)
    if request is None:
        raise LookupError(f"{result} is no request")
    return AskedToConnect(request=request, personal_connection=None)


async def send_request(
    desk: Desk, door: Door, caller: Caller, asked: AskToConnect, *, key: str, address: str
) -> WriteResult:
    """Do the same. The result is the place in the caller's inbox where the request was told of
    or the personal connection was opened, with the id of the request or of the direct channel."""
    opening = check_opening(asked.opening)
    _check_way(asked)
    once = write_key(caller, key, "ask_to_connect", asked)
    other, contact_code = asked.member or "", None
    if asked.code:
        async with desk.store.snapshot() as reading:
            known = await reading.find_result(once)
        if known is not None:
            return await find_known(desk, once) or known
        found = await find_by_code(desk, door, asked.code, address)
        other, contact_code = found.member.id, found.id
    if other == caller.member:
        raise refused("oneself")
    new = _New(desk.new_id(), asked.room or None, opening, contact_code)
    return await change_pair(desk, caller, other, once, Deed(partial(_ask, new), opens=True))


@dataclass(frozen=True, slots=True)
class _New:
    """What a new request is to be."""

    id: str
    room: str | None
    opening: str
    contact_code: str | None


async def _ask(new: _New, writing: Transaction, pair: Pair, channel: str) -> Command:
    me, other = pair.me.member, pair.other.member
    meeting = None
    if new.contact_code is None:
        shared = await find_shared_room(writing, me, other, new.room)
        meeting = None if shared is None else Meeting("room", shared)
    elif await use_up(writing, new.contact_code):
        meeting = Meeting("code")
    else:
        raise no_such_contact_code()
    pending = await stored.count_pending(writing, me, writing.now_us)
    return Ask(new.id, channel, meeting, new.opening, pending)


async def accept_request(desk: Desk, caller: Caller, request: str, key: str) -> PersonalConnection:
    """Accept a request that the caller has received; again has no effect."""
    result = await answer_request(desk, caller, request, "accept", key)
    async with desk.store.snapshot() as reading:
        parties = await stored.find_parties(reading, request)
        if parties is not None:
            return await _get_personal_connection(reading, caller, parties.sender)
        # Another has taken its place; what the key came to the first time says whose it was.
        told = await _told(reading, result)
        if not isinstance(told, PersonalConnectionOpened):
            raise refused("no_such_request")
        return await _get_personal_connection(reading, caller, told.member)


async def put_off_request(desk: Desk, caller: Caller, request: str, key: str) -> None:
    """Say "not now": the caller may accept until the request expires. The sender is not told."""
    await answer_request(desk, caller, request, "put_off", key)


async def decline_request(desk: Desk, caller: Caller, request: str, key: str) -> None:
    """Decline a request, and all that its sender sends in the next 180 days. They are not told."""
    await answer_request(desk, caller, request, "decline", key)


async def answer_request(
    desk: Desk, caller: Caller, request: str, answer: RequestAnswer, key: str
) -> WriteResult:
    """Answer a request that the caller has received."""
    once = write_key(caller, key, answer, request)
    async with desk.store.snapshot() as reading:
        parties = await stored.find_parties(reading, request)
    if parties is None or parties.receiver != caller.member:
        return await _known_or_refused(desk, once)

    async def command(writing: Transaction, pair: Pair, channel: str) -> Command:
        del writing, pair
        match answer:
            case "accept":
                return Accept(request, channel)
            case "put_off":
                return PutOff(request)
            case "decline":
                return Decline(request)
            case unknown:
                assert_never(unknown)

    deed = Deed(command, opens=answer == "accept")
    return await change_pair(desk, caller, parties.sender, once, deed)


async def withdraw_request(desk: Desk, caller: Caller, request: str, key: str) -> WriteResult:
    """Take a request of the caller's back."""
    once = write_key(caller, key, "withdraw_request", request)
    async with desk.store.snapshot() as reading:
        parties = await stored.find_parties(reading, request)
    if parties is None or parties.sender != caller.member:
        return await _known_or_refused(desk, once)

    async def command(writing: Transaction, pair: Pair, channel: str) -> Command:
        del writing, pair, channel
        return Withdraw(request)

    return await change_pair(desk, caller, parties.receiver, once, Deed(command))


async def list_sent_requests(desk: Desk, caller: Caller, page: Page) -> SentRequestPage:
    """Return a page of the caller's pending requests, the latest first."""
    after = read_cursor(page.after)
    async with desk.store.snapshot() as reading:
        now_us, limit = desk.clock.now_us(), page.limit + 1
        found = await stored.list_sent(reading, caller.member, now_us, after, limit)
    requests, following = cut(found, page.limit, _cursor_of)
    return SentRequestPage(requests=requests, next=following)


async def list_received_requests(
    desk: Desk, caller: Caller, find: FindReceivedRequests
) -> ReceivedRequestPage:
    """Return a page of the requests that the caller may accept, the latest first."""
    after = read_cursor(find.after)
    answer: Answer = "put_off" if find.put_off else "none"
    me, now_us = caller.member, desk.clock.now_us()
    async with desk.store.snapshot() as reading:
        found = await stored.list_received(
            reading, me, answer, now_us, after=after, limit=find.limit + 1
        )
        rooms = await rooms_shared_with_each(reading, me, [row.id for row in found], _SHARED_ROOMS)
    received = [stored.received_of(row, rooms) for row in found]
    requests, following = cut(received, find.limit, _cursor_of)
    return ReceivedRequestPage(requests=requests, next=following)


def _check_way(asked: AskToConnect) -> None:
    """Refuse one who does not say whom to ask, or says it twice."""
    if bool(asked.member) == bool(asked.code):
        raise Refusal("bad_request", "Give exactly one of `member` and `code`", field="member")
    if asked.code and asked.room:
        raise Refusal("bad_request", "Who asks by a code came to it by no room", field="room")


async def _told(reading: Reading, result: WriteResult) -> Payload | None:
    """Return the event that a write came to."""
    events = await reading.read_events(result.stream, result.seq - 1, 1)
    return read_payload(events[0].payload) if events else None


async def _known_or_refused(desk: Desk, key: WriteKey) -> WriteResult:
    """Return what a key came to about a request that is not there, or not any more."""
    known = await find_known(desk, key)
    if known is None:
        raise refused("no_such_request")
    return known


async def _get_personal_connection(
    reading: Reading, caller: Caller, other: str
) -> PersonalConnection:
    found = await view_personal_connection(reading, caller.member, other)
    if found is None:
        raise refused("never_connected")
    return found


def _cursor_of(request: SentRequest | ReceivedRequest) -> Cursor:
    return Cursor(request.id, str(request.sent_at))
