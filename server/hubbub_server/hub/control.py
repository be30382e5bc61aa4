"""What a hub does when it reads the ``control`` stream: it acts on the sockets it has."""

from hubbub_protocol.codec import read_payload
from hubbub_protocol.errors import CloseCode
from hubbub_protocol.events import AccountBanned, Payload, SignInsRevoked
from hubbub_server.hub.ring import Entry
from hubbub_server.hub.sessions import Sessions
from hubbub_server.hub.streams import HubStream, entry_of
from hubbub_server.store.interface import Store


async def follow_control(stream: HubStream, store: Store, sessions: Sessions) -> None:
    """Act on every event of the stream from now on, in order, until cancelled."""
    obeyed = stream.head
    while True:
        while obeyed < stream.head:
            for entry in await _entries_after(stream, store, obeyed):
                obey(read_payload(entry.event), sessions)
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


async def _entries_after(stream: HubStream, store: Store, seq: int) -> list[Entry]:
    entries = stream.ring.after(seq, stream.head)
    if entries:
        return entries
    return [entry_of(event) for event in await store.read_page(stream.name, seq, None)]
