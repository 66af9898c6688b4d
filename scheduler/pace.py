"""What lanes share: an app that speaks for many accounts may only send so much in all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Sum

from channels import registry
from channels.base import Pace, Reason
from channels.models import SharedRest, Spent
from scheduler import gate
from scheduler.models import Delivery, State


def within(rows: Sequence[Delivery], now: datetime) -> list[Delivery]:
    """Those that may start without going over what their apps may send; counts them as sent.

    Looking is free. Where an app has used up its share, all its lanes rest until some comes back.
    """
    sharing: dict[str, list[Delivery]] = defaultdict(list)
    for row in rows:
        if _is_send(row) and _pace(row) is not None:
            sharing[row.account.shares].append(row)
    if not sharing:
        return list(rows)
    left_out: set[int] = set()
    for shares in sorted(sharing):
        left_out |= _over(shares, sharing[shares], now)
    return [row for row in rows if row.id not in left_out]


def rest(shares: str, until: datetime, reason: Reason) -> None:
    """All lanes of this app wait until then."""
    gate.count_alone()
    SharedRest.objects.update_or_create(
        shares=shares, defaults={"rest_until": until, "reason": reason}
    )


def _is_send(row: Delivery) -> bool:
    return (
        row.state != State.UNCONFIRMED or not registry.load(row.account.kind).capabilities.can_look
    )


def _pace(row: Delivery) -> Pace | None:
    return registry.load(row.account.kind).capabilities.app_pace


def _over(shares: str, rows: Sequence[Delivery], now: datetime) -> set[int]:
    pace = _pace(rows[0])
    if pace is None:
        return set()
    gate.count_alone()
    Spent.objects.filter(shares=shares, at__lte=now - pace.per).delete()
    spent = Spent.objects.filter(shares=shares)
    used = spent.aggregate(used=Sum("calls"))["used"] or 0
    begun = rows[: max(pace.calls - used, 0)]
    if begun:
        Spent.objects.create(shares=shares, at=now, calls=len(begun))
    if len(begun) < len(rows):
        first = spent.order_by("at").values_list("at", flat=True).first() or now
        rest(shares, first + pace.per, Reason.QUOTA_USED_UP)
    return {row.id for row in rows[len(begun) :]}
