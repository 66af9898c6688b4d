"""Which letters there are to write: to each person at most one at a time, about all that is new."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Min, Q

from scheduler import hearers, pacing
from scheduler.hearers import Hearer, News
from scheduler.models import Cause, Letter, MailWish, NoticeLine, Reader, Teller


@dataclass(frozen=True, slots=True)
class Record:
    """What was written to one person lately. ``pending``: a letter that is not out yet."""

    last: datetime | None = None
    made: tuple[datetime, ...] = ()
    pending: bool = False


@transaction.atomic
def write(now: datetime) -> None:
    """Letters for everybody whose turn it is, and how far each has been told."""
    Teller.lock()
    newest = NoticeLine.objects.filter(rings=True).aggregate(pk=Max("pk"))["pk"]
    if newest is None:
        return
    everyone = hearers.acting(now)
    _make_readers(everyone, line=0)  # who is new hears of all that stands
    news = _news(newest)
    acting = {hearer.person for hearer in everyone}
    authors = {one.author for one in news if one.author is not None} - acting
    writers = hearers.writing(authors, str(settings.GEMA.desk.zone))
    _make_readers(writers, line=min((one.line for one in news), default=newest) - 1)
    readers = Reader.objects.in_bulk(field_name="person_id")
    records = _records(now)
    waiting = []
    for hearer in (*everyone, *writers):
        reader = readers[hearer.person]
        mine = [one for one in news if one.line > reader.line and hearer.hears(one)]
        if not mine or reader.wish == MailWish.NEVER:
            continue
        if _is_due(hearer, reader, mine, records.get(hearer.person, Record()), now):
            _make(reader, newest, now)
        else:
            waiting.append(reader.pk)
    Reader.objects.filter(line__lt=newest).exclude(pk__in=waiting).update(line=newest)


def _news(newest: int) -> list[News]:
    """What stands, and refusals also after somebody has dealt with them."""
    floor = Reader.objects.aggregate(line=Min("line"))["line"] or 0
    lines = NoticeLine.objects.filter(
        Q(notice__closed_at=None) | Q(notice__cause=Cause.REFUSED),
        rings=True,
        pk__gt=floor,
        pk__lte=newest,
        notice__office__isnull=False,
    )
    read = lines.values_list(
        "pk", "at", "notice__cause", "notice__office__path", "delivery__post__author_id",
        "notice__closed_at",
    )  # fmt: skip
    return [
        News(pk, at, Cause(cause), path, author, closed_at is None)
        for pk, at, cause, path, author, closed_at in read
    ]


def _make_readers(some: Sequence[Hearer], *, line: int) -> None:
    """For those who were never told anything yet."""
    known = set(Reader.objects.values_list("person_id", flat=True))
    Reader.objects.bulk_create(
        Reader(person_id=one.person, line=line) for one in some if one.person not in known
    )


def _records(now: datetime) -> dict[int, Record]:
    """Letters of the last two days: midnight is somewhere in them, whatever the zone."""
    recent = Q(made_at__gt=now - timedelta(days=2)) | Q(next_try_at__isnull=False)
    found: dict[int, list[tuple[datetime, bool]]] = {}
    rows = Letter.objects.filter(recent).order_by("made_at")
    for person, made_at, next_try_at in rows.values_list("person_id", "made_at", "next_try_at"):
        found.setdefault(person, []).append((made_at, next_try_at is not None))
    return {
        person: Record(
            last=letters[-1][0],
            made=tuple(at for at, _open in letters),
            pending=any(is_open for _at, is_open in letters),
        )
        for person, letters in found.items()
    }


def _is_due(
    hearer: Hearer, reader: Reader, mine: Sequence[News], record: Record, now: datetime
) -> bool:
    midnight = pacing.midnight(now, hearer.zone)
    post = pacing.Post(
        daily=reader.wish == MailWish.DAILY,
        first=min(one.at for one in mine),
        last=record.last,
        today=sum(1 for at in record.made if at >= midnight),
        zone=hearer.zone,
    )
    return not record.pending and pacing.may_write(post, now)


def _make(reader: Reader, newest: int, now: datetime) -> None:
    host = urlsplit(settings.GEMA.site.address).hostname
    Letter.objects.create(
        person_id=reader.person_id,
        after=reader.line,
        upto=newest,
        # The same at every try: a mailbox that gets it twice can tell.
        message_id=f"<{uuid.uuid4().hex}@{host}>",
        made_at=now,
        next_try_at=now,
    )
