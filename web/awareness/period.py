"""A stretch of days, and the days, weeks or months it is drawn in. Days are the offices' own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum, auto

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
# From the first clocks on earth to the last: what is outside on any of them is not even read.
EARLIEST, LATEST = timedelta(hours=14), timedelta(hours=12)
BY_DAY, BY_WEEK = 31, 182  # longest periods that are drawn so


class Step(Enum):
    DAY = auto()
    WEEK = auto()
    MONTH = auto()


@dataclass(frozen=True, slots=True)
class Period:
    """Both days included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def step(self) -> Step:
        if self.days <= BY_DAY:
            return Step.DAY
        return Step.WEEK if self.days <= BY_WEEK else Step.MONTH

    @property
    def instants(self) -> tuple[datetime, datetime]:
        """From the first to before the second it is one of these days somewhere on earth."""
        return (
            datetime.combine(self.first, time(), tzinfo=UTC) - EARLIEST,
            datetime.combine(self.last + DAY, time(), tzinfo=UTC) + LATEST,
        )


@dataclass(frozen=True, slots=True)
class Stretch:
    """One column. ``whole``: all its days are in the period, and over."""

    first: date
    last: date
    whole: bool


def up_to(last: date, days: int) -> Period:
    return Period(last - timedelta(days=days - 1), last)


def twelve_months(last: date) -> Period:
    """This month as far as it has come, and the eleven before it."""
    year, month = divmod(last.year * 12 + last.month - 1 - 11, 12)
    return Period(date(year, month + 1, 1), last)


def stretches(period: Period, today: date) -> tuple[Stretch, ...]:
    return tuple(
        Stretch(
            first=max(first, period.first),
            last=min(last, period.last),
            whole=first >= period.first and last <= period.last and last < today,
        )
        for first, last in _grid(period)
    )


def places(given: tuple[Stretch, ...]) -> dict[date, int]:
    """Each day, and the number of the stretch it lies in."""
    return {
        each.first + timedelta(days=n): place
        for place, each in enumerate(given)
        for n in range((each.last - each.first).days + 1)
    }


def _grid(period: Period) -> Iterator[tuple[date, date]]:
    """Whole days, weeks from Monday, or months of the calendar, until the period is covered."""
    first = _beginning(period.first, period.step)
    while first <= period.last:
        following = _following(first, period.step)
        yield first, following - DAY
        first = following


def _beginning(day: date, step: Step) -> date:
    match step:
        case Step.DAY:
            return day
        case Step.WEEK:
            return day - timedelta(days=day.weekday())
        case Step.MONTH:
            return day.replace(day=1)


def _following(first: date, step: Step) -> date:
    match step:
        case Step.DAY:
            return first + DAY
        case Step.WEEK:
            return first + WEEK
        case Step.MONTH:
            return (first + timedelta(days=31)).replace(day=1)
