"""One engine: the real one, in a process that is going to be killed.

Forked from a server that has imported all this, so it starts in milliseconds.
"""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import F  # noqa: E402
from django.utils import timezone  # noqa: E402

from scheduler import engine, points  # noqa: E402
from scheduler.models import Delivery, State  # noqa: E402
from tests.crash import channel, pace  # noqa: E402
from tests.crash.options import Protection  # noqa: E402
from web import single  # noqa: E402

WORKS = b""  # said when the first call is about to begin
NOT_ITS_OWN = 70  # the exit code of an engine that ended by itself


@dataclass(frozen=True, slots=True)
class Trap:
    """At the ``times``-th pass of ``point`` the process sends itself ``signal``."""

    point: str
    times: int
    signal: int


@dataclass(frozen=True, slots=True)
class Life:
    protection: Protection
    log: Path
    trap: Trap | None = None


def live(life: Life, teller: Connection) -> None:
    """Run until killed. ``teller`` hears of the first call, and of the trap before it shuts."""
    _log_to(life.log)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    channel.register()
    pace.quicken()
    if connection.vendor == "sqlite":
        single.lock(settings.DATA)
    if life.protection is Protection.EARLY_LOOK:
        channel.look_at_once()
    if life.protection is Protection.NO_INTENT:
        _forget_what_was_begun()
    points.hook = _Watched(life.trap, teller)
    engine.run()
    while engine.is_alive():
        time.sleep(0.05)
    os._exit(NOT_ITS_OWN)


class _Watched:
    """Tells of the first call, and shuts the trap."""

    def __init__(self, trap: Trap | None, teller: Connection) -> None:
        self._trap, self._teller = trap, teller
        self._left = trap.times if trap is not None else 0
        self._works = False

    def __call__(self, point: str) -> None:
        if point == points.CALLING and not self._works:
            self._works = True
            self._teller.send_bytes(WORKS)
        if self._trap is None or point != self._trap.point:
            return
        self._left -= 1
        if self._left == 0:
            self._teller.send_bytes(point.encode())
            os.kill(os.getpid(), self._trap.signal)


def _forget_what_was_begun() -> None:
    """A control: what a dead engine was about to send counts as never begun."""
    Delivery.objects.filter(lease_until__isnull=False).update(
        state=State.DUE,
        run_at=timezone.now(),
        owner="",
        lease_until=None,
        version=F("version") + 1,
    )


def _log_to(path: Path) -> None:
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.dup2(file, 2)
