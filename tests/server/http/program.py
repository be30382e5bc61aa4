"""A program that speaks to the HTTP API with a bearer token."""

from dataclasses import dataclass, field, replace
from typing import TypeVar

import httpx
import msgspec

from hubbub_server.actions.sign_ins import Granted

ORIGIN = "http://hub.test"
T = TypeVar("T")


@dataclass(frozen=True)
class Program:
    """Who asks: nobody, or the holder of a token."""

    client: httpx.AsyncClient
    headers: dict[str, str] = field(default_factory=dict)

    def as_member(self, granted: Granted) -> "Program":
        """Return the same program with a member's token."""
        return replace(self, headers={"Authorization": f"Bearer {granted.token}"})

    async def ask(
        self, method: str, path: str, body: object = None, **headers: str
    ) -> httpx.Response:
        """Ask for an operation; underscores in the names of headers become hyphens."""
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.client.request(
            method, f"/api/v1{path}", json=body, headers=self.headers | more
        )

    async def send(self, method: str, path: str, content: bytes, **headers: str) -> httpx.Response:
        """Send a body as it is, by default as JSON."""
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.client.request(
            method,
            f"/api/v1{path}",
            content=content,
            headers={"Content-Type": "application/json"} | self.headers | more,
        )


def read(response: httpx.Response, kind: type[T]) -> T:
    """Read a successful answer; what it declares must all be there."""
    assert response.is_success, response.text
    return msgspec.json.decode(response.content, type=kind)


def refused(response: httpx.Response) -> tuple[int, str, str | None]:
    """Return status, code and field of a refusal, which is always the same object."""
    error = response.json()
    assert error.keys() >= {"code", "detail", "retry", "request_id"}, error
    assert error["request_id"] == response.headers["X-Request-Id"]
    return response.status_code, error["code"], error.get("field")
