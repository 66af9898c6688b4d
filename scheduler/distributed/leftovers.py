"""Wake-ups that a killed worker had fetched stay "doing" for ever, unless somebody clears them."""

from __future__ import annotations

import logging

from asgiref.sync import async_to_sync
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

from scheduler.distributed import wakeups
from scheduler.distributed.carrier import STALLED_SECONDS

log = logging.getLogger(__name__)


def clear() -> None:
    """A wake-up is retried by deferring one: however many were left, one look does for all."""
    left = async_to_sync(_take_away)()
    if left:
        log.warning("%s wake-ups of dead workers were left behind", left)
        wakeups.pass_on()


async def _take_away() -> int:
    jobs = app.job_manager
    left = list(
        await jobs.get_stalled_jobs(queue=wakeups.QUEUE, seconds_since_heartbeat=STALLED_SECONDS)
    )
    for job in left:
        await jobs.finish_job(job, Status.FAILED, delete_job=True)
    await jobs.prune_stalled_workers(STALLED_SECONDS)
    return len(left)
