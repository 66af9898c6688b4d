"""A weekly series to test with: Pontianak's opening hours, every Monday at nine."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from channels.models import Account
from content.models import Post
from scheduler.models import Delivery, Mode, Occurrence, Policy, Series
from scheduler.recurring import maker, steer
from scheduler.recurring.shape import Every, Shape
from scheduler.recurring.steer import Wish
from tests.people import MORNING, Network

WEEK = timedelta(weeks=1)
MONDAYS = Shape(Every.WEEK, weekdays=(0,))
# Monday 14 December 2026, 09.00 WIB: the first one after MORNING.
FIRST = datetime(2026, 12, 14, 2, 0, tzinfo=UTC)


def weekly(
    network: Network,
    *accounts: Account,
    post: Post | None = None,
    at: datetime = MORNING,
    **changes: Any,
) -> Series:
    """Started by Tono on Monday 7 December at 10.00 WIB, an hour too late for that day."""
    fields = {
        "shape": MONDAYS,
        "first": date(2026, 12, 7),
        "clock": time(9, 0),
        "mode": Mode.TOGETHER,
        "policy": Policy.AS_USUAL,
        **changes,
    }
    return steer.start(
        post or network.approved(),
        accounts or (network.account(),),
        Wish(**fields),
        by=network.tono,
        at=at,
    )


def ring(now: datetime) -> None:
    """The maker, as the clock would call it, and once more: it must have nothing left to do."""
    maker.make_due(now)
    assert maker.make_due(now) == 0


def days(series: Series) -> list[tuple[str, str]]:
    """Each occurrence: where it stands, and its state."""
    rows = Occurrence.objects.filter(series=series).order_by("date")
    return [(f"{row.day:%d %b}", row.state) for row in rows]


def states(series: Series) -> list[str]:
    return [row.state for row in deliveries(series)]


def deliveries(series: Series) -> list[Delivery]:
    """In the order of their occurrences, without those that others have taken the place of."""
    rows = Delivery.objects.filter(part__occurrence__series=series, part__replaced=False)
    return list(
        rows.select_related("post__office", "account__office", "revision").order_by(
            "part__occurrence__date", "account_id"
        )
    )


def fresh(one: Series) -> Series:
    return Series.objects.select_related("post__office", "post__approval").get(pk=one.pk)


def dates(rows: Iterable[Delivery]) -> list[str]:
    return [row.wall for row in rows]
