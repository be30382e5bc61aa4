"""What an endpoint gets and gives: a request that was already checked, and its answer."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from hubbub_protocol.errors import Refusal
from hubbub_server.actions.desk import Desk
from hubbub_server.domain.caller import Caller

T = TypeVar("T", bound=msgspec.Struct)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request whose form is right: ids, query and body have the types of its operation."""

    signed_in: Caller | None
    """Who asks; None for an operation that anyone may ask for."""
    key: str
    """The ``Idempotency-Key``, or one made up for this request."""
    path: Mapping[str, str]
    query: msgspec.Struct | None
    body: msgspec.Struct | None
    address: str
    """The client's address, as far as proxies can be trusted."""
    secure: bool
    """Whether the browser speaks https."""
    own_origin: bool
    """Whether a page of this hub made the request, by its ``Origin``."""

    @property
    def caller(self) -> Caller:
        """Who asks, in an operation for members or owners."""
        if self.signed_in is None:
            raise Refusal("unauthorized", "Sign in first")
        return self.signed_in

    @property
    def room(self) -> str:
        """The id of the room in the path."""
        return self.path["room"]

    @property
    def channel(self) -> str:
        """The id of the direct channel in the path."""
        return self.path["channel"]

    @property
    def member(self) -> str:
        """The id of the member in the path."""
        return self.path["member"]

    @property
    def stream(self) -> str:
        """The name of the stream in the path."""
        return self.path["stream"]

    @property
    def target(self) -> int:
        """The ``seq`` of the message in the path."""
        return int(self.path["seq"])

    def query_of(self, kind: type[T]) -> T:
        """Return the query, which has the type that the operation declares."""
        return _as_declared(self.query, kind)

    def body_of(self, kind: type[T]) -> T:
        """Return the body, which has the type that the operation declares."""
        return _as_declared(self.body, kind)


@dataclass(frozen=True, slots=True)
class WithCookie:
    """An answer that also sets or clears a cookie."""

    answer: msgspec.Struct | None
    set_cookie: str
    """The value of the ``Set-Cookie`` header."""


Answer = msgspec.Struct | WithCookie | None
Endpoint = Callable[[Desk, Asked], Awaitable[Answer]]
"""One operation: what is asked to the answer that the operation declares."""


def _as_declared(value: msgspec.Struct | None, kind: type[T]) -> T:
    if not isinstance(value, kind):
        raise TypeError(f"the operation declares no {kind.__name__}, got {type(value).__name__}")
    return value
