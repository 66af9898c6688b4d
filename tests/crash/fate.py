"""What is to become of one engine: drawn from the seed."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, cycle
from random import Random

from scheduler import points
from tests.crash import channel
from tests.crash.engine_process import Trap
from tests.crash.pace import ASLEEP

POINTS = (*points.ENGINE, *channel.POINTS)
# Seconds in which a point has to be reached, else it is killed anyhow. Stops are rare.
TO_KILL, TO_STOP = 1.5, 4.0
AWAKE = 1.5
EARLY = 0.15


@dataclass(frozen=True, slots=True)
class Fate:
    """It is killed, or stopped, ``seconds`` after its first call has begun (``early``: after its
    own start); a trap may shut before. Else it lives on."""

    seconds: float = float("inf")
    early: bool = False
    stops: bool = False
    asleep: float = 0.0  # seconds until it is resumed
    trap: Trap | None = None

    @property
    def may_stop(self) -> bool:
        return self.stops or (self.trap is not None and self.trap.signal == signal.SIGSTOP)


# Resumed, it works on for a moment, so that what it does late is seen; then it is killed.
RESUMED = Fate(seconds=AWAKE, early=True)


def fates(dice: Random, kills: int, stops: int) -> Iterator[Fate]:
    """Kills, and stops spread among them: half at labelled points in turn, half at random."""
    every = max(2, kills // stops) if stops else 0
    to_kill, to_stop = (_turns(dice, stop=stop) for stop in (False, True))
    for number in count(1):
        yield next(to_stop if every and number % every == 0 else to_kill)


def _turns(dice: Random, *, stop: bool) -> Iterator[Fate]:
    number = signal.SIGSTOP if stop else signal.SIGKILL
    for point in cycle(POINTS):
        early = dice.random() < EARLY
        asleep = dice.choice(ASLEEP)
        yield Fate(seconds=dice.uniform(0, 0.6), early=early, stops=stop, asleep=asleep)
        trap = Trap(point, dice.randint(1, 3), number)
        yield Fate(seconds=TO_STOP if stop else TO_KILL, asleep=asleep, trap=trap)
