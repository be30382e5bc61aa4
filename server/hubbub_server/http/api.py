"""The API: every operation of the contract bound to its endpoint, one path at a time.

What happens to each request, in this order: who asks, the form of path, query and body, the
endpoint, its answer as JSON. A :class:`Refusal` from any of these becomes the error object.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from hubbub_protocol.errors import Refusal
from hubbub_protocol.operations import OPERATIONS, Operation
from hubbub_server.actions.desk import Desk
from hubbub_server.domain.origins import Reachability, client_address, is_secure
from hubbub_server.http.answers import error_response, success
from hubbub_server.http.asked import Asked, Endpoint
from hubbub_server.http.callers import find_caller, has_own_origin, whence
from hubbub_server.http.facts import facts_of
from hubbub_server.http.reading import (
    read_body,
    read_key,
    read_path,
    read_query,
    refuse_query,
)

PREFIX: Final = "/api/v1"


@dataclass(frozen=True, slots=True)
class ApiPath:
    """One path of the API: an ASGI application that picks the operation by method."""

    desk: Desk
    reach: Reachability
    bound: Mapping[str, tuple[Operation, Endpoint]]
    """By method."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        response = await self._respond(request)
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        facts = facts_of(request.scope)
        if request.method not in self.bound:
            return _method_refused(request, sorted(self.bound), facts.request_id)
        operation, endpoint = self.bound[request.method]
        facts.operation = operation.name
        try:
            asked = await self._read(operation, request)
            return success(operation, await endpoint(self.desk, asked))
        except Refusal as refusal:
            return error_response(refusal, facts.request_id)

    async def _read(self, operation: Operation, request: Request) -> Asked:
        caller = await find_caller(self.desk, self.reach, operation, request)
        if caller is not None:
            facts_of(request.scope).member = caller.member
        came = whence(request)
        if operation.query is None:
            refuse_query(request)
        return Asked(
            signed_in=caller,
            key=read_key(request) or self.desk.new_id(),
            path=read_path(request.path_params),
            query=None if operation.query is None else read_query(request, operation.query),
            body=None if operation.body is None else await read_body(request, operation.body),
            address=client_address(self.reach, came),
            secure=is_secure(self.reach, came),
            own_origin=has_own_origin(self.reach, request),
        )


def api_routes(
    desk: Desk,
    reach: Reachability,
    endpoints: Mapping[str, Endpoint],
    operations: Sequence[Operation] = OPERATIONS,
) -> list[Route]:
    """Make the routes of all operations, which must each have an endpoint, and no other."""
    names = {operation.name for operation in operations}
    if names != set(endpoints):
        raise ValueError(f"operations and endpoints differ: {sorted(names ^ set(endpoints))}")
    by_path: dict[str, dict[str, tuple[Operation, Endpoint]]] = {}
    for operation in operations:
        bound = by_path.setdefault(operation.path, {})
        bound[operation.method] = (operation, endpoints[operation.name])
    return [Route(PREFIX + path, ApiPath(desk, reach, bound)) for path, bound in by_path.items()]


def _method_refused(request: Request, allowed: list[str], request_id: str) -> Response:
    refusal = Refusal(
        "bad_request",
        f"This path takes {', '.join(allowed)}, got {request.method}",
        field="method",
    )
    response = error_response(refusal, request_id, status=405)
    response.headers["Allow"] = ", ".join(allowed)
    return response
