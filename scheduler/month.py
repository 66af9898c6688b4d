"""The calendar's arithmetic: which days are shown, and what stands on each. Pure."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from content.zones import MONTHS, SHORT_MONTHS
from scheduler.models import Delivery, State

WEEKS = calendar.Calendar(firstweekday=0)
# From what needs a person to what is done: the colour of an entry is its worst state.
WORST = (
    State.FAILED,
    State.UNCONFIRMED,
    State.MISSED,
    State.HELD,
    State.SENDING,
    State.DUE,
    State.PLANNED,
    State.SENT,
    State.CANCELLED,
)


@dataclass(frozen=True, slots=True)
class Span:
    """The days a calendar shows, its heading, and the names of its neighbours."""

    days: tuple[date, ...]
    name: str
    month: int | None
    before: str
    after: str

    def bounds(self, zone: str) -> tuple[datetime, datetime]:
        """First instant, and first instant after, in that zone."""
        place = ZoneInfo(zone)
        first = datetime.combine(self.days[0], time(), place)
        last = datetime.combine(self.days[-1] + timedelta(days=1), time(), place)
        return first.astimezone(UTC), last.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """One post at one moment, on all its accounts."""

    deliveries: tuple[Delivery, ...]
    at: datetime
    state: State
    movable: bool

    @property
    def first(self) -> Delivery:
        return self.deliveries[0]

    @property
    def kinds(self) -> list[str]:
        return list(dict.fromkeys(d.account.kind for d in self.deliveries))


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    entries: tuple[Entry, ...]
    inside: bool
    today: bool
    past: bool


def month(year: int, number: int) -> Span:
    days = tuple(WEEKS.itermonthdates(year, number))
    first = date(year, number, 1)
    before, after = first - timedelta(days=1), first + timedelta(days=32)
    return Span(
        days,
        f"{MONTHS[number - 1]} {year}",
        number,
        f"{before:%Y-%m}",
        f"{after:%Y-%m}",
    )


def week(monday: date) -> Span:
    days = tuple(monday + timedelta(days=n) for n in range(7))
    last = days[-1]
    start = f"{monday.day}" if monday.month == last.month else _short(monday)
    name = f"{start}–{_short(last)} {last.year}"
    return Span(
        days,
        name,
        None,
        f"{monday - timedelta(days=7):%Y-%m-%d}",
        f"{monday + timedelta(days=7):%Y-%m-%d}",
    )


def _short(day: date) -> str:
    return f"{day.day} {SHORT_MONTHS[day.month - 1]}"


def fill(span: Span, deliveries: Iterable[Delivery], zone: str, now: datetime) -> list[Day]:
    """Every day of the span with its entries in order of time."""
    place = ZoneInfo(zone)
    today = now.astimezone(place).date()
    groups: dict[date, dict[tuple[int, datetime], list[Delivery]]] = defaultdict(dict)
    for delivery in deliveries:
        day = delivery.due_at.astimezone(place).date()
        groups[day].setdefault((delivery.post_id, delivery.due_at), []).append(delivery)
    return [
        Day(
            day,
            tuple(sorted(map(_entry, groups[day].values()), key=lambda entry: entry.at)),
            inside=span.month in (None, day.month),
            today=day == today,
            past=day < today,
        )
        for day in span.days
    ]


def _entry(deliveries: Sequence[Delivery]) -> Entry:
    states = {State(d.state) for d in deliveries}
    worst = next(state for state in WORST if state in states)
    movable = all(s in (State.PLANNED, State.DUE, State.HELD, State.MISSED) for s in states)
    return Entry(tuple(deliveries), deliveries[0].due_at, worst, movable)


def weeks(days: Sequence[Day]) -> list[Sequence[Day]]:
    return [days[n : n + 7] for n in range(0, len(days), 7)]
