"""A pair of clocks that a test sets: the wall, and the one that nobody sets."""

from __future__ import annotations

from datetime import datetime, timedelta

from scheduler.timewatch import Reading
from tests.people import MORNING


class Clocks:
    def __init__(self, wall: datetime = MORNING, steady: float = 1000.0) -> None:
        self._wall, self._steady = wall, steady

    def read(self) -> Reading:
        return Reading(self._wall, self._steady)

    def now(self) -> datetime:
        return self._wall

    def sleep(self, for_: timedelta) -> None:
        """Time goes by, for the processes or without them."""
        self._wall += for_
        self._steady += for_.total_seconds()

    def jump(self, by: timedelta) -> None:
        self._wall += by
