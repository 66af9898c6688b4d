"""What of a series stands behind a newer time of it. Of several that have come due in a sleep, only
the newest goes out; the maker closes the others, but a process that was frozen, or took over, may
send before the maker has come by. So the claim asks, too.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db.models import Min, Q
from django.db.models.functions import Coalesce

from scheduler.models import READY, Delivery, Occurrence, Part, Turn

# Two times of a series are never so near: what begins sooner after its own is not asked about.
LATE = timedelta(seconds=5)


def overtaken(found: Sequence[Delivery], now: datetime) -> set[int]:
    """Those of them whose series has had another time since, as the maker reckons."""
    late = [row.id for row in found if row.state in READY and row.due_at < now - LATE]
    if not late:
        return set()
    parts = Part.objects.filter(delivery__in=late, replaced=False)
    mine = list(parts.values_list("delivery", "occurrence", "occurrence__series"))
    if not mine:
        return set()
    came = _come({series for _pk, _one, series in mine}, now)
    newest: dict[int, datetime] = {}
    for series, at in came.values():
        newest[series] = max(at, newest.get(series, at))
    return {pk for pk, one, series in mine if one in came and came[one][1] < newest[series]}


def _come(series: Collection[int], now: datetime) -> dict[int, tuple[int, datetime]]:
    """By occurrence, where its time has come and it is not over: its series and that time."""
    moved = Min("parts__delivery__due_at", filter=Q(parts__replaced=False))
    rows = Occurrence.objects.filter(series__in=series, state=Turn.PLANNED)
    rows = rows.annotate(at=Coalesce(moved, "due_at")).filter(at__lte=now).order_by()
    return {pk: (one, at) for pk, one, at in rows.values_list("pk", "series", "at")}
