"""What people do with one occurrence of a series. Each tells the truth or refuses."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime

from django.db import transaction

from content.models import Person, Post, Status
from content.moments import say_date, say_when
from content.scope import Scope
from content.workflow import WRITERS
from scheduler import acts, copies, emptied, plan
from scheduler.models import OPEN, Delivery, Occurrence, Series, State, Turn
from scheduler.recurring import carry_out, days_off, maker, place, times
from scheduler.recurring.locking import lock
from scheduler.recurring.refusals import (
    AnotherStandsThere,
    NotOnTheGrid,
    RewordedAlready,
    SeriesOver,
    TooLateForThis,
)
from scheduler.recurring.steer import opened
from scheduler.recurring.trail import note
from scheduler.refusals import InThePast, NotADispatcher
from scheduler.when import Wall


@transaction.atomic
def skip(series: Series, day: date, *, by: Person, at: datetime) -> None:
    """This day of the grid does not go out."""
    one = _occurrence(opened(series.pk, by, at), day, at)
    carry_out.replace(one, at, by=by)
    Occurrence.objects.filter(pk=one.pk).update(state=Turn.SKIPPED, touched=True)
    note(one.series, "skipped", at, by=by, occurrence=one, words=say_date(one.day))
    _settle(one.series, at)


@transaction.atomic
def restore(series: Series, day: date, *, by: Person, at: datetime) -> None:
    """It goes out after all, also on a holiday."""
    one = _occurrence(opened(series.pk, by, at), day, at)
    moved = Occurrence.objects.filter(pk=one.pk).exclude(state=Turn.PLANNED)
    if moved.update(state=Turn.PLANNED, touched=True):
        note(one.series, "restored", at, by=by, occurrence=one, words=say_date(one.day))
    _settle(one.series, at)


@transaction.atomic
def retime(series: Series, day: date, wall: Wall, *, by: Person, at: datetime) -> None:
    """Another day and hour for this one time, by the clock of the series."""
    locked = opened(series.pk, by, at)
    one = _occurrence(locked, day, at)
    zones = list(locked.accounts.values_list("office__zone", flat=True))
    due_at = times.first_of(wall.day, wall.clock, locked.zone, locked.mode, zones)
    if due_at < at - plan.TYPING:
        raise InThePast
    if _is_taken(locked, one, wall.day, due_at, at):
        raise AnotherStandsThere
    for delivery in _waiting(one):
        own = times.due_for(
            wall.day, wall.clock, locked.zone, locked.mode, delivery.account.office.zone
        )
        there = Wall(wall.day, wall.clock, own.zone)
        acts.move(delivery, there, by=by, at=at)
    Occurrence.objects.filter(pk=one.pk).update(
        day=wall.day, clock=wall.clock, due_at=due_at, state=Turn.PLANNED, touched=True
    )
    said = say_when(due_at, locked.zone)
    note(locked, "moved", at, by=by, occurrence=one, words=said)
    _settle(locked, at)


def _is_taken(series: Series, one: Occurrence, day: date, due_at: datetime, at: datetime) -> bool:
    """Whether another time of the series stands there, also one that nobody has come to yet."""
    if day != one.day:
        with suppress(NotOnTheGrid, TooLateForThis):
            _occurrence(series, day, at)
    others = Occurrence.objects.filter(series=series, due_at=due_at, state=Turn.PLANNED)
    return others.exclude(pk=one.pk).exists()


@transaction.atomic
def reword(
    series: Series, day: date, own: Post, *, meanwhile: bool, by: Person, at: datetime
) -> Occurrence:
    """``own`` takes the place of the usual words this one time, once it is approved.

    ``meanwhile``: until then the usual words go out; else nothing does.
    """
    locked = lock(series.pk)
    if not Scope.of(by, at).may(WRITERS, locked.post.office):
        raise NotADispatcher
    if locked.ended_at is not None:
        raise SeriesOver
    one = _occurrence(locked, day, at)
    if one.own is not None and one.own.status != Status.DISCARDED:
        raise RewordedAlready
    if not meanwhile:
        carry_out.replace(one, at, by=by)
    Occurrence.objects.filter(pk=one.pk).update(own=own, meanwhile=meanwhile, touched=True)
    note(locked, "reworded", at, by=by, occurrence=one, words=say_date(one.day))
    _settle(locked, at)
    return one


def _occurrence(series: Series, day: date, at: datetime) -> Occurrence:
    """That of this day of the grid, made if it lies beyond what the maker has come to.

    Raises NotOnTheGrid or TooLateForThis.
    """
    off = days_off.reader()
    found = place.window(series.rule, series.first, series.policy, off, start=day, end=day)
    if not found:
        raise NotOnTheGrid
    where = found[0].day or day
    zones = list(series.accounts.values_list("office__zone", flat=True))
    one, _made = Occurrence.objects.select_related("own").get_or_create(
        series=series,
        date=day,
        defaults={
            "day": where,
            "clock": series.clock,
            "due_at": times.first_of(where, series.clock, series.zone, series.mode, zones),
            "touched": True,
        },
    )
    parts = Delivery.objects.filter(part__occurrence=one, part__replaced=False)
    # Locked: what is starting at this moment has begun, or waits for what is done here.
    rows = list(parts.select_for_update(no_key=True, of=("self",)))
    begun = any(
        row.state not in (*OPEN, State.CANCELLED) or copies.waits_unseen(row) for row in rows
    )
    if one.due_at <= at or begun or one.state in (Turn.DONE, Turn.COALESCED, Turn.LAPSED):
        raise TooLateForThis
    one.series = series
    return one


def _waiting(one: Occurrence) -> list[Delivery]:
    rows = Delivery.objects.filter(part__occurrence=one, part__replaced=False, state__in=OPEN)
    return list(rows.select_related("account__office", "post__office"))


def _settle(series: Series, at: datetime) -> None:
    """The next occurrences get their deliveries; with none left the post waits for a time."""
    maker.bring_up(series.pk, at)
    emptied.off_the_calendar([series.post_id], at)
