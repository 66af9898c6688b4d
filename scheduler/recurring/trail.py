"""Events of series and of their occurrences, in the trail of the post."""

from __future__ import annotations

from datetime import datetime

from content.models import Event, Person
from scheduler.models import Occurrence, Series


def note(
    series: Series,
    what: str,
    at: datetime,
    *,
    by: Person | None = None,
    occurrence: Occurrence | None = None,
    words: str = "",
) -> None:
    """``what`` follows ``series.`` in the event's kind."""
    data = {"series": series.pk}
    if occurrence is not None:
        data |= {"occurrence": occurrence.pk}
    Event.objects.create(
        kind=f"series.{what}",
        post=series.post,
        office=series.post.office,
        by=by,
        at=at,
        note=words,
        data=data,
    )
