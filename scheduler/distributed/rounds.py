"""Whether a part of a process still comes round, judged by another part that does."""

from __future__ import annotations

from collections.abc import Callable

from scheduler.workers import seconds_since_boot

PATIENCE = 10.0  # seconds
# What one absence of the judge counts at most: the process was asleep then, and not only one part.
MOST_AT_ONCE = 3.0


class Rounds:
    """``came_round`` is called by the one that is judged, ``another_did`` by the judge.

    The two may come at once. A round that gets lost in that is followed by the next one.
    """

    def __init__(self, seconds: Callable[[], float] = seconds_since_boot) -> None:
        self._seconds = seconds
        self._judged_at = seconds()
        self._missed = 0.0

    def came_round(self) -> None:
        self._missed = 0.0

    def another_did(self) -> None:
        now = self._seconds()
        self._missed += min(now - self._judged_at, MOST_AT_ONCE)
        self._judged_at = now

    @property
    def have_ended(self) -> bool:
        return self._missed > PATIENCE
