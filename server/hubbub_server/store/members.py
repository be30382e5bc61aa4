"""Members: who appears in rooms."""

from collections.abc import Collection

from sqlalchemy import select

from hubbub_server.store.interface import Reading
from hubbub_server.store.schema import members


async def ids_of_usernames(reading: Reading, names: Collection[str]) -> dict[str, str]:
    """Return the ids of those usernames that exist."""
    if not names:
        return {}
    rows = await reading.rows(
        select(members.c.username, members.c.id).where(members.c.username.in_(names))
    )
    return {row.username: row.id for row in rows}
