"""The pump: one thread that owns the delivery tables.

In a turn it writes the outcomes that have come back and the intents of the next calls in one
transaction, and only then hands the calls to the adapter threads. So an intent is on disk before
its call, at the price of one commit per turn and not two per delivery (docs/decisions/0002).
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue

from django.db import DatabaseError, close_old_connections, connections, transaction

from channels.base import Reason, Unconfirmed
from scheduler import delivery, points, settle
from scheduler.delivery import Task
from scheduler.settle import Result

log = logging.getLogger(__name__)

Perform = Callable[[Task], Result]
WAKE = None
GATHER = 0.002  # seconds without an outcome after which the turn is taken
MOST_GATHERING = 0.01
REAP_EVERY = timedelta(seconds=5)
RETRY_SECONDS = 0.5  # before a turn that the database refused is taken again


class Pump:
    """``now``: the time. ``perform``: makes a call. ``arm``: ring ``wake`` at that time.

    ``turned``: a turn is through; told whether every lane is taken, so that more may be due.
    """

    def __init__(
        self,
        *,
        lanes: int,
        now: Callable[[], datetime],
        perform: Perform,
        arm: Callable[[datetime | None], None],
        turned: Callable[[bool], None] = lambda full: None,
    ) -> None:
        self.owner = secrets.token_hex(8)
        self._lanes = lanes
        self._now = now
        self._perform = perform
        self._arm = arm
        self._turned = turned
        self._inbox: SimpleQueue[Result | None] = SimpleQueue()
        self._unwritten: list[Result] = []
        self._busy = 0
        self._reap_at = now()
        self._stopping = threading.Event()
        self._pool = ThreadPoolExecutor(lanes, thread_name_prefix="lane")
        self._thread = threading.Thread(target=self._run, name="pump", daemon=True)

    def start(self) -> None:
        with transaction.atomic():
            settle.reap(self._now(), all_owners=True)
        self._thread.start()
        self.wake()

    def wake(self) -> None:
        """Something has become due, or may have."""
        self._inbox.put(WAKE)

    @property
    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def stop(self, within: float) -> bool:
        """Start nothing new; wait for calls under way. False: some have not come back."""
        self._stopping.set()
        self.wake()
        self._thread.join(within)
        self._pool.shutdown(wait=False, cancel_futures=True)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            self._turn_until_stopped()
        finally:
            connections.close_all()

    def _turn_until_stopped(self) -> None:
        while not (self._stopping.is_set() and self._busy == 0 and not self._unwritten):
            self._collect()
            try:
                self.turn()
            except DatabaseError:
                # Outcomes stay in memory and are written again; nothing new is claimed meanwhile.
                log.exception("the database refused a turn; trying again")
                close_old_connections()
                self._stopping.wait(RETRY_SECONDS)
                self.wake()

    def _collect(self) -> None:
        """Wait for one thing, then take all there is: a turn serves many.

        Calls that began together end together. After an outcome, while others are out, a moment is
        worth waiting: it makes one commit of many. A wake-up never waits.
        """
        first = self._inbox.get()
        self._take(first)
        gather = GATHER if first is not None and self._busy else 0.0
        until = time.monotonic() + MOST_GATHERING
        while True:
            try:
                arrived = self._inbox.get(timeout=gather) if gather else self._inbox.get_nowait()
            except Empty:
                return
            self._take(arrived)
            if arrived is None or time.monotonic() > until:
                gather = 0.0

    def _take(self, arrived: Result | None) -> None:
        if arrived is not None:
            self._unwritten.append(arrived)
            self._busy -= 1

    def turn(self) -> None:
        """One transaction: what came back, and what goes out next. Then the calls."""
        now = self._now()
        free = 0 if self._stopping.is_set() else self._lanes - self._busy
        with transaction.atomic():
            settle.settle(self._unwritten, now)
            self._reap(now)
            tasks = delivery.claim(self.owner, now, free)
            points.reached(points.CLAIMED)
            # With every lane taken, the next outcome brings the next turn anyway.
            wake_at = delivery.next_time(now) if len(tasks) < free else None
        points.reached(points.TURNED)
        self._unwritten.clear()
        for task in tasks:
            self._busy += 1
            self._pool.submit(self._perform, task).add_done_callback(self._came_back(task))
        points.reached(points.HANDED_OVER)
        self._arm(wake_at)
        self._turned(self._busy >= self._lanes)

    def _reap(self, now: datetime) -> None:
        if now >= self._reap_at:
            settle.reap(now)
            self._reap_at = now + REAP_EVERY

    def _came_back(self, task: Task) -> Callable[[Future[Result]], None]:
        def put(future: Future[Result]) -> None:
            bug = None if future.cancelled() else future.exception()
            if future.cancelled() or bug is not None:
                log.error("delivery %s: a call ended in a bug", task.delivery.pk, exc_info=bug)
                lost = Unconfirmed(Reason.UNREADABLE_ANSWER, type(bug).__name__)
                self._inbox.put(Result(task, lost, self._now()))
            else:
                self._inbox.put(future.result())

        return put
