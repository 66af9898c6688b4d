"""The threads that make the calls, one for each call under way."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from queue import SimpleQueue

from channels.base import Reason, Unconfirmed
from scheduler.delivery import Task
from scheduler.settle import Result

log = logging.getLogger(__name__)

Perform = Callable[[Task], Result]


class Callers:
    """``perform``: makes a call. ``came_back``: told every result, in the thread that made it.

    A ``ThreadPoolExecutor`` does more for each call than the pump may spend: a future, its lock and
    its callbacks were a tenth of a turn's work (docs/measurements.md).
    """

    def __init__(
        self,
        lanes: int,
        perform: Perform,
        came_back: Callable[[Result], None],
        now: Callable[[], datetime],
    ) -> None:
        self._perform = perform
        self._came_back = came_back
        self._now = now
        self._tasks: SimpleQueue[Task | None] = SimpleQueue()
        self._lanes = lanes

    def start(self) -> None:
        """All of them at once: a burst is not the time to begin a thread."""
        for number in range(self._lanes):
            # A call that never comes back must not keep the process from ending.
            threading.Thread(target=self._work, name=f"lane-{number}", daemon=True).start()

    def call(self, task: Task) -> None:
        """Not more at a time than there are lanes."""
        self._tasks.put(task)

    def dismiss(self) -> None:
        """Let them go, each once its call has come back."""
        for _ in range(self._lanes):
            self._tasks.put(None)

    def _work(self) -> None:
        while (task := self._tasks.get()) is not None:
            self._came_back(self._result(task))

    def _result(self, task: Task) -> Result:
        try:
            return self._perform(task)
        except BaseException as bug:
            # Whatever it was, the call may have gone out: the delivery must not be lost with it.
            log.exception("delivery %s: a call ended in a bug", task.delivery.id)
            lost = Unconfirmed(Reason.UNREADABLE_ANSWER, type(bug).__name__)
            return Result(task, lost, self._now())
