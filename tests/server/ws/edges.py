"""What sockets and conversations of a test hang on."""

from hubbub_server.actions.desk import Desk
from hubbub_server.actions.door import Door
from hubbub_server.actions.sending import Sending
from hubbub_server.domain.origins import Reachability
from hubbub_server.hub.hub import Hub
from hubbub_server.ws.edge import Edge
from hubbub_server.ws.liveness import Liveness


def edge_of(desk: Desk, door: Door, sending: Sending, reach: Reachability | None = None) -> Edge:
    """Make the edge of a hub that hears nothing of what others do."""
    return Edge(
        desk=desk,
        door=door,
        hub=Hub(desk.store, desk.broker, desk.clock, sockets_per_member=1),
        sending=sending,
        liveness=Liveness(desk.clock, 25_000, 10_000),
        reach=reach or Reachability(),
        cookie="hubbub_token",
        ping_ms=25_000,
    )
