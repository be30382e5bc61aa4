"""People settings: how one may be approached, and what is made of whom one knows."""

import msgspec
from sqlalchemy import insert, select, update

from hubbub_protocol.personal_connections import PeopleSettings
from hubbub_server.store.interface import Reading, Transaction
from hubbub_server.store.schema import people_settings


async def read_people_settings(reading: Reading, member: str) -> PeopleSettings:
    """Return the settings of a member, who has the default ones until they change some."""
    row = await reading.row(select(people_settings).where(people_settings.c.member == member))
    if row is None:
        return PeopleSettings()
    return PeopleSettings(
        openings=row.openings,
        suggestions=bool(row.suggestions),
        bridges=bool(row.bridges),
        mutual=bool(row.mutual),
        accept_requests=bool(row.accept_requests),
    )


async def put_people_settings(writing: Transaction, member: str, settings: PeopleSettings) -> None:
    """Write the settings of a member."""
    values = msgspec.structs.asdict(settings)
    again = update(people_settings).where(people_settings.c.member == member).values(values)
    if await writing.execute(again) == 0:
        await writing.execute(insert(people_settings).values(member=member, **values))
