"""Safe mode: a record that came back from a backup looks for everything before it sends it.

What went out after the backup was taken is live on the networks, and planned in the record. So
every delivery that is not over is looked for first (``Delivery.look_first``, read by the claim);
where a network cannot be read, it is held for a person.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max, Q

from content.models import Event
from scheduler.models import (
    READY,
    Attempt,
    Delivery,
    DeliveryQuerySet,
    Hold,
    Record,
    SafeMode,
    State,
    Why,
)
from scheduler.witness import Judgement, Standing, Witness, judge

log = logging.getLogger(__name__)

ENTERED, ENDED = "record.restored", "record.settled"
OVER = (State.SENT, State.CANCELLED)


def begin(witness: Witness, now: datetime, *, trust: bool = False, joins: bool = False) -> None:
    """At the start of an engine, before it takes anything: is this record the newest there was?

    ``trust``: a person says so. ``joins``: other workers of this record are alive, so a data folder
    without a witness is a new one, not a sign.
    """
    with transaction.atomic():
        seen = witness.read()
        judgement = judge(seen, standing())
        if judgement is Judgement.UNSURE and joins and seen is None:
            judgement = Judgement.NEWEST
        if judgement is not Judgement.NEWEST and not trust:
            enter(Why(judgement.value), now)
        record = _record(now)
        Record.objects.filter(pk=record.pk).update(witnessed=True)
    witness.begin(record.identity, standing().attempt)


def standing() -> Standing:
    lives = list(Record.objects.order_by("pk"))
    newest = Attempt.objects.aggregate(pk=Max("pk"))["pk"]
    return Standing(
        [life.identity for life in lives], newest or 0, any(life.witnessed for life in lives)
    )


def _record(now: datetime) -> Record:
    return Record.objects.order_by("-pk").first() or Record.objects.create(began_at=now)


def enter(why: Why, now: datetime, *, recorded_until: datetime | None = None) -> SafeMode:
    """Everything that is not over is looked for before it is sent. A new life of the record."""
    until = recorded_until or Event.objects.aggregate(at=Max("at"))["at"]
    SafeMode.objects.standing().update(ended_at=now)
    mode = SafeMode.objects.create(why=why, entered_at=now, recorded_until=until)
    Record.objects.create(began_at=now, witnessed=True)
    doubtful = Delivery.objects.exclude(state__in=OVER)
    count = doubtful.update(look_first=True, version=F("version") + 1)
    Event.objects.create(kind=ENTERED, at=now, data={"why": why, "deliveries": count})
    log.critical("safe mode (%s): %s deliveries are looked for before they are sent", why, count)
    return mode


def current() -> SafeMode | None:
    return SafeMode.objects.standing().first()


@dataclass(frozen=True, slots=True)
class Progress:
    """``found``: live already, adopted. ``looking``: not yet settled. ``by_hand``: for a person."""

    found: DeliveryQuerySet
    looking: DeliveryQuerySet
    by_hand: DeliveryQuerySet


def progress(mode: SafeMode, rows: DeliveryQuerySet) -> Progress:
    """Only what may have gone out meanwhile. What is due later is looked for then, quietly."""
    asked = rows.filter(look_first=True)
    under_way = Q(state__in=(*READY, State.SENDING, State.UNCONFIRMED))
    return Progress(
        found=asked.filter(state=State.SENT, finished_at__gte=mode.entered_at),
        looking=asked.filter(under_way, due_at__lte=mode.entered_at),
        by_hand=asked.filter(state=State.HELD, reason=Hold.RESTORED),
    )


def end_if_over(now: datetime) -> bool:
    """Over when nothing that may have gone out meanwhile waits for a look or a person."""
    mode = current()
    if mode is None:
        return False
    left = progress(mode, Delivery.objects.all())
    if left.looking.exists() or left.by_hand.exists():
        return False
    with transaction.atomic():
        ended = SafeMode.objects.filter(pk=mode.pk, ended_at=None).update(ended_at=now)
        if ended:
            found = left.found.count()
            Event.objects.create(kind=ENDED, at=now, data={"found": found})
            log.warning("safe mode is over: %s deliveries were live already", found)
    return bool(ended)
