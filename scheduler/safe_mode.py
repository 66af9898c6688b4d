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
from enum import StrEnum

from django.db import connections, transaction
from django.db.models import F, Max, Min, Q
from django.utils import timezone

from channels.base import Verb
from channels.press import halves
from content.models import Event, Post
from scheduler import delivery
from scheduler.models import (
    OPEN,
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
from scheduler.witness import Judgement, Standing, Witness, judge, overtaken

log = logging.getLogger(__name__)

ENTERED, ENDED = "record.restored", "record.settled"
OVER = (State.SENT, State.CANCELLED)
# Held because Gema cannot do it, so it did not.
NOT_BY_GEMA = (Hold.BY_HAND, Hold.TARGET_MISSING)
AT_ONCE = 1000  # rows in one statement
# So long after a restore a post from before it is looked for when it is planned anew.
MEMORY = timedelta(days=30)


class Word(StrEnum):
    """What a person says of the record at a start."""

    NEWEST = "newest"
    RESTORED = "restored"


def begin(
    witness: Witness, now: datetime, *, word: Word | None = None, joins: bool = False
) -> None:
    """At the start of an engine, before it takes anything: is this record the newest there was?

    ``word``: a person knows. ``joins``: other workers of this record are alive, so a data folder
    without a witness is a new one, not a sign.
    """
    with transaction.atomic():
        judgement = _judged(witness, joins=joins)
        if word is Word.RESTORED:
            enter(Why.RESTORED, now)
        elif judgement is not Judgement.NEWEST and word is Word.NEWEST:
            # A life of its own, so that the same sign is not seen at the next start.
            Record.objects.create(began_at=now, witnessed=True)
        elif judgement is not Judgement.NEWEST and not _says_so_already(judgement):
            enter(Why(judgement.value), now)
        _record(now)
        Record.objects.update(witnessed=True)
    _speak(witness)


def went_back(witness: Witness, now: datetime) -> None:
    """The record lacks what it had while this engine ran: an older copy was put in its place.

    Other workers may notice the same; the first of them enters safe mode for all.
    """
    with transaction.atomic():
        # Whoever comes second waits here, and then sees the life that the first has begun.
        list(Record.objects.select_for_update(no_key=True).order_by("pk"))
        if witness.identity not in standing().identities[:-1]:
            enter(Why.RESTORED, now)
    _speak(witness)


def speak_for(witness: Witness) -> None:
    """After a restore: so that the first start knows this record, and does not wonder again."""
    _speak(witness)
    witness.close()


def _says_so_already(judgement: Judgement) -> bool:
    """A restored record that has sent nothing since is looked after, whatever folder it is started
    in, and knows more of itself than a missing witness does.
    """
    before = _unused()
    return judgement is Judgement.UNSURE and before is not None and before.why == Why.RESTORED


def _unused() -> SafeMode | None:
    """The safe mode that stands, if nothing was sent since it began."""
    mode = current()
    if mode is None or Attempt.objects.filter(started_at__gte=mode.entered_at).exists():
        return None
    return mode


def _judged(witness: Witness, *, joins: bool) -> Judgement:
    # The witnesses first: other workers send while this one starts, and what is read after them can
    # only have come further.
    root = Record.objects.order_by("pk").first()
    seen = witness.read()
    elsewhere = witness.read_elsewhere(root.identity) if root is not None else None
    record = standing()
    judgement = judge(seen, record)
    if judgement is Judgement.UNSURE and joins and seen is None:
        judgement = Judgement.NEWEST
    if elsewhere is not None and overtaken(elsewhere, record):
        judgement = Judgement.RESTORED
    return judgement


def _speak(witness: Witness) -> None:
    now = standing()
    witness.begin(now.identities[-1], now.attempt, root=now.identities[0])


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
    until = recorded_until or _recorded_until()
    SafeMode.objects.standing().update(ended_at=now)
    mode = SafeMode.objects.create(why=why, entered_at=now, recorded_until=until)
    Record.objects.create(began_at=now, witnessed=True)
    doubtful = Delivery.objects.exclude(state__in=OVER)
    count = doubtful.update(look_first=True, looks=0, version=F("version") + 1)
    _look_for_what_was_due(now)
    # Their delivery is over, so nothing else keeps them from being written to again.
    halves.doubt_all(now)
    Event.objects.create(kind=ENTERED, at=now, data={"why": why, "deliveries": count})
    log.critical("safe mode (%s): %s deliveries are looked for before they are sent", why, count)
    return mode


def _recorded_until() -> datetime | None:
    """What it knew before it came back. A second sign of the same restore does not make it younger:
    what was written down since is about the restore.
    """
    before = _unused()
    if before is not None and before.recorded_until is not None:
        return before.recorded_until
    known: datetime | None = Event.objects.aggregate(at=Max("at"))["at"]
    return known


def _look_for_what_was_due(now: datetime) -> None:
    """Asked at once, also what waits for a person or is stopped: so nobody can cancel or replace
    what may be live as if it were not. What is due later is looked for before it is sent.
    """
    due = Delivery.objects.filter(state__in=OPEN, due_at__lte=now)
    due = due.exclude(state=State.HELD, reason__in=NOT_BY_GEMA)
    rows = list(due.select_related("post", "account"))
    for start in range(0, len(rows), AT_ONCE):
        delivery.look_for(rows[start : start + AT_ONCE], now)


def current() -> SafeMode | None:
    return SafeMode.objects.standing().first()


def unknown_since(row: Delivery) -> datetime | None:
    """From when on it may have gone out without our knowing; None where we know all there is.

    A second restore does not make known what the first one left open: the earliest counts, of all
    since the post was written.
    """
    if not row.look_first:
        return None
    modes = SafeMode.objects.filter(entered_at__gte=row.post.created_at)
    earliest = modes.aggregate(at=Min("recorded_until"))["at"]
    return min(earliest, row.due_at) if earliest is not None else None


def may_be_out(post: Post, now: datetime) -> bool:
    """Whether a restored record may have forgotten that this post went out."""
    lately = SafeMode.objects.filter(entered_at__gt=now - MEMORY, entered_at__gte=post.created_at)
    return lately.exists()


def forgotten(made: Iterable[Delivery]) -> list[Delivery]:
    """Those that a series made just now for a time before a restore: made before, too, they may
    have gone out, and the record does not know of it."""
    last = SafeMode.objects.aggregate(at=Max("entered_at"))["at"]
    if last is None:
        return []
    return [row for row in made if row.due_at <= last and row.post.created_at <= last]


def look_first(planned: Iterable[Delivery]) -> None:
    new = Delivery.objects.filter(pk__in=[row.pk for row in planned])
    new.filter(verb__in=(Verb.PUBLISH, Verb.REPLY, Verb.REPOST)).update(look_first=True, looks=0)


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
