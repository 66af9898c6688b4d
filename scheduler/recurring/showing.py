"""What the pages of series show: their days to come and gone, with what became of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from content.models import Post, Status
from content.moments import say_date
from scheduler.models import Delivery, Mode, Occurrence, Part, Series, State, Turn
from scheduler.month import WORST
from scheduler.recurring import days_off, place, saying, times
from scheduler.recurring.place import Off, Placed

COMING = 8
GONE_BY = 12


@dataclass(frozen=True, slots=True)
class Occasion:
    """One day of a series on the screen. ``state``: what its chip says; ``word`` overrides it."""

    grid: date
    at: datetime
    when: str
    clock: str
    holiday: str
    did: str
    state: str
    word: str = ""
    own: Post | None = None
    meanwhile: bool = False
    touched: bool = False
    deliveries: tuple[Delivery, ...] = ()

    @property
    def goes_out(self) -> bool:
        return self.state not in (Turn.SKIPPED, Turn.HOLIDAY, Turn.MERGED)

    @property
    def waits_for_words(self) -> bool:
        own = self.own
        return own is not None and own.approval_id is None and own.status != Status.DISCARDED


def coming(series: Series, now: datetime, most: int = COMING) -> list[Occasion]:
    """The next days, those already decided and those of the grid behind them."""
    off = days_off.reader()
    rows = Occurrence.objects.filter(series=series, due_at__gt=now)
    found = [] if series.ended_at else _shown(series, rows.select_related("own")[:most], off)
    known = set(Occurrence.objects.filter(series=series).values_list("date", flat=True))
    if series.ended_at is None:
        start = times.day_in(series.zone, now)
        grid = place.upcoming(
            series.rule, series.first, series.policy, off, start=start, most=most + len(known)
        )
        found += [
            one
            for each in grid
            if each.grid not in known and (one := _planned(series, each)).at > now
        ]
    return sorted(found, key=lambda one: one.at)[:most]


def gone_by(series: Series, now: datetime, most: int = GONE_BY) -> list[Occasion]:
    """The last days, newest first. Of an ended series also what was cancelled with it."""
    rows = Occurrence.objects.filter(series=series)
    if series.ended_at is None:
        rows = rows.filter(due_at__lte=now)
    newest = rows.select_related("own").order_by("-due_at", "-date")[:most]
    return sorted(_shown(series, newest, days_off.reader()), key=lambda one: one.at, reverse=True)


def one(series: Series, day: date) -> Occasion | None:
    """That of one day of the grid; None if the rule has no such day."""
    off = days_off.reader()
    row = Occurrence.objects.filter(series=series, date=day).select_related("own").first()
    if row is not None:
        return _shown(series, [row], off)[0]
    grid = place.window(series.rule, series.first, series.policy, off, start=day, end=day)
    return _planned(series, grid[0]) if grid else None


def _shown(series: Series, rows: Iterable[Occurrence], off: Off) -> list[Occasion]:
    occurrences = list(rows)
    parts = Part.objects.filter(occurrence__in=occurrences, replaced=False)
    found: dict[int, list[Delivery]] = {each.pk: [] for each in occurrences}
    for part in parts.select_related("delivery__account__office", "delivery__post"):
        found[part.occurrence_id].append(part.delivery)
    return [_occasion(series, each, found[each.pk], off) for each in occurrences]


def _occasion(series: Series, row: Occurrence, deliveries: list[Delivery], off: Off) -> Occasion:
    placed = Placed(
        row.date, row.day if row.state != Turn.MERGED else None, merged=row.state == Turn.MERGED
    )
    at = min((delivery.due_at for delivery in deliveries), default=row.due_at)
    local = series.mode == Mode.LOCAL
    moved = saying.did_words(placed) if row.state in (Turn.PLANNED, Turn.MERGED) else ""
    return Occasion(
        grid=row.date,
        at=at,
        when=say_date(row.day if local else times.day_in(series.zone, at)),
        clock=saying.clock_words(row.clock, at, series.zone, series.mode),
        holiday=saying.holiday_words(off(row.date)),
        did=moved,
        state=_state(row, deliveries),
        own=row.own if row.own is None or row.own.status != Status.DISCARDED else None,
        meanwhile=row.meanwhile,
        touched=row.touched,
        deliveries=tuple(deliveries),
    )


def _state(row: Occurrence, deliveries: list[Delivery]) -> str:
    """The worst of its deliveries, while or after they run; else what was decided."""
    states = {State(delivery.state) for delivery in deliveries}
    if states and row.state in (Turn.PLANNED, Turn.DONE):
        return next(state for state in WORST if state in states)
    return row.state


def _planned(series: Series, placed: Placed) -> Occasion:
    """A day of the grid that the calendar has not come to yet."""
    day = placed.day or placed.grid
    zones = [account.office.zone for account in series.accounts.select_related("office")]
    at = times.first_of(day, series.clock, series.zone, series.mode, zones)
    left_out = Turn.MERGED if placed.merged else Turn.HOLIDAY
    return Occasion(
        grid=placed.grid,
        at=at,
        when=say_date(day),
        clock=saying.clock_words(series.clock, at, series.zone, series.mode),
        holiday=saying.holiday_words(placed.off),
        did=saying.did_words(placed) if placed.day else "",
        state=Turn.PLANNED if placed.day else left_out,
    )
