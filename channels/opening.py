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
from channels.models import Account


def board(kind: str) -> Board | None:
    """The board behind a network that lies inside the house, else None."""
    path = settings.GEMA_BOARDS.get(kind)
    if path is None:
        return None
    made: Board = import_string(path)()
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
    )


def open_channel(account: Account, may_send: Callable[[], bool] = lambda: True) -> Channel:
    """Raises ``vault.Locked`` when no key of ours opens the credentials."""
    adapter = registry.load(account.kind)
    return adapter(vault.unseal(account, adapter.needs), wire(account, may_send))
