"""Public holidays: what the calendar package knows, and over it what our administrators say.

The joint decree of the three ministers sets them each year and moves them within it, so a day in
the table ``Holiday`` counts before the package; without a name it is no holiday.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

from holidays import GOVERNMENT, PUBLIC, country_holidays

from scheduler.models import Holiday
from scheduler.recurring import rule
from scheduler.recurring.place import DayOff, Off

ESTIMATE = re.compile(r" \(perkiraan\)")


def reader() -> Off:
    """Whether a day is off, by what is said today. One query, then any number of days."""
    said = {holiday.day: _ours(holiday) for holiday in Holiday.objects.all()}

    def off(day: date) -> DayOff | None:
        return said[day] if day in said else published(day.year).get(day)

    return off


def between(first: date, last: date) -> dict[date, DayOff]:
    """Every day off from ``first`` to ``last``, in order."""
    off = reader()
    found = ((day, off(day)) for day in rule.days(first, last))
    return {day: holiday for day, holiday in found if holiday is not None}


@lru_cache(maxsize=32)
def published(year: int) -> Mapping[date, DayOff]:
    """What the package says alone. A holiday that is also shared leave is a holiday."""
    found = {day: DayOff(day, name, shared_leave=True) for day, name in _of(year, GOVERNMENT)}
    for day, name in _of(year, PUBLIC):
        estimated = ESTIMATE.search(name) is not None
        found[day] = DayOff(day, ESTIMATE.sub("", name), estimate=estimated)
    return dict(sorted(found.items()))


def _of(year: int, category: str) -> Iterable[tuple[date, str]]:
    return country_holidays("ID", years=year, categories=(category,), language="id").items()


def _ours(said: Holiday) -> DayOff | None:
    return DayOff(said.day, said.name, said.shared_leave, ours=True) if said.name else None
