"""Opening a PostgreSQL database: reached, migrated by one, and known as itself."""

from typing import Final

import asyncpg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from hubbub_protocol.errors import Refusal
from hubbub_server.clock import Clock
from hubbub_server.store.installation import prepare_installation
from hubbub_server.store.interface import StoreUnavailable
from hubbub_server.store.migrations import migrate
from hubbub_server.store.postgresql.address import Address, read_address
from hubbub_server.store.postgresql.failures import Availability, origin_of
from hubbub_server.store.postgresql.identity import read_database
from hubbub_server.store.postgresql.link import open_link
from hubbub_server.store.postgresql.occupancy import LOCKS
from hubbub_server.store.postgresql.store import PostgreSQLStore
from hubbub_server.store.postgresql.views import PostgreSQLTransaction

_PREPARING: Final = 1
_OPEN_S: Final = 5.0
_QUERY_S: Final = 30.0
"""What takes longer is given up: the server may be gone without a word."""
_MIGRATION_S: Final = 3600.0

_SETTINGS: Final = {
    "application_name": "hubbub",
    "synchronous_commit": "on",  # a commit that was acknowledged survives the power cut
    # Whoever keeps its first sight would write for one who was removed while it waited for a lock.
    "default_transaction_isolation": "read committed",
    "jit": "off",  # it costs more than any of our statements
    # A hub that stands still, or whose machine is gone, must not keep what it has locked.
    "idle_in_transaction_session_timeout": "10s",
    "tcp_keepalives_idle": "15",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
}


async def open_postgresql(url: str, clock: Clock, links: int = 8) -> PostgreSQLStore:
    """Open the database, migrate it if it is older, and check whose it is.

    ``url`` is ``postgresql://user:password@host:port/database?sslmode=…``. At most ``links``
    links are used, and one more for :meth:`~PostgreSQLStore.occupy`. Raises
    :class:`StoreUnavailable` with a sentence for the operator.
    """
    address = read_address(url)
    try:
        epoch = await _prepare(address, clock)
    except (Refusal, DBAPIError, asyncpg.PostgresError, OSError, ValueError) as error:
        raise StoreUnavailable(
            f"The database {address.shown} cannot be opened: {_reason(error)}"
        ) from None  # it may hold a password
    return PostgreSQLStore(_engine(address, _QUERY_S), epoch, clock, links)


def _engine(address: Address, timeout_s: float) -> AsyncEngine:
    async def open_raw() -> asyncpg.Connection:
        return await asyncpg.connect(
            address.url,
            timeout=_OPEN_S,
            command_timeout=timeout_s,
            server_settings=_SETTINGS,
            target_session_attrs="primary",  # of several hosts; one that follows lags behind
        )

    return create_async_engine(
        "postgresql+asyncpg://",
        async_creator=open_raw,
        poolclass=NullPool,  # `links` keeps them
        isolation_level="AUTOCOMMIT",  # the links begin and end their transactions themselves
        hide_parameters=True,  # errors are logged, and parameters hold messages
    )


async def _prepare(address: Address, clock: Clock) -> str:
    """Migrate, and return the epoch; whoever comes at the same time waits."""
    engine = _engine(address, _MIGRATION_S)
    link = await open_link(engine, Availability(is_opening=True))
    try:
        await link.fetch("SELECT pg_advisory_lock($1, $2)", LOCKS, _PREPARING)
        identity, encoding = await read_database(link)
        if encoding != "UTF8":
            raise StoreUnavailable(
                f"The database {address.shown} has the encoding {encoding}:"
                " make one with the encoding UTF8"
            )
        await _migrate(engine)
        await link.begin()
        opened = PostgreSQLTransaction(link, {}, clock.now_us())
        epoch = await prepare_installation(opened, identity)
        await link.commit()
        return epoch
    finally:
        await link.close()
        await engine.dispose()


async def _migrate(engine: AsyncEngine) -> None:
    async with engine.connect() as database:
        await database.execution_options(isolation_level="READ COMMITTED")
        await database.run_sync(migrate)


def _reason(error: Exception) -> str:
    """Say in a few words why, without what may hold a password."""
    origin = origin_of(error.__cause__ or error if isinstance(error, Refusal) else error)
    if isinstance(origin, ValueError):
        return "an option behind its ? is unknown or wrong"
    if isinstance(origin, TimeoutError):
        return "it does not answer"
    said = str(origin).splitlines()[0] if str(origin) else type(origin).__name__
    if isinstance(origin, asyncpg.InsufficientPrivilegeError):
        return f"{said}: sign in as the owner of the database and of all that is in it"
    return said
