"""Keeping the calendar of every series filled. Called by the clock, as often as it likes.

What to do is decided without a lock for all series at once; only where something is to be done is
the series locked and decided again. Two makers at once, or one after three weeks, do it once.
"""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import IntegrityError, connections, transaction
from django.utils import timezone

from scheduler import engine
from scheduler.recurring import days_off
from scheduler.recurring.carry_out import carry_out, supply
from scheduler.recurring.decide import Supply, decide
from scheduler.recurring.locking import lock
from scheduler.recurring.place import Off
from scheduler.recurring.standing import load

log = logging.getLogger(__name__)

# Days get occurrences, the overtaken are closed, deliveries are made, the series ends: then rest.
ROUNDS = 6


def ring() -> None:
    """What the clock calls."""
    try:
        make_due(timezone.now())
    finally:
        connections.close_all()


def make_due(now: datetime) -> int:
    """Bring every series up to date. Returns how many had something to be done."""
    off = days_off.reader()
    behind = [one.series.pk for one in load(now) if decide(one, off, now)]
    for pk in behind:
        try:
            bring_up(pk, now)
        except IntegrityError:
            log.warning("series %s: somebody was quicker; the next ring looks again", pk)
    return len(behind)


@transaction.atomic
def bring_up(pk: int, now: datetime) -> None:
    """Do all that one series asks for."""
    lock(pk)
    off = days_off.reader()
    for _ in range(ROUNDS):
        if not _round(pk, off, now):
            break
    engine.wake()


def _round(pk: int, off: Off, now: datetime) -> bool:
    """One kind of move. False: there is nothing to do."""
    todo = [(one, move) for one in load(now, only=pk) for move in decide(one, off, now)]
    supplies = [move for _, move in todo if isinstance(move, Supply)]
    for standing, move in todo:
        if not isinstance(move, Supply):
            carry_out(move, standing, now)
    if supplies:
        supply(supplies, todo[0][0].series, now)
    return bool(todo)
