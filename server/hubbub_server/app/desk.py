"""What actions need, made as the settings say: the database, the broker, the way in.

What speaks to Redis and to PostgreSQL is imported where it is wanted: a hub without them starts
sooner, and needs some 15 MB less.
"""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from hubbub_server.actions.desk import Desk
from hubbub_server.actions.door import Door
from hubbub_server.actions.passwords import Passwords
from hubbub_server.actions.write_rates import WriteRates
from hubbub_server.app.listening import CannotStartError
from hubbub_server.broker.interface import Broker
from hubbub_server.broker.memory import MemoryBroker
from hubbub_server.broker.presence import PresenceBoard
from hubbub_server.broker.presence_memory import MemoryPresenceBoard
from hubbub_server.clock import Clock, SystemClock
from hubbub_server.domain.attempts import Attempts
from hubbub_server.settings import Settings, flag_of
from hubbub_server.store.interface import Store
from hubbub_server.store.sqlite import open_sqlite


@asynccontextmanager
async def open_desk(settings: Settings) -> AsyncIterator[Desk]:
    """Open the database that the settings name, for what is done beside the hubs, if any run.

    Nothing of it is published: hubs read it from the database, within seconds.
    """
    clock = SystemClock()
    async with open_store(settings, clock) as store:
        yield make_desk(settings, store, MemoryBroker(), clock)


def make_desk(settings: Settings, store: Store, broker: Broker, clock: Clock) -> Desk:
    """Put together what actions need."""
    return Desk(store, broker, clock, settings.limits, WriteRates(clock, settings.limits))


def check_redis_url(settings: Settings) -> None:
    """See whether Redis can be looked for there at all. Raises :class:`CannotStartError`."""
    if not settings.redis_url:
        return
    from hubbub_server.broker.redis.address import read_url  # noqa: PLC0415 - only with Redis

    try:
        read_url(settings.redis_url)
    except (ValueError, OSError) as error:
        raise CannotStartError(f"{flag_of('redis_url')} cannot be used: {error}") from error


def make_broker(settings: Settings, store: Store, clock: Clock) -> Broker:
    """Make what passes between hubs.

    The hubs of one database that are in the same epoch hear each other, and nobody else on the
    same Redis: a copy of the database has another epoch.
    """
    if not settings.redis_url:
        return MemoryBroker()
    from hubbub_server.broker.redis.broker import RedisBroker  # noqa: PLC0415 - only with Redis

    hub_id = secrets.token_hex(8)
    return RedisBroker(settings.redis_url, namespace=store.epoch, hub_id=hub_id, clock=clock)


@asynccontextmanager
async def open_board(
    settings: Settings, store: Store, clock: Clock
) -> AsyncIterator[PresenceBoard]:
    """Open the board on which the hubs of one database post who is present."""
    if not settings.redis_url:
        yield MemoryPresenceBoard(clock)
        return
    from hubbub_server.broker.redis.presence import (  # noqa: PLC0415 - only with Redis
        RedisPresenceBoard,
    )

    board = RedisPresenceBoard(settings.redis_url, namespace=store.epoch)
    try:
        yield board
    finally:
        await board.close()


def make_door(settings: Settings) -> Door:
    """Make what guards the way in."""
    return Door(
        passwords=Passwords(settings.argon2_time_cost, settings.argon2_memory_kib),
        attempts=Attempts(settings.attempt_limits),
        sign_in_days=settings.sign_in_days,
        bot_token_days=settings.bot_token_days,
    )


@asynccontextmanager
async def open_store(settings: Settings, clock: Clock) -> AsyncIterator[Store]:
    """Open the database, bring it to this program's version, and let go of it in the end.

    Raises :class:`~hubbub_server.store.interface.StoreUnavailable` with a sentence for the
    operator.
    """
    path = settings.database_path
    store: Store
    if path is None:
        from hubbub_server.store.postgresql import (  # noqa: PLC0415 - only with PostgreSQL
            open_postgresql,
        )

        url, links = settings.database_url, settings.database_links
        store = await open_postgresql(url, clock, links)
    else:
        store = await open_sqlite(path, clock)
    try:
        yield store
    finally:
        await store.close()
