"""Two series of one post that meet: the same words twice in one minute on one account."""

from __future__ import annotations

from datetime import datetime

from channels import registry
from scheduler.models import Mode, Series
from scheduler.recurring import days_off, place, times
from scheduler.recurring.place import Off
from scheduler.recurring.refusals import AnotherGoesThen

# So many days of each grid are compared: of a daily one two months, of a monthly one years.
FAR = 60


def refuse(series: Series, at: datetime) -> None:
    """With the post held. Raises AnotherGoesThen where it meets one that is going already."""
    off = days_off.reader()
    accounts = series.accounts.select_related("office")
    zones = {one.pk: one.office.zone for one in accounts if not _takes_once(one.kind)}
    for other in Series.objects.going().filter(post=series.post_id).exclude(pk=series.pk):
        shared = other.accounts.filter(pk__in=zones).values_list("pk", flat=True)
        for zone in {zones[pk] for pk in shared}:
            if _moments(series, zone, off, at) & _moments(other, zone, off, at):
                raise AnotherGoesThen


def _takes_once(kind: str) -> bool:
    return registry.load(kind).capabilities.one_per_post


def _moments(series: Series, zone: str, off: Off, at: datetime) -> set[datetime]:
    """When it is due on an account of this zone."""
    start = max(series.first, times.day_in(series.zone, at))
    rows = place.upcoming(series.rule, series.first, series.policy, off, start=start, most=FAR)
    mode = Mode(series.mode)
    return {
        times.first_of(each.day, series.clock, series.zone, mode, [zone])
        for each in rows
        if each.day is not None
    }
