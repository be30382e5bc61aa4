"""What every socket of this process shares."""

from dataclasses import dataclass, field

from hubbub_server.actions.desk import Desk
from hubbub_server.actions.door import Door
from hubbub_server.actions.sending import Sending
from hubbub_server.domain.origins import Reachability
from hubbub_server.hub.hub import Hub
from hubbub_server.ws.admission import Admission
from hubbub_server.ws.liveness import Liveness


@dataclass(frozen=True, slots=True)
class Edge:
    """What a socket needs to turn frames into deeds."""

    desk: Desk
    door: Door
    hub: Hub
    sending: Sending
    liveness: Liveness
    reach: Reachability
    cookie: str
    """The name of the sign-in cookie."""
    ping_ms: int
    admission: Admission = field(default_factory=Admission)
