"""Contact codes: whoever has one may send its member a connection request.

A code is shown to its member, once; the hub keeps its hash alone. So a repeated key cannot give
the first answer again: it gives the same contact code a new code.
"""

import secrets
from functools import partial

from hubbub_protocol.contact_codes import (
    ContactCode,
    ContactCodePage,
    MadeContactCode,
    MakeContactCode,
    ShownContactCode,
)
from hubbub_protocol.errors import Refusal
from hubbub_protocol.members import Page
from hubbub_protocol.streams import inbox_stream
from hubbub_server.actions.desk import Desk, write_key
from hubbub_server.actions.door import Door
from hubbub_server.actions.once import write_once
from hubbub_server.domain.attempts import forgive_attempt, note_attempt
from hubbub_server.domain.caller import Caller
from hubbub_server.domain.contact_codes import (
    check_label,
    no_such_contact_code,
    no_such_open_code,
    require_place_for_another,
)
from hubbub_server.domain.invitations import CODE_BYTES, code_hash_of, code_of
from hubbub_server.domain.pages import Cursor, cut, read_cursor
from hubbub_server.store import contact_codes as stored
from hubbub_server.store.interface import Transaction, WriteResult

_SECOND_US = 1_000_000


async def make_contact_code(
    desk: Desk, caller: Caller, asked: MakeContactCode, key: str
) -> MadeContactCode:
    """Make a contact code of the caller's."""
    if caller.kind == "bot":
        raise Refusal("forbidden", "Bots have no contact codes")
    label = check_label(asked.label)
    once = write_key(caller, key, "make_contact_code", asked)
    code = code_of(secrets.token_bytes(CODE_BYTES))
    async with desk.write(inbox_stream(caller.member)) as writing:
        known = await writing.find_result(once)
        made = None if known is None else known.id
        if made is None:
            desk.rates.take(caller)
            open_codes = await stored.count_open(writing, caller.member, writing.now_us)
            require_place_for_another(open_codes)
            made = desk.new_id()
            new = stored.NewContactCode(
                id=made,
                code_hash=code_hash_of(code),
                member=caller.member,
                label=label,
                uses=asked.uses,
                expires_at=writing.now_us + asked.lasts_s * _SECOND_US,
            )
            await stored.insert_contact_code(writing, new)
            await writing.remember_result(once, await _result(writing, caller, made))
        else:
            await stored.change_code(writing, made, code_hash_of(code))
        contact_code = await stored.find_open_code(writing, made, writing.now_us)
        if contact_code is None:  # revoked or expired since the key was first used
            raise no_such_open_code()
        return MadeContactCode(contact_code=contact_code, code=code)


async def list_contact_codes(desk: Desk, caller: Caller, page: Page) -> ContactCodePage:
    """Return a page of the caller's open codes, the latest first."""
    after = read_cursor(page.after)
    async with desk.store.snapshot() as reading:
        found = await stored.list_contact_codes(
            reading, caller.member, desk.clock.now_us(), after, page.limit + 1
        )
    codes, following = cut(found, page.limit, _cursor_of)
    return ContactCodePage(contact_codes=codes, next=following)


async def revoke_contact_code(desk: Desk, caller: Caller, contact_code: str, key: str) -> None:
    """End a contact code of the caller's; requests that came by it stay."""
    once = write_key(caller, key, "revoke_contact_code", contact_code)
    deed = partial(_revoke, caller, contact_code)
    await write_once(desk, caller, once, [inbox_stream(caller.member)], deed)


async def look_at_contact_code(desk: Desk, door: Door, code: str, address: str) -> ShownContactCode:
    """Tell whose a contact code is."""
    found = await find_by_code(desk, door, code, address)
    return ShownContactCode(member=found.member)


async def find_by_code(desk: Desk, door: Door, code: str, address: str) -> stored.FoundContactCode:
    """Return the contact code with that code; one that does not hold counts as an attempt."""
    note_attempt(door.attempts, None, address, desk.clock.monotonic_s())
    async with desk.store.snapshot() as reading:
        found = await stored.find_contact_code(reading, code_hash_of(code), desk.clock.now_us())
    if found is None:
        raise no_such_contact_code()
    forgive_attempt(door.attempts, None, address)
    return found


async def _revoke(caller: Caller, contact_code: str, writing: Transaction) -> WriteResult:
    if not await stored.delete_contact_code(writing, contact_code, caller.member):
        raise no_such_open_code()
    return await _result(writing, caller, contact_code)


async def _result(writing: Transaction, caller: Caller, contact_code: str) -> WriteResult:
    """Codes are state and have no events: the place is the inbox as it stands."""
    inbox = inbox_stream(caller.member)
    return WriteResult(inbox, (await writing.head(inbox)).seq, writing.now_us, contact_code)


def _cursor_of(contact_code: ContactCode) -> Cursor:
    return Cursor(contact_code.id, str(contact_code.created_at))
