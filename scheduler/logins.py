"""Logins that nobody uses for a while are renewed before they die. Part of the clock's chores.

What is used is renewed by whoever uses it (``channels.oauth.login``); both go through the one lock
of the account.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connections
from django.utils import timezone

from channels import opening, registry, sessions, vault
from channels.base import DeliveryError, Disconnected, NotSent, Reason
from channels.models import Account, AccountState
from channels.oauth import apps, handshake
from channels.oauth.login import Login
from scheduler import telling

log = logging.getLogger(__name__)

AT_ONCE = 50
AGAIN = timedelta(hours=1)


def ring() -> None:
    """Called by the clock."""
    try:
        tend(timezone.now())
    finally:
        connections.close_all()


def tend(now: datetime) -> None:
    handshake.forget_old(now)
    for account in due(now):
        # First, so that whatever happens now is not tried again at once.
        sessions.put_off(account, now + AGAIN)
        renew(account, now)


def due(now: datetime) -> Sequence[Account]:
    """Whose login is to be renewed now though nobody uses it."""
    kept = Account.objects.filter(
        state=AccountState.CONNECTED,
        kind__in=registry.usable(),
        kept_session__renew_at__lte=now,
    )
    return list(kept.select_related("office").order_by("kept_session__renew_at", "pk")[:AT_ONCE])


def renew(account: Account, now: datetime) -> None:
    """However it ends, it is written down: renewed, tried again later, or told to be lost."""
    oauth = apps.oauth_of(account.kind)
    if oauth is None:
        return
    try:
        credentials = vault.unseal(account, registry.load(account.kind).needs)
        login = Login(oauth, credentials, opening.wire(account))
        login.renewed()
    except vault.Locked:
        return  # said at the start and on its page; its deliveries wait for the key
    except NotSent as error:
        log.info("login of account %s not renewed: %s", account.pk, error)
    except Disconnected as error:
        _refused(account, login, error.reason, now)


def _refused(account: Account, login: Login, reason: Reason, now: datetime) -> None:
    """No successor; but perhaps the token itself is good for a while: ask before telling."""
    ends_at = login.token().ends_at
    if ends_at is not None and ends_at > now and _answers(account):
        sessions.put_off(account, ends_at, lasts_until=ends_at)
        return
    telling.lost(account, reason, now)


def _answers(account: Account) -> bool:
    try:
        opening.open_channel(account).check()
    except DeliveryError as error:
        return not isinstance(error, Disconnected)
    return True
