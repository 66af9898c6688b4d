"""What is to become of one engine: drawn from the seed."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count, cycle
from random import Random

from scheduler import points
from tests.crash import channel
from tests.crash.engine_process import Trap

POINTS = (*points.ENGINE, *channel.POINTS)
PATIENCE = 0.5  # seconds more in which a point has to be reached, else it is killed anyhow


@dataclass(frozen=True, slots=True)
class Fate:
    """After ``seconds`` it is killed, or stopped; a trap may shut before. Else it lives on."""

    seconds: float = float("inf")
    stops: bool = False
    trap: Trap | None = None

    def after_resuming(self, lived: float) -> Fate:
        """It works on for a moment, so that what it does late is seen; then it is killed."""
        return replace(self, seconds=lived + 1.5, stops=False, trap=None)


def fates(dice: Random, kills: int, stops: int, longest: float = 0.7) -> Iterator[Fate]:
    """Kills, and stops spread among them: half at labelled points in turn, half at random.

    ``longest``: seconds that an engine lives which is killed at random.
    """
    every = max(2, kills // stops) if stops else 0
    to_kill, to_stop = (_turns(dice, longest, stop=stop) for stop in (False, True))
    for number in count(1):
        yield next(to_stop if every and number % every == 0 else to_kill)


def _turns(dice: Random, longest: float, *, stop: bool) -> Iterator[Fate]:
    number = signal.SIGSTOP if stop else signal.SIGKILL
    for point in cycle(POINTS):
        yield Fate(seconds=dice.uniform(0.05, longest), stops=stop)
        trap = Trap(point, dice.randint(1, 3), number)
        yield Fate(seconds=longest + PATIENCE, trap=trap)
