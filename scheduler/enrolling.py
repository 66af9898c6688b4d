"""What was sent gets its place among what is measured, within minutes and whatever its network
tells. Beside the sends: they know nothing of it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet

from channels import registry
from channels.base import Verb
from scheduler.models import Delivery, Gauge, Measured, State, Untold
from scheduler.reading_times import next_reading, tells

SHOWN = (Verb.PUBLISH, Verb.REPOST)
RECENT = timedelta(days=3)
AT_ONCE = 1000
# On SQLite sends wait while somebody else writes.
A_WRITE = 100


def enrol(now: datetime) -> None:
    """What was due in these days, newest first."""
    _take_in(_left_out().filter(due_at__gte=now - RECENT).order_by("-due_at")[:AT_ONCE], now)


def enrol_all(now: datetime) -> None:
    """Also what was sent long after its time. Reads the whole table of deliveries, once."""
    last = 0
    while rows := _take_in(_left_out().filter(pk__gt=last).order_by("pk")[:AT_ONCE], now):
        last = rows[-1].pk


def _left_out() -> QuerySet[Delivery]:
    return Delivery.objects.filter(
        state=State.SENT,
        verb__in=SHOWN,
        measured=None,
        account__kind__in=registry.usable(),
    ).select_related("account", "post")


def _take_in(found: QuerySet[Delivery], now: datetime) -> list[Delivery]:
    rows = list(found)
    _gauge({row.account_id for row in rows})
    for start in range(0, len(rows), A_WRITE):
        made = [_row(row, now) for row in rows[start : start + A_WRITE]]
        Measured.objects.bulk_create(made, ignore_conflicts=True)
    return rows


def _gauge(accounts: set[int]) -> None:
    known = set(Gauge.objects.filter(account__in=accounts).values_list("account", flat=True))
    fresh = [Gauge(account_id=one) for one in sorted(accounts - known)]
    Gauge.objects.bulk_create(fresh, ignore_conflicts=True)


def _row(delivery: Delivery, now: datetime) -> Measured:
    sent_at = delivery.finished_at or delivery.due_at
    next_at, ended = _standing(delivery, sent_at, now)
    return Measured(
        delivery=delivery,
        post=delivery.post,
        origin_id=delivery.post.repost_of_id,
        account=delivery.account,
        office_id=delivery.account.office_id,
        kind=delivery.account.kind,
        verb=delivery.verb,
        topic=delivery.post.topic,
        template=delivery.post.template_key,
        sent_at=sent_at,
        next_at=next_at,
        ended=ended,
    )


def _standing(delivery: Delivery, sent_at: datetime, now: datetime) -> tuple[datetime | None, str]:
    """When it is read first, else why never."""
    measuring = registry.load(delivery.account.kind).capabilities.measuring
    if measuring is None or not tells(measuring, delivery.verb):
        return None, Untold.NETWORK
    if not delivery.remote_id:
        return None, Untold.NO_POST
    if next_reading(sent_at, now, measuring) is None:
        return None, Untold.DONE  # from long before there were figures
    return next_reading(sent_at, sent_at, measuring), ""
