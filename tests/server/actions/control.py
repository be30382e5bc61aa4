"""What the `control` stream says, which every hub reads and no client sees."""

from hubbub_protocol.codec import read_payload
from hubbub_protocol.events import Payload
from hubbub_protocol.streams import CONTROL
from hubbub_server.actions.desk import Desk


async def told(desk: Desk) -> list[tuple[str, Payload]]:
    """Return the actor and payload of every event of the `control` stream."""
    events = await desk.store.read_page(CONTROL, 0, None)
    return [(event.actor, read_payload(event.payload)) for event in events]
