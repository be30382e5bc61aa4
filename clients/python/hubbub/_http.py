"""Requests to a hub's HTTP API: one operation each, repeated where it may be, refused in words."""

import asyncio
import ssl
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, TypeVar
from urllib.parse import quote
from uuid import uuid4

import httpx
import msgspec

from hubbub._errors import HubbubError, LinkError, RefusedError
from hubbub_protocol.errors import ErrorCode
from hubbub_protocol.operations import OPERATIONS, Operation

TIMEOUT_S: Final = 20.0
FIRST_WAIT_S: Final = 0.25
LONGEST_WAIT_S: Final = 5.0
A = TypeVar("A", bound=msgspec.Struct)

_NO_TLS: Final = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""For a hub without TLS: else httpx reads all of the machine's certificates for every client, which
takes some 35 ms. It trusts nobody."""
_NO_PATH: Final[Mapping[str, str]] = MappingProxyType({})
_OPERATIONS: Final = {operation.name: operation for operation in OPERATIONS}


class _Refused(msgspec.Struct, kw_only=True):
    """What a hub answers to a request that it refuses."""

    code: ErrorCode
    detail: str
    field: str | None = None
    limit: int | None = None
    after_ms: int | None = None
    request_id: str | None = None


class _Unreachable(LinkError):
    """Nothing answered, or a proxy did in the hub's place: the hub may be back soon."""


class Requests:
    """Asks a hub for operations, as whoever the token names."""

    def __init__(
        self,
        hub_url: str,
        *,
        token: str | None,
        patience_s: float,
        transport: httpx.AsyncBaseTransport | None,
    ) -> None:
        self._http = httpx.AsyncClient(
            base_url=f"{hub_url.rstrip('/')}/api/v1",
            transport=transport,
            timeout=TIMEOUT_S,
            verify=_NO_TLS if hub_url.startswith("http://") else True,
        )
        self.token = token
        """Who asks; None for a stranger."""
        self._patience_s = patience_s

    async def close(self) -> None:
        """Close what is open to the hub."""
        await self._http.aclose()

    async def ask(
        self,
        name: str,
        answer: type[A],
        *,
        query: msgspec.Struct | None = None,
        body: msgspec.Struct | None = None,
        key: str | None = None,
        path: Mapping[str, str] = _NO_PATH,
    ) -> A:
        """Ask for an operation that has an answer."""
        operation = _operation(name, answer)
        content = await self._request(operation, query=query, body=body, key=key, path=path)
        try:
            return msgspec.json.decode(content, type=answer)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise LinkError(f"The hub's answer to {name} is not that: {error}") from error

    async def tell(
        self,
        name: str,
        *,
        body: msgspec.Struct | None = None,
        key: str | None = None,
        path: Mapping[str, str] = _NO_PATH,
    ) -> None:
        """Ask for an operation that has no answer."""
        await self._request(_operation(name, None), query=None, body=body, key=key, path=path)

    async def _request(
        self,
        operation: Operation,
        *,
        query: msgspec.Struct | None,
        body: msgspec.Struct | None,
        key: str | None,
        path: Mapping[str, str],
    ) -> bytes:
        parts = {name: quote(value, safe=":") for name, value in path.items()}
        request = self._http.build_request(
            operation.method,
            operation.path.format_map(parts),
            params=None if query is None else _parameters(query),
            content=None if body is None else msgspec.json.encode(body),
            headers=self._headers(operation, key),
        )
        loop = asyncio.get_running_loop()
        give_up_at = loop.time() + self._patience_s
        wait_s = FIRST_WAIT_S
        while True:
            try:
                return await self._send(request)
            except (_Unreachable, RefusedError) as error:
                if isinstance(error, RefusedError):
                    if error.code not in ("unavailable", "rate_limited"):
                        raise
                    wait_s = max(wait_s, (error.after_ms or 0) / 1000)
                if loop.time() + wait_s > give_up_at:
                    raise
            await asyncio.sleep(wait_s)
            wait_s = min(2 * wait_s, LONGEST_WAIT_S)

    def _headers(self, operation: Operation, key: str | None) -> dict[str, str]:
        headers = {"Accept": "application/json"}
        if self.token is not None:
            headers["Authorization"] = f"Bearer {self.token}"
        if operation.body is not None:
            headers["Content-Type"] = "application/json"
        if operation.method != "GET":
            headers["Idempotency-Key"] = key or str(uuid4())
        return headers

    async def _send(self, request: httpx.Request) -> bytes:
        try:
            response = await self._http.send(request)
        except httpx.HTTPError as error:
            reason = str(error) or type(error).__name__
            raise _Unreachable(f"{request.url.host} cannot be reached: {reason}") from error
        if response.is_success:
            return response.content
        raise _error_of(response)


def _operation(name: str, answer: type[msgspec.Struct] | None) -> Operation:
    operation = _OPERATIONS.get(name)
    if operation is None:
        raise ValueError(f"There is no operation {name!r}")
    if operation.answer is not answer:
        expected = "no answer" if operation.answer is None else operation.answer.__name__
        raise TypeError(f"The operation {name} has {expected}, asked for was {answer}")
    return operation


def _parameters(query: msgspec.Struct) -> dict[str, str]:
    """Write a query's fields as HTTP has them; what is None or empty is left out."""
    fields: dict[str, object] = msgspec.to_builtins(query)
    return {
        name: str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in fields.items()
        if value not in (None, "")
    }


def _error_of(response: httpx.Response) -> HubbubError:
    try:
        refused = msgspec.json.decode(response.content, type=_Refused)
    except (msgspec.DecodeError, UnicodeDecodeError):
        kind = _Unreachable if response.status_code in (502, 503, 504) else LinkError
        return kind(f"{response.url.host} answered with HTTP {response.status_code}")
    error = RefusedError(
        refused.code,
        refused.detail,
        field=refused.field,
        limit=refused.limit,
        after_ms=refused.after_ms,
    )
    error.request_id = refused.request_id
    return error
