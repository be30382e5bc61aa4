"""Whose database a link leads to: looked at before anything else is done on it.

After a failover the same address leads to another server, which may lack what was committed last.
"""

from typing import Final

from sqlalchemy.ext.asyncio import AsyncEngine

from hubbub_server.store.epoch import Epoch, EpochRenewed
from hubbub_server.store.installation import prepare_installation
from hubbub_server.store.postgresql.failures import Availability
from hubbub_server.store.postgresql.link import Link, open_link, to_its_end
from hubbub_server.store.postgresql.views import PostgreSQLTransaction

_DATABASE: Final = """
SELECT system.system_identifier, left(pg_walfile_name(pg_current_wal_insert_lsn()), 8),
  database.oid,
  current_setting('server_encoding')
FROM pg_control_system() AS system, pg_database AS database
WHERE database.datname = current_database()
"""
"""The first eight digits of the name of a log file are the timeline: each promotion begins one."""
_INSTALLATION: Final = "SELECT identity, epoch FROM installation"


async def read_database(link: Link) -> tuple[str, str]:
    """Return the identity of a link's database, and its encoding."""
    ((system, timeline, database, encoding),) = await link.fetch(_DATABASE)
    return f"{system}/{timeline}/{database}", encoding


async def open_known_link(engine: AsyncEngine, availability: Availability, epoch: Epoch) -> Link:
    """Open another link to the database of an epoch.

    A database whose identity is not the stored one is given a new epoch before anything else.
    Raises :class:`EpochRenewed` where another epoch has begun, whoever began it, and an
    ``unavailable`` refusal if no link is to be had now.
    """
    link = await open_link(engine, availability)
    try:
        await _look(link, epoch)
    except BaseException as error:
        await to_its_end(link.close())
        if isinstance(error, EpochRenewed) or not isinstance(error, Exception):
            raise
        raise availability.unavailable(error) from error
    availability.note_success()
    return link


async def _look(link: Link, epoch: Epoch) -> None:
    identity, _ = await read_database(link)
    ((stored, found),) = await link.fetch(_INSTALLATION)
    if identity != stored:
        await link.begin()
        found = await prepare_installation(PostgreSQLTransaction(link, {}, 0), identity)
        await link.commit()
    epoch.compare(found)
    link.epoch = found
