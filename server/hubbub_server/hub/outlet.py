"""What a session writes to: a socket, or whatever takes frames in a test."""

from typing import Protocol

from hubbub_protocol.codec import Encoding
from hubbub_protocol.errors import CloseCode


class Outlet(Protocol):
    """The way to one client. Only :meth:`drained` waits."""

    @property
    def encoding(self) -> Encoding:
        """The encoding of its frames."""

    @property
    def full(self) -> bool:
        """Whether so much is unsent that nothing more should be written now."""

    def write(self, frames: bytes) -> None:
        """Write one frame or several joined ones. After a close: nothing happens."""

    async def drained(self) -> None:
        """Wait until it is full no longer, or closed."""

    def close(self, code: CloseCode, reason: str, retry_ms: int | None = None) -> None:
        """Say ``bye`` and close. Again: nothing happens."""

    def finish(self, code: CloseCode, reason: str) -> None:
        """Take nothing more from the client, and close once all that it asked is answered."""
