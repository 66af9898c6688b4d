"""Issues that are out in part: some readers have a message that the others have not."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from channels.press.book import Book
from channels.press.models import Copy, CopyState, Issue

HAVE = (CopyState.SENT, CopyState.UNKNOWN, CopyState.SENDING, CopyState.RETURNED)
OPEN = (CopyState.DUE, CopyState.SENDING)


@dataclass(frozen=True, slots=True)
class Half:
    """``got``: readers who have, or may have, it. ``left``: to whom it was still to go, also where
    somebody has stopped that.
    """

    issue: int
    got: int
    left: int
    total: int

    @property
    def sentence(self) -> str:
        """Told before and after somebody stops the rest."""
        return _(
            "%(got)d dari %(total)d pembaca sudah menerimanya; sisanya tidak akan dikirimi."
        ) % {"got": self.got, "total": self.total}


def is_list(kind: str) -> bool:
    """Whether what is sent there goes to one reader after the other."""
    return kind in settings.GEMA_LEDGERS


def lists() -> Collection[str]:
    return tuple(settings.GEMA_LEDGERS)


def of_keys(keys: Collection[str]) -> dict[str, Half]:
    """By the delivery's key; only what somebody has."""
    if not keys:
        return {}
    got = Count("copies", filter=Q(copies__state__in=HAVE))
    left = Count("copies", filter=Q(copies__state__in=(*OPEN, CopyState.DROPPED)))
    found = Issue.objects.filter(key__in=keys).annotate(got=got, left=left, total=Count("copies"))
    rows = found.filter(got__gt=0).values_list("key", "pk", "got", "left", "total")
    return {key: Half(*counted) for key, *counted in rows.order_by()}


def stop_rest(issue: int, now: datetime) -> None:
    """Nobody is begun any more. Who is just being written to is left to that call."""
    due = Copy.objects.filter(issue=issue, state=CopyState.DUE)
    due.update(state=CopyState.DROPPED, again_at=None, at=now)


def doubt_all(now: datetime) -> int:
    """After a restore: the readers of issues that were through, who waited for another try. Whether
    they got it since the backup nobody knows. How many."""
    waiting = Copy.objects.filter(issue__ended_at__isnull=False, state__in=OPEN)
    return waiting.update(state=CopyState.UNKNOWN, again_at=None, said="", at=now)


def end(issue: int, now: datetime) -> None:
    """The same, where no call is under way any more."""
    stop_rest(issue, now)
    row = Issue.objects.select_related("account__office").get(pk=issue)
    book = Book(row.account)
    book.settle(issue, now)
    book.close(issue, now)
