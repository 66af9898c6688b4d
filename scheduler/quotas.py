"""Asking networks how much of its quota an account has used. Part of the clock's chores.

Seldom, because it is a call on the same network: what Gema itself sends in between it knows.
Publishing begins with the same question, so what is refused here would be refused there.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connections
from django.db.models import F, Q
from django.utils import timezone

from channels import opening, registry, vault
from channels.base import DeliveryError, Disconnected
from channels.models import Account, AccountState, QuotaReading, SharedRest
from channels.terms import TellsUsage
from scheduler import telling

log = logging.getLogger(__name__)

EVERY = timedelta(hours=3)
AT_ONCE = 20


def ring() -> None:
    """Called by the clock."""
    try:
        read_due(timezone.now())
    finally:
        connections.close_all()


def telling_kinds() -> list[str]:
    return [kind for kind in registry.usable() if issubclass(registry.load(kind), TellsUsage)]


def read_due(now: datetime) -> None:
    for account in due(now):
        # First, so that whatever happens now is not asked again at once.
        QuotaReading.objects.update_or_create(account=account, defaults={"ask_at": now + EVERY})
        read(account, now)


def due(now: datetime) -> Sequence[Account]:
    """A network that asked for a pause is left alone."""
    resting = SharedRest.objects.filter(rest_until__gt=now).values("shares")
    awake = Q(rest_until=None) | Q(rest_until__lte=now)
    awake &= ~Q(app__in=resting) & ~Q(app="", kind__in=resting)
    wanted = Q(quota_reading=None) | Q(quota_reading__ask_at__lte=now)
    rows = Account.objects.filter(
        awake, wanted, state=AccountState.CONNECTED, kind__in=telling_kinds()
    )
    ordered = rows.order_by(F("quota_reading__ask_at").asc(nulls_first=True), "pk")
    return list(ordered.select_related("office")[:AT_ONCE])


def read(account: Account, now: datetime) -> None:
    """However it ends, it is written down: read, left as it was, or told that the login is lost."""
    try:
        channel = opening.open_channel(account)
        if not isinstance(channel, TellsUsage):
            return
        told = channel.usage()
    except vault.Locked:
        return  # said at the start and on its page
    except Disconnected as error:
        telling.lost(account, error.reason, now)
    except DeliveryError as error:
        log.info("quota of account %s not read: %s", account.pk, error)
    else:
        QuotaReading.objects.filter(account=account).update(
            used=told.used, most=told.most, seconds=int(told.per.total_seconds()), read_at=now
        )
