"""Where the days of a grid really stand, given the holidays. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.models import Policy
from scheduler.recurring import rule

SATURDAY = 5
# No row of holidays and weekends is longer; farther than this a day is not moved.
FARTHEST = 21


@dataclass(frozen=True, slots=True)
class DayOff:
    """``estimate``: the moon has not been seen yet. ``ours``: said by the administrators."""

    day: date
    name: str
    shared_leave: bool = False
    estimate: bool = False
    ours: bool = False


Off = Callable[[date], DayOff | None]


@dataclass(frozen=True, slots=True)
class Placed:
    """``grid``: a day of the rule; ``day``: where it stands. None: nothing goes out, because of
    ``off``, or because it is ``merged`` with a neighbour that stands there already.
    """

    grid: date
    day: date | None
    off: DayOff | None = None
    merged: bool = False

    @property
    def moved(self) -> bool:
        return self.day is not None and self.day != self.grid


def place(grid: Sequence[date], policy: str, off: Off) -> list[Placed]:
    """Each day of a grid, in order, after what the policy does to holidays."""
    if policy == Policy.AS_USUAL:
        return [Placed(day, day, off(day)) for day in grid]
    taken = {day for day in grid if off(day) is None}
    return [_place(day, policy, off, taken) for day in grid]


def _place(day: date, policy: str, off: Off, taken: set[date]) -> Placed:
    """``taken``: where something stands; what is moved adds itself."""
    holiday = off(day)
    if holiday is None:
        return Placed(day, day)
    if policy == Policy.SKIP:
        return Placed(day, None, holiday)
    step = -1 if policy == Policy.BEFORE else 1
    near = (day + timedelta(days=step * n) for n in range(1, FARTHEST + 1))
    free = next((each for each in near if is_working(each, off)), None)
    if free is None or free in taken:
        return Placed(day, None, holiday, merged=free is not None)
    taken.add(free)
    return Placed(day, free, holiday)


def is_working(day: date, off: Off) -> bool:
    return day.weekday() < SATURDAY and off(day) is None


def window(
    text: str, first: date, policy: str, off: Off, *, start: date, end: date
) -> list[Placed]:
    """The days of the grid from ``start`` to ``end``. Neighbours outside count for merging."""
    margin = timedelta(days=FARTHEST)
    wide = rule.grid(text, first, start - margin, end + margin)
    return [each for each in place(wide, policy, off) if start <= each.grid <= end]


def upcoming(
    text: str, first: date, policy: str, off: Off, *, start: date, most: int
) -> list[Placed]:
    """The next days of the grid that stand on or after ``start``, or would have."""
    margin = timedelta(days=FARTHEST)
    wide = rule.following(text, first, max(first, start - margin), most + 3 * FARTHEST)
    found = [each for each in place(wide, policy, off) if (each.day or each.grid) >= start]
    return found[:most]
