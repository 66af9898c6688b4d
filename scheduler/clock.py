"""The clock: APScheduler rings, and that is all it does. It never holds a post's time.

One job is armed for the next due time and replaced when that changes; a slow one is the safety net.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

# A job that is over is taken away by APScheduler's own thread. Whoever touches it, or stops the
# clock, in that moment makes one of the two threads die. So a job that rings once never is.
NEVER_OVER = IntervalTrigger(days=36_500)


class Clock:
    """``ring`` is called at the armed time and every ``safety`` seconds."""

    def __init__(self, ring: Callable[[], None], safety: timedelta) -> None:
        self._ring = ring
        self._lock = threading.Lock()
        self._armed: datetime | None = None
        self._jobs = BackgroundScheduler(
            timezone=UTC,
            # Feeds and mail wait for others; the ring of a due time never waits for them.
            executors={"default": ThreadPoolExecutor(2), "beside": ThreadPoolExecutor(4)},
            # A late ring still rings; ten late rings are one.
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )
        self._jobs.add_job(ring, IntervalTrigger(seconds=safety.total_seconds()), id="safety")

    def start(self) -> None:
        self._jobs.start()

    def stop(self) -> None:
        self._jobs.shutdown(wait=False)

    def every(self, interval: timedelta, work: Callable[[], None], name: str) -> None:
        """Something slow beside the sends, such as reading feeds."""
        trigger = IntervalTrigger(seconds=interval.total_seconds())
        self._jobs.add_job(work, trigger, id=name, executor="beside")

    def arm(self, at: datetime | None) -> None:
        """Ring at ``at``; ``None``: nothing is planned."""
        with self._lock:
            if at is None or at == self._armed:
                return
            if self._armed is not None and self._armed < at:
                return  # the earlier ring looks again and arms what is next
            self._armed = at
            self._jobs.add_job(
                self._fire,
                NEVER_OVER,
                args=[at],
                id="next",
                next_run_time=at,
                replace_existing=True,
            )

    def anew(self) -> None:
        """The wall clock was set: what waits for a time of the old one rings now."""
        with self._lock:
            self._armed = None
        for job in self._jobs.get_jobs():
            job.modify(next_run_time=datetime.now(UTC))

    def _fire(self, at: datetime) -> None:
        # Only the ring itself may clear it, else an earlier one still pending gets lost.
        with self._lock:
            if self._armed == at:
                self._armed = None
        self._ring()
