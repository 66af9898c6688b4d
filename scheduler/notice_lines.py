"""How many deliveries of a notice still need somebody."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Q

from scheduler import expiring
from scheduler.models import READY, Cause, Delivery, Notice, NoticeLine, State


def standing(notices: Iterable[int]) -> dict[int, int]:
    """By notice. For a lost login: all that waits for it, also what is not due yet; for one that
    ends: what comes after that."""
    ids = list(notices)
    lines = NoticeLine.objects.filter(
        notice__in=ids, delivery__in=Delivery.objects.needing_a_person()
    )
    counted = lines.values_list("notice").annotate(n=Count("delivery", distinct=True)).order_by()
    return dict(counted) | _waiting_for_logins(ids) | _after_logins(ids)


def _waiting_for_logins(ids: list[int]) -> dict[int, int]:
    lost = dict(
        Notice.objects.filter(pk__in=ids, cause=Cause.DISCONNECTED).values_list("account", "pk")
    )
    waits = Q(state__in=READY) | Q(state__in=(State.HELD, State.MISSED))
    rows = Delivery.objects.filter(waits, account__in=list(lost))
    counted = rows.values_list("account").annotate(n=Count("pk")).order_by()
    return {lost[account]: n for account, n in counted}


def _after_logins(ids: list[int]) -> dict[int, int]:
    ending = dict(
        Notice.objects.filter(pk__in=ids, cause=Cause.ENDING).values_list("account", "pk")
    )
    return {ending[account]: n for account, n in expiring.waiting(ending).items()}
