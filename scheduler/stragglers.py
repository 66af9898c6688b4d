"""Readers of press lists whom a server has put off, or whom a person wants to be tried again: their
delivery is over, so they are served in the background, by the same key. Not past a stop, nor while
the clock is in doubt: both are asked before each reader.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connections
from django.utils import timezone

from channels import vault
from channels.base import DeliveryError
from channels.models import AccountState, Copy, Issue
from channels.opening import open_channel
from channels.press.models import CopyState
from content.models import Status
from scheduler import gate, halves, stops
from scheduler.engine import Engine
from scheduler.models import Delivery, State, VerbWord
from scheduler.send import act

log = logging.getLogger(__name__)

BUDGET = timedelta(seconds=60)  # of one list in one round


class NoNotes:
    """A journal for a network whose ledger remembers."""

    @property
    def noted(self) -> Mapping[str, Any]:
        return {}

    def note(self, **facts: str | int | list[str]) -> None:
        """Nothing has to be remembered."""


def ring(engine: Engine) -> None:
    """Called by the clock of this engine."""
    try:
        serve(timezone.now(), lambda: not engine.in_doubt)
    finally:
        connections.close_all()


def serve(now: datetime, trusts: Callable[[], bool] = lambda: True) -> None:
    """Everybody whose pause is over. ``trusts``: whether the clock that says so is trusted."""
    # One process does this for all: what is marked was left by one that died.
    Issue.objects.filter(served_since__isnull=False).update(served_since=None)
    if not trusts():
        return
    due = Copy.objects.filter(state=CopyState.DUE, again_at__lte=now)
    issues = Issue.objects.filter(
        pk__in=due.values("issue"), ended_at__isnull=False, account__state=AccountState.CONNECTED
    )
    for issue in issues:
        _serve_one(issue, now, trusts)


def delivery_of(issue: Issue) -> Delivery | None:
    """The delivery that an issue belongs to, with what a call of it needs."""
    rows = Delivery.objects.filter(pk=halves.number_of(issue.key), account=issue.account_id)
    found = rows.select_related("account__office", "post__office", "revision", "target").first()
    return found if found is not None and found.key == issue.key else None


def _serve_one(issue: Issue, now: datetime, trusts: Callable[[], bool]) -> None:
    delivery = delivery_of(issue)
    if delivery is None or delivery.state != State.SENT:
        return
    if delivery.verb != VerbWord.DELETE and delivery.post.status == Status.WITHDRAWN:
        open_copies = Copy.objects.filter(issue=issue, state=CopyState.DUE)
        open_copies.update(state=CopyState.SKIPPED, again_at=None, at=now)
        return
    until = timezone.now() + BUDGET
    try:
        channel = open_channel(
            delivery.account,
            lambda: timezone.now() < until and trusts() and _may_serve(issue, delivery, now),
        )
        act(channel, delivery, NoNotes())()
    except (DeliveryError, vault.Locked) as error:  # what is left waits for the next round
        log.warning("readers of %s wait: %s", issue, error)
    finally:
        Issue.objects.filter(pk=issue.pk).update(served_since=None)


def _may_serve(issue: Issue, delivery: Delivery, now: datetime) -> bool:
    """Through the gate, as any send: whoever sets a stop sees the mark, or this sees the stop."""
    with gate.turn():
        if stops.keeps_back([delivery.pk]):
            return False
        Issue.objects.filter(pk=issue.pk).update(served_since=now)
    return True
