"""Which engine runs. Nothing else in the code knows; whoever makes work due calls ``wake``."""

from __future__ import annotations

import logging
import os
import secrets
import signal
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Protocol, cast

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from scheduler import beforehand
from scheduler.clock import Clock
from scheduler.pump import Pump
from scheduler.safe_mode import Word
from scheduler.send import perform
from scheduler.trust import Trust
from scheduler.workers import Pulse

log = logging.getLogger(__name__)

# By name: only an installation that is distributed loads what that needs.
DISTRIBUTED = "scheduler.distributed.engine.Distributed"
WAKE_OTHERS = "scheduler.distributed.wakeups.wake"
# Besides some safety rings, before a pump that takes no turn is not ready any more.
GRACE_SECONDS = 15


class Engine(Protocol):
    def start(self) -> None: ...

    def wake(self) -> None: ...

    @property
    def is_alive(self) -> bool: ...

    @property
    def is_ready(self) -> bool: ...

    @property
    def in_doubt(self) -> bool: ...

    def stop(self, within: float) -> bool: ...

    def every(
        self, interval: timedelta, work: Callable[[], None], name: str, *, first: bool = False
    ) -> None:
        """Before ``start``. ``first``: also once before anything is sent."""


class Embedded:
    """Web and clock in one process: a pump, a pool of lanes, and the clock that wakes the pump.

    ``place``: a lock that this process holds, so that earlier workers of it are known to be dead.
    ``word``: what a person says of the record.
    """

    def __init__(
        self,
        lanes: int,
        safety: timedelta,
        place: str = "",
        *,
        trust: Trust | None = None,
        word: Word | None = None,
    ) -> None:
        self._clock = Clock(self._ring, safety)
        self._most_idle = 3 * safety.total_seconds() + GRACE_SECONDS
        self._trust = trust or Trust(Path(settings.DATA), state=settings.STATE)
        self._word = word
        self._first: list[Callable[[], None]] = []
        pulse = Pulse(
            secrets.token_hex(8),
            lanes=lanes,
            release=settings.RELEASE,
            place=place,
            # A file is one process's; a server may have been given to a second one by mistake.
            alone=connection.vendor == "sqlite",
        )
        self._pump = Pump(
            lanes=lanes,
            now=self._trust.now,
            perform=perform,
            arm=self._clock.arm,
            pulse=pulse,
            may_start=self._trust.may_start,
            saw=self._trust.saw,
            went_back=self._trust.went_back,
            seen_until=self._trust.seen_until,
        )

    def start(self) -> None:
        self._trust.begin(self._pump.owner, self._anew, word=self._word)
        if not self._trust.in_doubt:
            beforehand.do(self._first)
        # The pump first: a ring that finds no pump takes it for dead.
        self._pump.start()
        self._clock.start()

    def wake(self) -> None:
        self._pump.wake()

    def _anew(self) -> None:
        """The wall clock is trusted again: what waits for a time of the old one rings now."""
        self._clock.anew()
        self._pump.wake()

    def _ring(self) -> None:
        if self.is_alive:
            self._pump.wake()
        else:
            # A desk that looks well but sends nothing is worse than one that is down.
            log.critical("a part of the engine has died; stopping so that a supervisor starts anew")
            os.kill(os.getpid(), signal.SIGTERM)

    @property
    def is_alive(self) -> bool:
        return self._pump.is_alive and self._trust.is_alive

    @property
    def is_ready(self) -> bool:
        return self.is_alive and self._pump.idle_seconds < self._most_idle

    @property
    def in_doubt(self) -> bool:
        return self._trust.in_doubt

    def stop(self, within: float) -> bool:
        self._clock.stop()
        stopped = self._pump.stop(within)
        self._trust.end()
        return stopped

    def every(
        self, interval: timedelta, work: Callable[[], None], name: str, *, first: bool = False
    ) -> None:
        self._first += [work] if first else []
        self._clock.every(interval, work, name)


_running: Engine | None = None


def run(
    prepare: Callable[[Engine], None] = lambda engine: None,
    place: str = "",
    *,
    word: Word | None = None,
) -> Engine:
    """Start the engine of the settings in this process. ``prepare``: what else it is to do."""
    global _running
    lanes = settings.GEMA.engine.lanes
    safety = timedelta(seconds=settings.GEMA.engine.safety_seconds)
    if is_distributed():
        kind = import_string(DISTRIBUTED)
        _running = cast("Engine", kind(lanes, safety, word=word))
    else:
        _running = Embedded(lanes, safety, place, word=word)
    prepare(_running)
    _running.start()
    return _running


def is_distributed() -> bool:
    """Whether workers send, and not the process that serves the pages."""
    return bool(settings.GEMA.engine.kind == "distributed")


def expected() -> bool:
    """Whether this process is one that sends; it may serve pages only."""
    return _running is not None


def is_alive() -> bool:
    """Whether an engine runs in this process and none of its parts has died."""
    return _running is not None and _running.is_alive


def is_ready() -> bool:
    """Whether it sends: it has taken a turn a moment ago, and the database let it."""
    return _running is not None and _running.is_ready


def is_in_doubt() -> bool:
    """Whether the engine of this process starts nothing because its clock has jumped."""
    return _running is not None and _running.in_doubt


def wake() -> None:
    """Work may have become due: look once this transaction is through.

    Embedded, in a process that runs no engine, nothing happens; the safety ring finds the work.
    """
    if is_distributed():
        import_string(WAKE_OTHERS)()
    else:
        transaction.on_commit(_wake_now)


def _wake_now() -> None:
    if _running is not None:
        _running.wake()
