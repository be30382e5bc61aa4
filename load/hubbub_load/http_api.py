"""The hub's HTTP operations, asked by name and answered in the protocol's own types."""

import asyncio
from collections.abc import Mapping
from typing import Final, TypeVar
from urllib.parse import quote

import httpx
import msgspec

from hubbub_protocol.errors import ErrorCode, Refusal
from hubbub_protocol.operations import OPERATIONS

Answer = TypeVar("Answer")

_OPERATIONS: Final = {operation.name: operation for operation in OPERATIONS}
_LONGEST_WAIT_S: Final = 120.0
"""A request that the hub keeps putting off for so long is given up."""


class HubUnreachable(Exception):
    """The hub does not answer, or what answers is no hub; the text says which address and why."""


class _Error(msgspec.Struct):
    """What a hub answers where it refuses."""

    code: ErrorCode
    detail: str
    field: str | None = None
    limit: int | None = None
    after_ms: int | None = None


class HttpApi:
    """One hub over HTTP. Requests that it puts off (``rate_limited``) are asked again in time."""

    def __init__(self, hub: str) -> None:
        self.put_off = 0
        """How often the hub answered that a request comes too soon."""
        self._hub = hub
        self._client = httpx.AsyncClient(base_url=f"{hub.rstrip('/')}/api/v1/", timeout=30)

    async def close(self) -> None:
        """Close the sockets to the hub."""
        await self._client.aclose()

    async def ask(
        self,
        name: str,
        answer: type[Answer],
        *,
        body: msgspec.Struct | None = None,
        token: str | None = None,
        path: Mapping[str, str | int] | None = None,
        key: str | None = None,
    ) -> Answer:
        """Ask for the operation of that name, with the values of its path; ``key`` is its
        ``Idempotency-Key``.

        Raises :class:`~hubbub_protocol.errors.Refusal` where the hub refuses, and
        :class:`HubUnreachable` where there is no hub.
        """
        operation = _OPERATIONS[name]
        request = self._client.build_request(
            operation.method,
            operation.path.format_map(
                {name: quote(str(value), safe=":") for name, value in (path or {}).items()}
            ).lstrip("/"),
            content=None if body is None else msgspec.json.encode(body),
            headers=_headers(body, token, key),
        )
        waited_s = 0.0
        while True:
            response = await self._send(request)
            if response.is_success:
                return msgspec.json.decode(response.content or b"null", type=answer)
            refusal = self._read_refusal(response)
            if not refusal.retry or waited_s > _LONGEST_WAIT_S:
                raise refusal
            self.put_off += 1
            wait_s = 1.0 if refusal.after_ms is None else refusal.after_ms / 1000
            waited_s += wait_s
            await asyncio.sleep(wait_s)

    async def _send(self, request: httpx.Request) -> httpx.Response:
        try:
            return await self._client.send(request)
        except httpx.TransportError as error:
            raise HubUnreachable(f"{self._hub} does not answer: {error!r}") from error

    def _read_refusal(self, response: httpx.Response) -> Refusal:
        try:
            error = msgspec.json.decode(response.content, type=_Error)
        except msgspec.DecodeError as bad:
            raise HubUnreachable(
                f"{self._hub} is no Hubbub hub: HTTP {response.status_code} "
                f"with {len(response.content)} bytes that are no refusal"
            ) from bad
        return Refusal(
            error.code, error.detail,
            field=error.field, limit=error.limit, after_ms=error.after_ms,
        )  # fmt: skip


def _headers(body: msgspec.Struct | None, token: str | None, key: str | None) -> dict[str, str]:
    headers = {} if body is None else {"content-type": "application/json"}
    if key is not None:
        headers["idempotency-key"] = key
    return headers if token is None else headers | {"authorization": f"Bearer {token}"}
