"""Which offices have said nothing for long, and what of theirs is waiting."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max

from content.models import Office, Post
from content.models.post import Status
from web.awareness.rows import public

LONG = 7  # days without a word, from which on an office is called quiet
VERY_LONG = 30


@dataclass(frozen=True, slots=True)
class Silence:
    """``last``: when something of it went out last; None: never. ``days`` by the office's clock.

    ``waiting`` for a decision; ``approved`` without a time; ``planned`` with one.
    """

    office: Office
    last: datetime | None
    days: int | None
    waiting: int
    approved: int
    planned: int

    @property
    def quiet(self) -> bool:
        return self.days is None or self.days >= LONG

    @property
    def tone(self) -> str:
        if not self.quiet:
            return "good"
        return "bad" if self.days is None or self.days >= VERY_LONG else "wait"


def silences(offices: Iterable[Office], now: datetime) -> list[Silence]:
    """The longest first, and before them those that have never said anything."""
    active = [office for office in offices if office.active]
    keys = [office.pk for office in active]
    last = dict(
        public().filter(office__in=keys).order_by().values_list("office").annotate(Max("sent_at"))
    )
    waiting = _waiting(keys)
    found = [_silence(office, last.get(office.pk), waiting[office.pk], now) for office in active]
    return sorted(found, key=lambda one: (one.days is not None, -(one.days or 0), one.office.path))


def _waiting(offices: Sequence[int]) -> defaultdict[int, Counter[str]]:
    counted: defaultdict[int, Counter[str]] = defaultdict(Counter)
    open_ = (Status.SUBMITTED, Status.APPROVED, Status.SCHEDULED)
    rows = (
        Post.objects.filter(office__in=offices, status__in=open_)
        .order_by()
        .values_list("office", "status")
        .annotate(Count("pk"))
    )
    for office, status, number in rows:
        counted[office][status] = number
    return counted


def _silence(
    office: Office, last: datetime | None, waiting: Counter[str], now: datetime
) -> Silence:
    zone = office.zoneinfo
    days = (now.astimezone(zone).date() - last.astimezone(zone).date()).days if last else None
    return Silence(
        office=office,
        last=last,
        days=days,
        waiting=waiting[Status.SUBMITTED],
        approved=waiting[Status.APPROVED],
        planned=waiting[Status.SCHEDULED],
    )
