"""What a changed series hands over to the one that takes its place.

An occurrence under way goes along with all its deliveries, so that it is finished as it was begun:
nothing of it goes out twice and nothing is lost. So do the words for one time. All other days are
reckoned anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db.models import Q

from scheduler import plan
from scheduler.models import OPEN, Delivery, Occurrence, Part, Series, State, Turn
from scheduler.recurring import carry_out, days_off, place, times
from scheduler.recurring.ending import BEGUN
from scheduler.recurring.place import FARTHEST, Placed
from scheduler.recurring.standing import Row

# The farthest that a day out already can stand from where a new rule or policy would put it.
REACH = timedelta(days=FARTHEST)
WENT = Q(state__in=(Turn.PLANNED, Turn.DONE))
LEFT_OUT = Q(state__in=(Turn.CANCELLED, Turn.SKIPPED))


def hand_over(old: Series, new: Series, at: datetime) -> None:
    """In the transaction that holds both; what stays with the old one ends with it."""
    _hold(old)
    today = times.day_in(new.zone, new.since)
    rows = _rows(old, today)
    if not rows:
        return
    moments = _moments(new, [row.occurrence.date for row in rows])
    along = [row for row in rows if _goes_along(row, moments, today, at)]
    _give(along, new, at)
    _keep_clear([row for row in rows if has_gone(row)], along, new)
    reworded = [row.occurrence for row in rows if row not in along and row.occurrence.own]
    for one in reworded:
        if one.due_at > at and moments.get(one.date, at) > at:
            _give_words(one, new, moments[one.date], at)


def adopt(new: Series) -> None:
    """A series that begins in the minute in which an ended one of its post has gone out: what went
    out at a moment of its own counts as its own, so that the moment is not sent twice.
    """
    went = Part.objects.filter(
        replaced=False,
        account__in=new.accounts.all(),
        occurrence__series__in=Series.objects.filter(post=new.post_id).exclude(ended_at=None),
        delivery__state__in=BEGUN,
        delivery__due_at__gte=new.since,
    )
    for part in went.select_related("occurrence", "account__office", "delivery").order_by("pk"):
        for each in _window(new, part.occurrence.day - REACH, part.occurrence.day + REACH):
            if each.day is not None and _moment(new, each.day, part) == part.delivery.due_at:
                _adopt(part, each.grid, new)


def _moment(new: Series, day: date, part: Part) -> datetime:
    return times.due_for(day, new.clock, new.zone, new.mode, part.account.office.zone).at


def _adopt(part: Part, grid: date, new: Series) -> None:
    """The occurrence comes along, open for accounts that have not had it."""
    known = Occurrence.objects.filter(series=new, date=grid).first()
    if known is not None:
        Part.objects.filter(pk=part.pk).update(occurrence=known)
        return
    Occurrence.objects.filter(pk=part.occurrence_id).update(
        series=new, date=grid, clock=new.clock, state=Turn.PLANNED
    )
    unsent = Part.objects.filter(occurrence=part.occurrence_id, delivery__state=State.CANCELLED)
    unsent.update(replaced=True)


def gone(old: Series, at: datetime) -> frozenset[date]:
    """Days of the grid that are out or on their way: no rule brings them once more."""
    rows = _rows(old, times.day_in(old.zone, at))
    return frozenset(row.occurrence.date for row in rows if has_gone(row))


def has_gone(row: Row) -> bool:
    """Something of it was sent, or was tried."""
    return any(d.state not in (*OPEN, State.CANCELLED) for d in row.deliveries.values())


def _goes_along(row: Row, moments: Mapping[date, datetime], today: date, at: datetime) -> bool:
    """``moments``: when the new series would send the days that it has too."""
    one = row.occurrence
    anew = moments.get(one.date)
    if one.state != Turn.PLANNED and (anew is None or one.date < today):
        return False
    if has_gone(row):
        return True
    return one.due_at <= at and (anew is None or anew <= at)


def _hold(old: Series) -> None:
    """What is starting at this moment is seen as begun, or waits for what is done here."""
    waiting = Delivery.objects.filter(part__occurrence__series=old, state__in=OPEN)
    list(waiting.select_for_update(no_key=True, of=("self",)).values_list("pk"))


def _rows(old: Series, today: date) -> list[Row]:
    recent = Q(state=Turn.PLANNED) | Q(date__gte=today - REACH)
    found = list(old.occurrences.filter(recent, WENT | LEFT_OUT).select_related("own"))
    deliveries: dict[int, dict[int, Delivery]] = {one.pk: {} for one in found}
    parts = Part.objects.filter(occurrence__in=found, replaced=False).select_related("delivery")
    for part in parts:
        deliveries[part.occurrence_id][part.account_id] = part.delivery
    return [Row(one, deliveries[one.pk]) for one in found]


def _moments(new: Series, days: Collection[date]) -> Mapping[date, datetime]:
    zones = _zones(new)
    return {
        each.grid: times.first_of(each.day, new.clock, new.zone, new.mode, zones)
        for each in _window(new, min(days), max(days))
        if each.day is not None
    }


def _window(series: Series, start: date, end: date) -> list[Placed]:
    off = days_off.reader()
    return place.window(series.rule, series.first, series.policy, off, start=start, end=end)


def _zones(series: Series) -> list[str]:
    return list(series.accounts.values_list("office__zone", flat=True))


def _give(along: Sequence[Row], new: Series, at: datetime) -> None:
    """As it stands, but for accounts that the new series does not speak on. A day that was done
    is open again for those that join it before their hour; the maker closes it.
    """
    occurrences = [row.occurrence.pk for row in along]
    rows = Occurrence.objects.filter(pk__in=occurrences)
    rows.update(series=new)
    rows.filter(state=Turn.DONE).update(state=Turn.PLANNED)
    parts = Part.objects.filter(occurrence__in=occurrences, replaced=False)
    dropped = parts.exclude(account__in=new.accounts.all()).filter(delivery__state__in=OPEN)
    ids = list(dropped.values_list("pk", flat=True))
    plan.cancel_all(Delivery.objects.filter(part__in=ids), new.made_by, at)
    Part.objects.filter(pk__in=ids).update(replaced=True)


def _keep_clear(rows: Iterable[Row], along: Sequence[Row], new: Series) -> None:
    """Where one went out that stood on another day than its own, no second one joins it."""
    known = {row.occurrence.date for row in along}
    for row in rows:
        day = row.occurrence.day
        for each in _window(new, day - REACH, day + REACH):
            if each.day == day and each.grid not in known:
                _merge(each.grid, day, new)


def _merge(grid: date, day: date, new: Series) -> None:
    due_at = times.first_of(day, new.clock, new.zone, new.mode, _zones(new))
    Occurrence.objects.get_or_create(
        series=new,
        date=grid,
        defaults={
            "day": day,
            "clock": new.clock,
            "due_at": due_at,
            "state": Turn.MERGED,
            "touched": True,
        },
    )


def _give_words(one: Occurrence, new: Series, due_at: datetime, at: datetime) -> None:
    """The day goes by the new rule; what is said on it was chosen by a person."""
    carry_out.replace(one, at, by=new.made_by)
    [placed] = _window(new, one.date, one.date)
    Occurrence.objects.filter(pk=one.pk).update(
        series=new,
        day=placed.day or one.date,
        clock=new.clock,
        due_at=due_at,
        state=Turn.PLANNED,
    )
