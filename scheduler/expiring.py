"""Logins that end soon and that a person has to give again: who is told, and when once more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, F

from channels.models import Account, AccountQuerySet, AccountState
from scheduler.forecast import EARLY, LATE
from scheduler.models import READY, Delivery


def near(now: datetime) -> AccountQuerySet:
    """One that Gema renews in time never comes so near."""
    rows: AccountQuerySet = Account.objects.filter(
        state=AccountState.CONNECTED, kept_session__lasts_until__lte=now + EARLY
    )
    return rows.select_related("kept_session")


def again(account: Account, told_at: datetime, now: datetime) -> bool:
    """Whether what was told at that time is worth a second word. The session is loaded."""
    until = account.kept_session.lasts_until
    return until is not None and told_at < until - LATE <= now


def waiting(accounts: Iterable[int]) -> dict[int, int]:
    """By account: how much of what is planned there comes after its login has ended."""
    rows = Delivery.objects.filter(
        account__in=list(accounts),
        state__in=READY,
        due_at__gt=F("account__kept_session__lasts_until"),
    )
    return dict(rows.order_by().values_list("account").annotate(n=Count("pk")))
