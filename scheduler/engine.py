"""Which engine runs. Nothing else in the code knows; whoever makes work due calls ``wake``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Protocol

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from scheduler.clock import Clock
from scheduler.pump import Pump
from scheduler.send import perform


class Engine(Protocol):
    def start(self) -> None: ...

    def wake(self) -> None: ...

    def stop(self, within: float) -> bool: ...

    def every(self, interval: timedelta, work: Callable[[], None], name: str) -> None: ...


class Embedded:
    """Web and clock in one process: a pump, a pool of lanes, and the clock that wakes the pump."""

    def __init__(self, lanes: int, safety: timedelta) -> None:
        self._clock = Clock(self.wake, safety)
        self._pump = Pump(lanes=lanes, now=timezone.now, perform=perform, arm=self._clock.arm)

    def start(self) -> None:
        self._clock.start()
        self._pump.start()

    def wake(self) -> None:
        self._pump.wake()

    def stop(self, within: float) -> bool:
        self._clock.stop()
        return self._pump.stop(within)

    def every(self, interval: timedelta, work: Callable[[], None], name: str) -> None:
        self._clock.every(interval, work, name)


_running: Engine | None = None


def run() -> Engine:
    """Start the engine of the settings in this process."""
    global _running
    wanted = settings.GEMA.engine
    _running = Embedded(wanted.lanes, timedelta(seconds=wanted.safety_seconds))
    _running.start()
    return _running


def wake() -> None:
    """Work may have become due: look once this transaction is through.

    In a process that runs no engine nothing happens; the engine's safety ring finds the work.
    """
    transaction.on_commit(_wake_now)


def _wake_now() -> None:
    if _running is not None:
        _running.wake()
