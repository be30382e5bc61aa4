"""How a session speaks, where it starts, and who is told of its link."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from hubbub._link import Dial
from hubbub._pump import FrameTap
from hubbub_protocol.client_news import Broken, Ended, Opened
from hubbub_protocol.codec import Encoding

LinkNews = Opened | Broken | Ended
"""What became of the link."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionOptions:
    """How a session speaks, and where it starts."""

    device: str | None = None
    """Names the program instance; by default a new one for every session object."""
    encoding: Encoding = "msgpack"
    resume: Mapping[str, int] | None = None
    """Streams to receive from the start, each from after the given ``seq``."""
    epoch: str | None = None
    """The epoch of the cursors in ``resume``."""
    open_timeout_s: float | None = 30.0
    """How long entering the session may take; None: as long as it takes."""
    on_frame: FrameTap | None = None
    """Sees every frame of the hub as it came."""
    on_link: Callable[[LinkNews], None] | None = None
    """Told at once when the link opens, breaks or ends."""
    dial: Dial | None = None
    """Opens links; by default a WebSocket to the hub."""


DEFAULTS: Final = SessionOptions()
