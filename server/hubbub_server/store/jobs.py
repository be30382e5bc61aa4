"""Jobs: who runs each, and how far it has got."""

from dataclasses import asdict

from sqlalchemy import insert, select, update

from hubbub_server.domain.jobs import JobState
from hubbub_server.store.interface import Reading, Transaction
from hubbub_server.store.schema import jobs

JOBS = "jobs"
"""What is locked before a job's state changes; a stream that never has an event."""


async def read_job(reading: Reading, name: str) -> JobState:
    """Return how a job stands; one that nobody ever ran is as new."""
    row = await reading.row(
        select(jobs.c.holder, jobs.c.held_until, jobs.c.done_at, jobs.c.reached).where(
            jobs.c.name == name
        )
    )
    if row is None:
        return JobState()
    return JobState(row.holder, row.held_until, row.done_at, row.reached)


async def put_job(writing: Transaction, name: str, state: JobState) -> None:
    """Write how a job stands."""
    values = asdict(state)
    if await writing.execute(update(jobs).where(jobs.c.name == name).values(values)) == 0:
        await writing.execute(insert(jobs).values(name=name, **values))
