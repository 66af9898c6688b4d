"""Which processes run the engine, and which of them are dead.

A worker shows itself every few seconds by the database's own clock, so that hosts need not agree
about the time. One that has been silent for longer than ``silent`` is taken for dead: its claims
are looked for. It may only be asleep, so it asks its ``Pulse`` before anything goes out.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models.functions import Now

from scheduler.models import Delivery, Worker

SILENT = timedelta(seconds=15)
MOST_UNWATCHED = 7.5  # seconds: half as long again as a pump waits between two looks
# A process that is alone shows itself once a minute only.
SILENT_ALONE = timedelta(seconds=150)


def seconds_since_boot() -> float:
    """Runs on while a machine sleeps, and does not jump when its clock is set."""
    clock = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return time.clock_gettime(clock)


class Pulse:
    """The sign of life of one worker. ``alone``: nobody else could take over, so none is needed.

    A beat counts only when it is committed: ``beat`` in a transaction, ``shown`` after it.
    """

    def __init__(
        self,
        owner: str,
        *,
        lanes: int,
        release: str = "",
        place: str = "",
        alone: bool = False,
        silent: timedelta | None = None,
        seconds: Callable[[], float] = seconds_since_boot,
    ) -> None:
        self.owner = owner
        self.place = place
        self.alone = alone
        self.silent = SILENT if silent is None else silent
        self.every = timedelta(seconds=60) if alone else self.silent / 5
        self._lanes = lanes
        self._release = release
        self.seconds = seconds
        self._last = seconds()
        self._slept = 0

    def register(self, now: datetime) -> None:
        """Raises nothing of its own; a row of the same owner is written anew."""
        Worker.objects.update_or_create(
            owner=self.owner,
            defaults={
                "host": socket.gethostname()[:120],
                "pid": os.getpid(),
                "place": self.place,
                "release": self._release,
                "lanes": self._lanes,
                "started_at": now,
                "seen_at": Now(),
            },
        )

    def beat(self, now: datetime) -> None:
        """``now`` only for a worker whose row was wiped: it registers again."""
        if not Worker.objects.filter(owner=self.owner).update(seen_at=Now()):
            self.register(now)

    def shown(self, at: float) -> None:
        """A beat that was written after ``at`` (of ``seconds``) is committed."""
        if not self._is_recent(at):
            self._slept += 1
        self._last = at

    def is_fresh(self) -> bool:
        """Whether nobody can have taken over by now."""
        return self._is_recent(self.seconds())

    def since_now(self) -> Callable[[], bool]:
        """To be asked before each request of a call that begins now: whether nobody can have taken
        it over, neither now nor in a sleep that is over."""
        slept = self._slept
        return lambda: self._slept == slept and self.is_fresh()

    def _is_recent(self, at: float) -> bool:
        return self.alone or at - self._last < self.silent.total_seconds() * 0.6

    def leave(self) -> None:
        Worker.objects.filter(owner=self.owner).delete()


def longest_silence() -> timedelta:
    """After which a worker of this installation does not live any more, for who only reads."""
    return SILENT if settings.GEMA.engine.kind == "distributed" else SILENT_ALONE


class Silence:
    """How long each worker has shown nothing, as this one has watched it. Its own steady clock
    counts: the database's may be set, and a row that was wiped is back with the next beat.
    """

    def __init__(
        self, silent: timedelta, seconds: Callable[[], float] = seconds_since_boot
    ) -> None:
        self._silent = silent.total_seconds()
        self._seconds = seconds
        self._asked_at = seconds()
        # By owner, the last sign of life, and for how long it has been the last.
        self._known: dict[str, tuple[datetime | None, float]] = {}

    def watch(self) -> None:
        """Look once more. What passed since the last time counts only so far: whoever slept, or was
        suspended with the others, has not watched them."""
        now = self._seconds()
        passed, self._asked_at = min(now - self._asked_at, MOST_UNWATCHED), now
        signs: dict[str, datetime | None] = dict.fromkeys(_owners_of_claims())
        signs |= dict(Worker.objects.values_list("owner", "seen_at"))
        before = self._known
        self._known = {
            owner: (sign, before[owner][1] + passed)
            if owner in before and before[owner][0] == sign
            else (sign, 0.0)
            for owner, sign in signs.items()
        }

    def dead(self) -> set[str]:
        return {owner for owner, (_sign, for_) in self._known.items() if for_ >= self._silent}

    def living(self) -> set[str]:
        return self._known.keys() - self.dead()


def _owners_of_claims() -> set[str]:
    claimed = Delivery.objects.filter(busy__isnull=False).exclude(owner="")
    return set(claimed.values_list("owner", flat=True))


def others_live(owner: str) -> bool:
    return Worker.objects.filter(seen_at__gt=Now() - SILENT).exclude(owner=owner).exists()


def earlier_of(place: str, owner: str) -> list[str]:
    """Workers that held this place before ``owner``. They are dead: it is held by a lock."""
    rows = (
        Worker.objects.filter(place=place).exclude(owner=owner) if place else Worker.objects.none()
    )
    return list(rows.values_list("owner", flat=True))


def forget(owners: list[str]) -> None:
    Worker.objects.filter(owner__in=owners).delete()
