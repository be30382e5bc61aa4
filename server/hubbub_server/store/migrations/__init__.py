"""The schema's history, by alembic: every step from the first version to this program's."""

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text

from hubbub_server.store.interface import StoreUnavailable

LATEST: Final = "0004"
"""The version that this program works with; a test says that it is the last step."""

_FOLDER: Final = Path(__file__).parent


def schema_version(database: Connection) -> str | None:
    """Return the version of a database, or None for an empty one."""
    if not inspect(database).has_table("alembic_version"):
        return None
    found = database.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(found) if found is not None else None


def migrate(database: Connection) -> bool:
    """Bring a database to :data:`LATEST`; return whether there was anything to do.

    Raises :class:`StoreUnavailable` for a database of a newer program, which stays untouched.
    """
    version = schema_version(database)
    if version == LATEST:
        database.rollback()
        return False
    if version is not None and version > LATEST:
        database.rollback()
        raise StoreUnavailable(
            f"The database is of a newer version ({version}) than this program knows"
            f" ({LATEST}): install a Hubbub at least as new as the one that wrote it"
        )
    database.rollback()
    _upgrade(database)
    return True


def _upgrade(database: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - takes 0.2 s that most starts need not pay
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["database"] = database
    command.upgrade(config, LATEST)
