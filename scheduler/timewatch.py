"""Whether the wall clock can be believed: it must run as far as the clock that nobody sets.

Deliveries are due by the wall clock, and that one is set: by hand, by NTP, by a host that wakes its
guests. The other one counts since the start of the machine, asleep or not, and only ever runs. A
wall clock that has moved against it by more than a minute has jumped, and nothing starts until a
second reading agrees (``scheduler.doubt``). A laptop that slept has not jumped.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

TOLERANCE = timedelta(minutes=1)
# Counts while the machine sleeps, where the system has such a clock.
SINCE_BOOT: int = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
AT_ONCE = 0.5  # seconds within which both clocks are read together
TRIES = 5


@dataclass(frozen=True, slots=True)
class Reading:
    """Both clocks at one moment. ``steady``: seconds of the one that nobody sets."""

    wall: datetime
    steady: float


@dataclass(frozen=True, slots=True)
class Steady:
    """Both clocks have run equally far."""


@dataclass(frozen=True, slots=True)
class Jumped:
    """The wall clock has moved against the other one, forward or back."""

    by: timedelta


Verdict = Steady | Jumped
Read = Callable[[], Reading]


def compare(trusted: Reading, now: Reading) -> Verdict:
    """Against the last reading that was trusted, so that many small steps add up."""
    moved = (now.wall - trusted.wall) - timedelta(seconds=now.steady - trusted.steady)
    return Jumped(moved) if abs(moved) > TOLERANCE else Steady()


def agree(one: datetime, other: datetime) -> bool:
    return abs(one - other) <= TOLERANCE


def read_clocks() -> Reading:
    """Both at once: a process that was stopped between the two would see a jump."""
    for _ in range(TRIES):
        before = time.clock_gettime(SINCE_BOOT)
        wall = datetime.now(UTC)
        after = time.clock_gettime(SINCE_BOOT)
        if after - before < AT_ONCE:
            break
    return Reading(wall, after)


class TimeWatch:
    """Asked before anything starts, in any thread; never waits.

    ``inherited``: a doubt that is not about what happens from now on.
    ``notice`` is called at every reading that is in doubt, and must be quick.
    """

    def __init__(
        self,
        read: Read = read_clocks,
        *,
        trusted: Reading | None = None,
        inherited: Jumped | None = None,
        notice: Callable[[], None] = lambda: None,
    ) -> None:
        self.read = read
        self.notice = notice
        self._inherited = inherited
        self._trusted = trusted or read()

    @property
    def trusted(self) -> Reading:
        return self._trusted

    def verdict(self, reading: Reading | None = None) -> Verdict:
        return self._inherited or compare(self._trusted, reading or self.read())

    def may_start(self, now: datetime) -> bool:
        """Whether sends may begin. Both clocks are read anew; ``now`` was read a moment before, and
        the wall clock may have been set back, or the process been stopped, in between.
        """
        reading = self.read()
        readings = (reading, Reading(now, reading.steady))
        if all(isinstance(self.verdict(each), Steady) for each in readings):
            return True
        self.notice()
        return False

    def distrust(self, by: timedelta) -> None:
        """Another clock says so, and there is nothing here to judge by."""
        self._inherited = Jumped(by)

    def trust(self, reading: Reading) -> None:
        """A second reading or a person has said that this wall clock is right."""
        self._trusted, self._inherited = reading, None
