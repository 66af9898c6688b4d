"""The calendar's arithmetic: which days are shown, and what stands on each. Pure."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from content.models import Post
from content.moments import month_name, short_month
from scheduler.models import Delivery, State
from scheduler.recurring.place import DayOff, Off

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

MOVABLE = frozenset({State.PLANNED, State.DUE, State.HELD, State.MISSED})


@dataclass(frozen=True, slots=True)
class Span:
    """The days a calendar shows, its heading, and the names of its neighbours."""

    days: tuple[date, ...]
    name: str
    month: int | None
    before: str
    after: str

    @property
    def middle(self) -> date:
        """A day that is surely of the month or week this is about."""
        return self.days[len(self.days) // 2]

    def bounds(self, zone: str) -> tuple[datetime, datetime]:
        """First instant, and first instant after, in that zone."""
        place = ZoneInfo(zone)
        first = datetime.combine(self.days[0], time(), place)
        last = datetime.combine(self.days[-1] + timedelta(days=1), time(), place)
        return first.astimezone(UTC), last.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Wish:
    """A post without deliveries yet, and when its office would like it out."""

    post: Post
    at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One post at one moment, on all its accounts. A wish has no deliveries and no state."""

    post: Post
    at: datetime
    deliveries: tuple[Delivery, ...] = ()
    state: State | None = None
    movable: bool = False

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
    off: DayOff | None = None


def month(year: int, number: int) -> Span:
    days = tuple(WEEKS.itermonthdates(year, number))
    first = date(year, number, 1)
    before, after = first - timedelta(days=1), first + timedelta(days=32)
    return Span(
        days,
        f"{month_name(first)} {year}",
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
    return f"{day.day} {short_month(day)}"


def fill(
    span: Span,
    deliveries: Iterable[Delivery],
    zone: str,
    now: datetime,
    *,
    wishes: Iterable[Wish] = (),
    may_move: Callable[[Delivery], bool] = lambda delivery: True,
    off: Off = lambda day: None,
) -> list[Day]:
    """Every day of the span with its entries in order of time."""
    place = ZoneInfo(zone)
    today = now.astimezone(place).date()
    on: dict[date, list[Entry]] = defaultdict(list)
    for entry in [*_entries(deliveries, may_move), *(Entry(w.post, w.at) for w in wishes)]:
        on[entry.at.astimezone(place).date()].append(entry)
    return [
        Day(
            day,
            tuple(sorted(on[day], key=lambda entry: entry.at)),
            inside=span.month in (None, day.month),
            today=day == today,
            past=day < today,
            off=off(day),
        )
        for day in span.days
    ]


def _entries(deliveries: Iterable[Delivery], may_move: Callable[[Delivery], bool]) -> list[Entry]:
    groups: dict[tuple[int, datetime], list[Delivery]] = defaultdict(list)
    for delivery in deliveries:
        groups[delivery.post_id, delivery.due_at].append(delivery)
    return [_entry(group, may_move) for group in groups.values()]


def _entry(deliveries: Sequence[Delivery], may_move: Callable[[Delivery], bool]) -> Entry:
    states = {State(d.state) for d in deliveries}
    first = deliveries[0]
    return Entry(
        first.post,
        first.due_at,
        tuple(deliveries),
        next(state for state in WORST if state in states),
        states <= MOVABLE and all(map(may_move, deliveries)),
    )


def weeks(days: Sequence[Day]) -> list[Sequence[Day]]:
    return [days[n : n + 7] for n in range(0, len(days), 7)]
