"""What was sent gets its place among what is measured, within minutes and whatever its network
tells. Beside the sends: they know nothing of it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from channels import registry
from channels.base import Verb
from scheduler.models import Delivery, Gauge, Measured, State, Untold
from scheduler.reading_times import next_reading, tells

SHOWN = (Verb.PUBLISH, Verb.REPOST)
RECENT = timedelta(days=3)
AT_ONCE = 1000


def enrol(now: datetime, *, all_of_them: bool = False) -> int:
    """Returns how many were new. Those due days ago may be sent late, too, but seldom: they are
    asked for with ``all_of_them``, which reads the whole table of deliveries.
    """
    sent = Delivery.objects.filter(
        state=State.SENT,
        verb__in=SHOWN,
        measured=None,
        account__kind__in=registry.usable(),
    )
    if not all_of_them:
        sent = sent.filter(due_at__gte=now - RECENT)
    rows = list(sent.select_related("account", "post").order_by("-due_at")[:AT_ONCE])
    _gauge({row.account_id for row in rows})
    Measured.objects.bulk_create([_row(row, now) for row in rows], ignore_conflicts=True)
    return len(rows)


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
