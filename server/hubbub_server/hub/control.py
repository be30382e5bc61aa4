"""What a hub does when it reads the ``control`` stream: it acts on the sockets it has."""

import asyncio
from typing import Final

from hubbub_protocol.errors import CloseCode, Refusal
from hubbub_protocol.events import AccountBanned, Payload, SignInsRevoked
from hubbub_server.hub.payloads import find_payload, kind_in
from hubbub_server.hub.ring import Entry
from hubbub_server.hub.sessions import Sessions
from hubbub_server.hub.streams import HubStream, entry_of
from hubbub_server.logs import logger
from hubbub_server.store.interface import Store

_PAUSE_S: Final = 1.0
"""Until the store is asked again after it refused."""


async def follow_control(stream: HubStream, store: Store, sessions: Sessions) -> None:
    """Act on every event of the stream from now on, in order, until cancelled."""
    obeyed = stream.head
    while True:
        while obeyed < stream.head:
            try:
                entries = await _entries_after(stream, store, obeyed)
            except Refusal as refusal:
                logger.warning("control events wait", after=obeyed, detail=refusal.detail)
                await _pause(stream)
                continue
            for entry in entries:
                _obey_entry(entry, sessions)
                obeyed = entry.seq
        await stream.fan_out.next_pass()


def obey(payload: Payload, sessions: Sessions) -> None:
    """Close the sockets whose right to be here has ended."""
    if isinstance(payload, SignInsRevoked):
        for session in sessions.of(payload.member):
            if session.caller.sign_in in payload.sign_ins:
                session.outlet.close(CloseCode.SIGNED_OUT, "This sign-in was ended")
    elif isinstance(payload, AccountBanned):
        for session in sessions.of(payload.member):
            session.outlet.close(CloseCode.BANNED, "This account is banned")


def _obey_entry(entry: Entry, sessions: Sessions) -> None:
    payload = find_payload(entry.event)
    if payload is None:
        logger.warning("unknown control event", kind=kind_in(entry.event), seq=entry.seq)
    else:
        obey(payload, sessions)


async def _pause(stream: HubStream) -> None:
    """Wait a little, or until there is more to obey."""
    try:
        await asyncio.wait_for(stream.fan_out.next_pass(), _PAUSE_S)
    except TimeoutError:
        return


async def _entries_after(stream: HubStream, store: Store, seq: int) -> list[Entry]:
    entries = stream.ring.after(seq, stream.head)
    if entries:
        return entries
    return [entry_of(event) for event in await store.read_page(stream.name, seq, None)]
