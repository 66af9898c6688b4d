"""Events of deliveries: written in the transaction that changes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from content.models import Event, Person
from scheduler.models import Delivery


def note_all(
    deliveries: Iterable[Delivery],
    what: str,
    at: datetime,
    *,
    reason: str = "",
    by: Person | None = None,
    note: str = "",
) -> None:
    Event.objects.bulk_create(
        Event(
            kind=f"delivery.{what}",
            post_id=d.post_id,
            office_id=d.post.office_id,
            by=by,
            at=at,
            note=note,
            data={"delivery": d.pk, "account": d.account_id, "reason": reason},
        )
        for d in deliveries
    )
