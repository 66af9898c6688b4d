"""From an account to a channel that can be spoken to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from channels import registry, vault
from channels.base import Board, Channel
from channels.guard import guard
from channels.http import Wire
from channels.keeping import ForNow, Keeper
from channels.models import Account
from channels.oauth.apps import app_of
from channels.press.ledger import Ledger
from channels.sessions import AccountKeeper


def board(kind: str) -> Board | None:
    """The board behind a network that lies inside the house, else None."""
    path = settings.GEMA_BOARDS.get(kind)
    if path is None:
        return None
    made: Board = import_string(path)()
    return made


def keeper(account: Account) -> Keeper:
    """An account that is not connected yet has nowhere to keep anything."""
    return AccountKeeper(account.pk) if account.pk else ForNow()


def ledger(account: Account) -> Ledger | None:
    """The book of a mailing list's readers, else None."""
    path = settings.GEMA_LEDGERS.get(account.kind)
    if path is None:
        return None
    made: Ledger = import_string(path)(account)
    return made


def wire(account: Account, may_send: Callable[[], bool] = lambda: True) -> Wire:
    outbound = settings.GEMA.outbound
    return Wire(
        now=timezone.now,
        timeout=timedelta(seconds=outbound.read_seconds),
        bases=outbound.bases,
        board=board(account.kind),
        account=str(account.pk),
        may_send=may_send,
        guard=guard(),
        keeper=keeper(account),
        ledger=ledger(account),
        app=app_of(account.kind),
    )


def open_channel(account: Account, may_send: Callable[[], bool] = lambda: True) -> Channel:
    """Raises ``vault.Locked`` when no key of ours opens the credentials."""
    adapter = registry.load(account.kind)
    return adapter(vault.unseal(account, adapter.needs), wire(account, may_send))
