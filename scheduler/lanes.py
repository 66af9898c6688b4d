"""Which lanes have something due: a hint the pump keeps in memory, so that a turn in the middle of
a burst asks for a few rows and not for all that are due. Whatever it says is asked again of the
database, in the transaction that starts the sends; a wrong hint costs a question, never a send.

And how many lanes one network may hold: one that answers slowly must not keep the others waiting
(docs/decisions/0009).
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from heapq import heappop, heappush

from scheduler.heads import Head

# Heads read at a time. More would only be read again, further on in the burst.
MOST = 1000


# Beside the lanes that one network may take there are a quarter as many for the others.
PART = 4


def most_calls(lanes: int) -> int:
    """At a time, where any one network may have as many as there are lanes."""
    return lanes + -(-lanes // PART)


def may_begin(held: int, free: int, lanes: int) -> bool:
    """Whether a network with so many calls under way may begin one more, ``free`` being left.

    Alone it gets all lanes. The less is left for others, the less it may hold: so there is room
    for the next one to come, whoever is slow by then, and calls that end make more of it.
    """
    return held < min(lanes, PART * free)


class Ready:
    """Heads in the order in which they are to start. ``stale``: look at the whole table again.

    ``lanes``: see ``may_begin``. ``under_way``: the network of each call, kept by the caller.
    """

    def __init__(
        self, lanes: int = sys.maxsize, under_way: Mapping[int, str] | None = None
    ) -> None:
        self.stale = True
        self._lanes = lanes
        self._under_way = {} if under_way is None else under_way
        self._held: Counter[str] = Counter()
        self._heads: dict[str, list[Head]] = {}
        # More may be due than was read: of any network, or only of those left out of a reading.
        self._more = False
        self._left_out: set[str] = set()
        self._looked_beside = False
        self._freed: set[int] = set()
        self._later: dict[int, float] = {}

    def begin(self) -> None:
        """A turn: what had to wait for the next one is asked about again."""
        self._held = Counter(self._under_way.values())
        self._looked_beside = False
        self._freed |= self._later.keys()
        self._later.clear()

    def begun(self, networks: Iterable[str]) -> None:
        """Calls that this turn begins."""
        self._held.update(networks)

    @property
    def again_in(self) -> float | None:
        """Seconds until one that was postponed may start; None where nothing is known to change."""
        return min((wait for wait in self._later.values() if wait), default=None)

    def fill(self, heads: list[Head]) -> None:
        """All that may start now, or as many of them as one reading gives."""
        self._heads = {}
        self.add(heads)
        self._more = len(heads) >= MOST
        self._left_out.clear()
        self._freed.clear()
        self.stale = False

    def fill_others(self, heads: list[Head], besides: Collection[str]) -> None:
        """A second reading, without these networks."""
        self.add(heads)
        self._more = len(heads) >= MOST
        self._left_out.update(besides)
        self._looked_beside = True

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
            heappush(self._heads.setdefault(head.kind, []), head)

    @property
    def at_limit(self) -> bool:
        """Something waits, and only for calls of its own network to end."""
        free = most_calls(self._lanes) - self._held.total()
        return bool(self._heads) and not self._freed and not self._open(self._held, free)

    @property
    def hides_others(self) -> bool:
        """What was read waits for its networks; what of others was not read need not. Once in a
        turn."""
        return self._more and not self._looked_beside and self.at_limit

    @property
    def waiting(self) -> set[str]:
        """The networks of what was read and has not started."""
        return set(self._heads)

    def pop(self, most: int) -> set[int]:
        """The ids of those that come first. With the last of them, what was not read is read.

        The next lane goes to the network that holds the fewest.
        """
        held, ids = self._held.copy(), set[int]()
        free = most_calls(self._lanes) - held.total()
        while len(ids) < most and (network := self._next(held, free)):
            ids.add(heappop(self._heads[network]).id)
            held[network] += 1
            free -= 1
            if not self._heads[network]:
                del self._heads[network]
                self.stale = self.stale or network in self._left_out
        if len(ids) < most and self._more and not self._heads:
            self.stale = True
        return ids

    def _next(self, held: Counter[str], free: int) -> str | None:
        """The network of the next head to begin; in a burst of one network that is soon said."""
        if len(self._heads) == 1:
            [one] = self._heads
            return one if may_begin(held[one], free, self._lanes) else None
        networks = self._open(held, free)
        return min(networks, key=lambda kind: (held[kind], self._heads[kind][0]), default=None)

    def _open(self, held: Counter[str], free: int) -> list[str]:
        """The networks of waiting heads that may begin a call."""
        return [kind for kind in self._heads if may_begin(held[kind], free, self._lanes)]
