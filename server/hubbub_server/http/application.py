"""The whole of HTTP as one ASGI application: API, health, metrics, browser client."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.routing import Router
from starlette.types import ASGIApp

from hubbub_server.actions.desk import Desk
from hubbub_server.domain.origins import Reachability
from hubbub_server.http.api import api_routes
from hubbub_server.http.asked import Endpoint
from hubbub_server.http.health import health_routes
from hubbub_server.http.layers import Surroundings
from hubbub_server.http.openapi import openapi_route
from hubbub_server.http.pages import BrowserClient, Page


@dataclass(frozen=True, slots=True)
class HttpParts:
    """What HTTP needs of the rest of the hub."""

    desk: Desk
    endpoints: Mapping[str, Endpoint]
    """One for each operation of the contract, by name."""
    reach: Reachability
    pages: Mapping[str, Page]
    is_draining: Callable[[], bool]


def build_http(parts: HttpParts) -> ASGIApp:
    """Put the application together."""
    router = Router(
        [
            openapi_route(),
            *api_routes(parts.desk, parts.reach, parts.endpoints),
            *health_routes(parts.desk.store, parts.desk.broker, parts.is_draining),
        ],
        redirect_slashes=False,
        default=BrowserClient(parts.pages),
    )
    return Surroundings(router, parts.desk.clock)
