"""Which lanes have something due: a hint the pump keeps in memory, so that a turn in the middle of
a burst asks for a few rows and not for all that are due. Whatever it says is asked again of the
database, in the transaction that starts the sends; a wrong hint costs a question, never a send.
"""

from __future__ import annotations

from collections.abc import Iterable
from heapq import heapify, heappop, heappush

from scheduler.heads import Head

# Heads read at a time. More would only be read again, further on in the burst.
MOST = 1000


class Ready:
    """Heads in the order in which they are to start. ``stale``: look at the whole table again."""

    def __init__(self) -> None:
        self.stale = True
        self._heads: list[Head] = []
        self._more = False
        self._freed: set[int] = set()
        self._later: dict[int, float] = {}

    def begin(self) -> None:
        """A turn: what had to wait for the next one is asked about again."""
        self._freed |= self._later.keys()
        self._later.clear()

    @property
    def again_in(self) -> float | None:
        """Seconds until one that was postponed may start; None where nothing is known to change."""
        return min((wait for wait in self._later.values() if wait), default=None)

    def fill(self, heads: list[Head]) -> None:
        """All that may start now, or as many of them as one reading gives."""
        self._heads = heads
        heapify(self._heads)
        self._more = len(heads) >= MOST
        self._freed.clear()
        self.stale = False

    def free(self, lane: int) -> None:
        """A call of this account has ended: its next delivery may be due."""
        self._freed.add(lane)

    def postpone(self, lane: int, seconds: float = 0.0) -> None:
        """Its head may start, but not in this turn, nor for so long."""
        self._later[lane] = seconds

    def take_freed(self) -> set[int]:
        freed, self._freed = self._freed, set()
        return freed

    def add(self, heads: Iterable[Head]) -> None:
        for head in heads:
            heappush(self._heads, head)

    def pop(self, most: int) -> set[int]:
        """The ids of those that come first. With the last of them, what was not read is read."""
        ids = {heappop(self._heads).id for _ in range(min(most, len(self._heads)))}
        if len(ids) < most and self._more:
            self.stale = True
        return ids
