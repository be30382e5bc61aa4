"""For load balancers and operators: is it alive, is it ready, what does it count."""

import asyncio
from collections.abc import Callable
from typing import Final, Literal

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hubbub_protocol.errors import Refusal
from hubbub_protocol.streams import CONTROL
from hubbub_server import metrics
from hubbub_server.broker.interface import Broker
from hubbub_server.http.answers import error_response, json_response
from hubbub_server.http.facts import facts_of
from hubbub_server.store.interface import Store, StoreUnavailable

_DATABASE_TIMEOUT_S: Final = 2.0


class Health(msgspec.Struct, frozen=True):
    """That all is well."""

    status: str = "ok"


class Readiness(Health, frozen=True, kw_only=True):
    """That members may come, and whether what other hubs publish arrives at once.

    A hub whose broker is away serves on: it finds other hubs' messages in the database.
    """

    broker: Literal["live", "away"]


def health_routes(store: Store, broker: Broker, is_draining: Callable[[], bool]) -> list[Route]:
    """Make the routes of health and metrics."""

    async def live(request: Request) -> Response:
        facts_of(request.scope).operation = "live"
        return json_response(Health())

    async def ready(request: Request) -> Response:
        facts = facts_of(request.scope)
        facts.operation = "ready"
        trouble = "This hub is about to stop" if is_draining() else await _database_trouble(store)
        if trouble is not None:
            return error_response(Refusal("unavailable", trouble), facts.request_id)
        return json_response(Readiness(broker="away" if broker.away else "live"))

    async def show_metrics(request: Request) -> Response:
        facts_of(request.scope).operation = "metrics"
        return Response(metrics.exposition(), headers={"Content-Type": metrics.CONTENT_TYPE})

    return [
        Route("/health/live", live),
        Route("/health/ready", ready),
        Route("/metrics", show_metrics),
    ]


async def _database_trouble(store: Store) -> str | None:
    try:
        async with asyncio.timeout(_DATABASE_TIMEOUT_S):
            await store.read_heads([CONTROL])
    except (StoreUnavailable, Refusal) as error:
        return f"The database does not answer: {error}"
    except TimeoutError:
        return f"The database did not answer within {_DATABASE_TIMEOUT_S:g} s"
    return None
