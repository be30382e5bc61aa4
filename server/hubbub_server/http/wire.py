"""The bytes of HTTP: uvicorn's protocol, and the two limits that it lacks.

A client that sends its request head slowly, or without end, would otherwise keep a link and its
memory for as long as it likes. So would one that sends, now and then, what belongs to no request:
blank lines, or the rest of a body that was answered before its end.
"""

import asyncio
from typing import Final

import msgspec
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from hubbub_server.clock import SystemClock, new_id
from hubbub_server.http.answers import ErrorAnswer

HEAD_TIMEOUT_S: Final = 10.0
KEEP_ALIVE_S: Final = 75
"""So long a link waits for another request. Clients and load balancers keep links for 5 to 60 s:
whoever closes later than the other never closes in the face of a request."""
MAX_HEAD_BYTES: Final = 64 * 1024

_BAD_REQUEST: Final = (
    b"HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\n"
    b"content-length: %d\r\nconnection: close\r\n\r\n%b"
)


class HttpWire(HttpToolsProtocol):
    """One HTTP link, whose request heads must come soon and be short."""

    _head_due: asyncio.TimerHandle | None = None  # while a head is awaited
    _head_bytes = 0  # of what arrived since it is awaited
    _idling = False  # whether nothing of that belongs to a request

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Await the first request."""
        super().connection_made(transport)
        self.timeout_keep_alive = KEEP_ALIVE_S
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Await nothing more."""
        self._stop_awaiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take bytes, and cut off a head that has become too long."""
        awaited = self._head_due
        super().data_received(data)
        # What began or ended a head in this very piece is not counted: it may be mostly body.
        if awaited is not None and awaited is self._head_due and not self._idling:
            self._head_bytes += len(data)
            if self._head_bytes > MAX_HEAD_BYTES:
                self._cut_off()
        if self._head_due is None and self._is_idle():
            self._await_head(idling=True)

    def on_message_begin(self) -> None:
        """Await the rest of a request's head."""
        super().on_message_begin()
        if self._head_due is None or self._idling:
            self._stop_awaiting()
            self._await_head()

    def on_headers_complete(self) -> None:
        """The head is there."""
        self._stop_awaiting()
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP at all with the same error object as everything else."""
        error = ErrorAnswer(
            code="bad_request", detail=msg, retry=False, request_id=new_id(SystemClock())
        )
        body = msgspec.json.encode(error)
        self.transport.write(_BAD_REQUEST % (len(body), body))
        self.transport.close()

    def _is_idle(self) -> bool:
        """Whether all that was asked is answered, and the link still speaks HTTP."""
        cycle: RequestResponseCycle | None = self.cycle  # None before the first request
        answered = cycle is not None and cycle.response_complete
        return answered and self.transport.get_protocol() is self

    def _await_head(self, *, idling: bool = False) -> None:
        self._head_bytes, self._idling = 0, idling
        self._head_due = self.loop.call_later(HEAD_TIMEOUT_S, self._cut_off)

    def _stop_awaiting(self) -> None:
        if self._head_due is not None:
            self._head_due.cancel()
            self._head_due = None

    def _cut_off(self) -> None:
        self._stop_awaiting()
        self.transport.abort()
