"""Which hours are heard best. Pure.

A channel with many readers would make its own habits look like good hours, so each delivery is held
against what is usual for its account, and an hour against all that went out in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from web.awareness.tally import ENOUGH

BEST = 3
SURE = 10  # figures, from which on an hour may be called good
WORTH = 1.1  # an hour that is told to be good is at least so many times as good as usual
# Below the first it is well below what is usual, from the last on well above.
LEVELS = (0.75, 0.95, 1.05, 1.3)


class Slot(NamedTuple):
    """An hour of the week on the office's own clock; Monday is 0."""

    weekday: int
    hour: int


class Sighting(NamedTuple):
    """``value``: None where nothing is told."""

    account: int
    slot: Slot
    value: int | None


@dataclass(frozen=True, slots=True)
class Hour:
    """``sent``: all that went out in it; ``told``: of how many the figure is told. ``times``: what
    they came to, in times of what is usual for their accounts; None of too few."""

    sent: int
    told: int
    times: float | None

    @property
    def level(self) -> int | None:
        if self.times is None:
            return None
        return 1 + sum(self.times >= bound for bound in LEVELS)


def hours(seen: Iterable[Sighting]) -> dict[Slot, Hour]:
    every = list(seen)
    usual = _usual(every)
    sent: defaultdict[Slot, int] = defaultdict(int)
    told: defaultdict[Slot, int] = defaultdict(int)
    times: defaultdict[Slot, list[float]] = defaultdict(list)
    for account, slot, value in every:
        sent[slot] += 1
        if value is None:
            continue
        told[slot] += 1
        if account in usual:
            times[slot].append(value / usual[account])
    return {
        slot: Hour(number, told[slot], median(times[slot]) if len(times[slot]) >= ENOUGH else None)
        for slot, number in sent.items()
    }


def best(given: Mapping[Slot, Hour]) -> list[tuple[Slot, Hour]]:
    """The few that stand out and rest on enough, the best first."""
    good = [
        (hour.times, slot)
        for slot, hour in given.items()
        if hour.times is not None and hour.times >= WORTH and hour.told >= SURE
    ]
    return [(slot, given[slot]) for _times, slot in sorted(good, key=_order)[:BEST]]


def _order(found: tuple[float, Slot]) -> tuple[float, Slot]:
    return -found[0], found[1]


def _usual(seen: Iterable[Sighting]) -> dict[int, float]:
    """The median of each account that has told enough for one."""
    values: defaultdict[int, list[int]] = defaultdict(list)
    for account, _slot, value in seen:
        if value is not None:
            values[account].append(value)
    middles = ((key, median(found)) for key, found in values.items() if len(found) >= ENOUGH)
    return {account: middle for account, middle in middles if middle}
