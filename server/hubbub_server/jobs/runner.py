"""The runner: each hub has one, and of all hubs one at a time runs a job, by a lease."""

import asyncio
from collections.abc import Sequence
from typing import Final

from hubbub_protocol.errors import Refusal
from hubbub_server.actions.desk import Desk
from hubbub_server.domain.jobs import JobState, advanced, finished, may_take, taken
from hubbub_server.jobs.job import Job
from hubbub_server.logs import logger
from hubbub_server.store.jobs import JOBS, put_job, read_job

_LOOK_S: Final = 10.0
"""How often a hub looks whether something is due."""


class Runner:
    """A hub's runner of jobs. It shares nothing with sockets but the database."""

    def __init__(self, desk: Desk, jobs: Sequence[Job], holder: str) -> None:
        self._desk = desk
        self._jobs = jobs
        self._holder = holder  # the name of this hub, by which it holds leases

    async def run(self) -> None:
        """Run what is due, until cancelled."""
        while True:
            for job in self._jobs:
                try:
                    await self.run_if_due(job)
                except Refusal as refusal:  # the database is away: later
                    logger.warning("a job waits", job=job.name, reason=refusal.detail)
                except Exception as defect:  # noqa: BLE001 - it must not end the hub, nor the others
                    logger.error("a job failed", job=job.name, exc_info=defect)
            await asyncio.sleep(_LOOK_S)

    async def run_if_due(self, job: Job) -> bool:
        """Run a job to its end if it is due and nobody runs it; tell whether it came to its end."""
        state = await self._take(job)
        if state is None:
            return False
        reached: str | None = state.reached
        while reached is not None:
            reached = await job.step(self._desk, reached)
            if not await self._note(job, reached):
                return False
        return True

    async def _take(self, job: Job) -> JobState | None:
        """Take the lease of a job; None if it is not due, or another hub's."""
        every_us = round(job.every_s * 1_000_000)
        async with self._desk.store.snapshot() as reading:  # most often there is nothing to do
            if not may_take(await read_job(reading, job.name), every_us, self._desk.clock.now_us()):
                return None
        async with self._desk.write(JOBS) as writing:
            state = await read_job(writing, job.name)
            if not may_take(state, every_us, writing.now_us):
                return None
            mine = taken(state, self._holder, writing.now_us)
            await put_job(writing, job.name, mine)
        return mine

    async def _note(self, job: Job, reached: str | None) -> bool:
        """Write down how far the job has got; tell whether it is still this hub's to run."""
        async with self._desk.write(JOBS) as writing:
            state = await read_job(writing, job.name)
            if state.holder != self._holder:
                logger.warning("a job was taken over meanwhile", job=job.name)
                return False
            now_us = writing.now_us
            following = finished(now_us) if reached is None else advanced(state, reached, now_us)
            await put_job(writing, job.name, following)
        return True
