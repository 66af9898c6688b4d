"""Events of deliveries: written in the transaction that changes them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from content.models import Event, Person
from content.writing import insert_each
from scheduler.models import Delivery


@dataclass(frozen=True, slots=True)
class Line:
    """``what`` follows ``delivery.`` in the event's kind."""

    delivery: Delivery
    what: str
    reason: str = ""


def write_down(lines: Iterable[Line], *, at: datetime, by: Person | None = None) -> None:
    """The deliveries have their ``post`` loaded."""
    insert_each(Event, [event(line, at, by) for line in lines])


def event(line: Line, at: datetime, by: Person | None = None) -> dict[str, Any]:
    """As a row of the trail."""
    return {
        "kind": f"delivery.{line.what}",
        "post_id": line.delivery.post_id,
        "office_id": line.delivery.post.office_id,
        "by_id": by.id if by else None,
        "at": at,
        "note": "",
        "data": {
            "delivery": line.delivery.id,
            "account": line.delivery.account_id,
            "reason": line.reason,
        },
    }


def note_all(
    deliveries: Iterable[Delivery],
    what: str,
    at: datetime,
    *,
    reason: str = "",
    by: Person | None = None,
) -> None:
    write_down((Line(delivery, what, reason) for delivery in deliveries), at=at, by=by)
