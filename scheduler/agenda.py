"""What a calendar shows to one person: deliveries, and posts that still wait for their turn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import QuerySet

from content.models import Post, Status
from content.scope import Scope
from scheduler import wanted
from scheduler.models import Delivery, State
from scheduler.month import Wish

MOST = 2000  # entries in one calendar; who has more looks at one office at a time
WAITING = (Status.SUBMITTED, Status.APPROVED)
A_DAY = timedelta(days=1)


def deliveries(
    scope: Scope, first: datetime, last: datetime, *, office: str = "", kind: str = ""
) -> QuerySet[Delivery]:
    """Those due from ``first`` until before ``last``, without what was cancelled."""
    rows = (
        Delivery.objects.visible_to(scope)
        .filter(due_at__gte=first, due_at__lt=last)
        .exclude(state=State.CANCELLED)
        .select_related("post__office", "account__office", "part")
        .order_by("due_at", "pk")
    )
    if office:
        rows = rows.filter(account__office__code=office)
    if kind:
        rows = rows.filter(account__kind=kind)
    return rows[:MOST]


def wishes(
    scope: Scope, first: datetime, last: datetime, *, office: str = "", kind: str = ""
) -> list[Wish]:
    """Posts that wait for a decision or a plan, where their offices would like them to stand."""
    rows = Post.objects.visible_to(scope).filter(
        status__in=WAITING,
        # Dates as text, a day wider: the exact moment depends on the office's zone.
        wanted__date__gte=(first - A_DAY).date().isoformat(),
        wanted__date__lte=(last + A_DAY).date().isoformat(),
    )
    if office:
        rows = rows.filter(office__code=office)
    return list(_inside(rows.select_related("office", "head")[:MOST], first, last, kind))


def _inside(rows: QuerySet[Post], first: datetime, last: datetime, kind: str) -> Iterator[Wish]:
    for post in rows:
        at = wanted.instant(post.wanted, post.office.zone)
        if at is not None and first <= at < last and (not kind or _goes_to(post, kind)):
            yield Wish(post, at)


def _goes_to(post: Post, kind: str) -> bool:
    content = post.head.content if post.head else {}
    return kind in content.get("texts", ()) or kind in content.get("native", ())
