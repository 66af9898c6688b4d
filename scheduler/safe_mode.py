"""Safe mode: a record that came back from a backup looks for everything before it sends it.

What went out after the backup was taken is live on the networks, and planned in the record. So
every delivery that is not over is looked for first (``Delivery.look_first``, read by the claim);
where a network cannot be read, it is held for a person.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connections, transaction
from django.db.models import F, Max, Q
from django.utils import timezone

from channels.base import Verb
from content.models import Event, Post
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
# So long after a restore a post from before it is looked for when it is planned anew.
MEMORY = timedelta(days=30)


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
    count = doubtful.update(look_first=True, looks=0, version=F("version") + 1)
    Event.objects.create(kind=ENTERED, at=now, data={"why": why, "deliveries": count})
    log.critical("safe mode (%s): %s deliveries are looked for before they are sent", why, count)
    return mode


def current() -> SafeMode | None:
    return SafeMode.objects.standing().first()


def unknown_since(delivery: Delivery) -> datetime | None:
    """From when on it may have gone out without our knowing; None where we know all there is."""
    if not delivery.look_first:
        return None
    known = SafeMode.objects.exclude(recorded_until=None).values_list("recorded_until", flat=True)
    latest = known.first()
    return min(latest, delivery.due_at) if latest is not None else None


def may_be_out(post: Post, now: datetime) -> bool:
    """Whether a restored record may have forgotten that this post went out."""
    lately = SafeMode.objects.filter(entered_at__gt=now - MEMORY, entered_at__gte=post.created_at)
    return lately.exists()


def look_first(planned: Iterable[Delivery]) -> None:
    new = Delivery.objects.filter(pk__in=[row.pk for row in planned])
    new.filter(verb__in=(Verb.PUBLISH, Verb.REPOST)).update(look_first=True, looks=0)


@dataclass(frozen=True, slots=True)
class Progress:
    """``found``: was live already. ``looking``: not yet settled. ``by_hand``: for a person."""

    found: DeliveryQuerySet
    looking: DeliveryQuerySet
    by_hand: DeliveryQuerySet


def progress(mode: SafeMode, rows: DeliveryQuerySet) -> Progress:
    """Only what may have gone out meanwhile. What is due later is looked for then, quietly."""
    asked = rows.filter(look_first=True)
    adopted = Q(started_at=None) | Q(started_at__lt=mode.entered_at)
    under_way = Q(state__in=(*READY, State.SENDING, State.UNCONFIRMED))
    return Progress(
        found=asked.filter(adopted, state=State.SENT, finished_at__gte=mode.entered_at),
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


def tend() -> None:
    """Called by the engine's clock now and then."""
    try:
        end_if_over(timezone.now())
    finally:
        connections.close_all()
