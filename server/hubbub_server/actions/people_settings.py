"""People settings: how one may be approached, and what is made of whom one knows."""

from functools import partial

import msgspec
from msgspec import UNSET

from hubbub_protocol.errors import Refusal
from hubbub_protocol.events import PeopleSettingsChanged
from hubbub_protocol.personal_connections import EditPeopleSettings, PeopleSettings
from hubbub_protocol.streams import inbox_stream
from hubbub_server.actions.desk import Desk, write_key
from hubbub_server.actions.once import result_of, write_once
from hubbub_server.domain.caller import Caller
from hubbub_server.store import people_settings as stored
from hubbub_server.store.interface import NewEvent, Transaction, WriteResult


async def get_people_settings(desk: Desk, caller: Caller) -> PeopleSettings:
    """Return the caller's settings."""
    async with desk.store.snapshot() as reading:
        return await stored.read_people_settings(reading, caller.member)


async def edit_people_settings(
    desk: Desk, caller: Caller, asked: EditPeopleSettings, key: str
) -> PeopleSettings:
    """Change some of the caller's settings, and tell their other devices."""
    if caller.kind != "bot" and asked.accept_requests is True:
        raise Refusal(
            "forbidden", "Only bots accept requests as they come", field="accept_requests"
        )
    once = write_key(caller, key, "edit_people_settings", asked)
    streams = [inbox_stream(caller.member)]
    await write_once(desk, caller, once, streams, partial(_edit, caller, asked))
    return await get_people_settings(desk, caller)


async def _edit(caller: Caller, asked: EditPeopleSettings, writing: Transaction) -> WriteResult:
    inbox = inbox_stream(caller.member)
    present = await stored.read_people_settings(writing, caller.member)
    given = {
        name: value for name, value in msgspec.structs.asdict(asked).items() if value is not UNSET
    }
    changed = msgspec.structs.replace(present, **given)
    if changed == present:
        return WriteResult(inbox, (await writing.head(inbox)).seq, writing.now_us, None)
    await stored.put_people_settings(writing, caller.member, changed)
    told = NewEvent(inbox, caller.member, PeopleSettingsChanged())
    (event,) = await writing.append_events([told])
    return result_of(event)
