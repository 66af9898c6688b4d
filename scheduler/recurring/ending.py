"""Marking a series as ended. Whoever does it cancels its deliveries in the same transaction."""

from __future__ import annotations

from datetime import datetime

from content.models import Person, Post
from scheduler.models import Ending, Occurrence, Series, State, Turn
from scheduler.recurring.trail import note

BEGUN = (State.SENDING, State.UNCONFIRMED, State.SENT)


def mark(series: Series, why: Ending, *, by: Person | None, at: datetime) -> bool:
    """False: somebody has ended it already."""
    ended = Series.objects.filter(pk=series.pk, ended_at=None).update(
        ended_at=at, ended_by=by, ending=why
    )
    if not ended:
        return False
    waiting = Occurrence.objects.filter(series=series, state=Turn.PLANNED)
    waiting.exclude(parts__delivery__state__in=BEGUN).update(state=Turn.CANCELLED)
    note(series, "ended", at, by=by, words=str(why.label))
    return True


def mark_all_of(post: Post, why: Ending, *, by: Person, at: datetime) -> None:
    for series in Series.objects.going().filter(post=post).select_related("post__office"):
        mark(series, why, by=by, at=at)
