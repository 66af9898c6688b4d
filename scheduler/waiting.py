"""What waits for a decision, and in which order. A line is light, so that all of them can be put
in order; only the page that is shown is read in full.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.db.models import Exists, IntegerChoices, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from content.models import Office, Post, Role, Status
from content.scope import Scope
from scheduler import wanted

DESK = (Role.MODERATOR,)
SOON = timedelta(hours=2)


class Urgency(IntegerChoices):
    PRESSING = 0, _("Mendesak")
    ANY_TIME = 1, _("Secepatnya")
    LATER = 2, _("Masih ada waktu")


@dataclass(frozen=True, slots=True)
class Line:
    """One post that waits. ``due``: when it was asked to be out; None: as soon as possible."""

    pk: int
    public_id: uuid.UUID
    office_id: int
    since: datetime
    due: datetime | None
    own: bool

    def urgency(self, now: datetime) -> Urgency:
        if self.due is None:
            return Urgency.ANY_TIME
        return Urgency.PRESSING if self.due - now <= SOON else Urgency.LATER


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the page that is shown, with its post."""

    line: Line
    post: Post


def posts(scope: Scope) -> QuerySet[Post]:
    return Post.objects.filter(scope.reach(DESK), status=Status.SUBMITTED)


def lines(scope: Scope, now: datetime) -> list[Line]:
    """All of them: what is due within two hours first, then what has no time of its own by how
    long it has waited, then the rest by when it is due.
    """
    helpers = Post.contributors.through.objects.filter(
        post_id=OuterRef("pk"), person_id=scope.person.pk
    )
    rows = posts(scope).annotate(own=Exists(helpers))
    found = [
        Line(pk, public_id, office_id, since or now, wanted.instant(asked, zone), own)
        for pk, public_id, office_id, since, asked, zone, own in rows.values_list(
            "pk", "public_id", "office_id", "submitted_at", "wanted", "office__zone", "own"
        )
    ]
    return in_order(found, now)


def in_order(found: Sequence[Line], now: datetime) -> list[Line]:
    return sorted(found, key=lambda line: (line.urgency(now), line.due or line.since, line.pk))


def of_office(found: Sequence[Line], office_id: int | None) -> list[Line]:
    return [line for line in found if office_id in (None, line.office_id)]


def position(found: Sequence[Line], pk: int) -> int | None:
    """Counted from one, as people do."""
    return next((n for n, line in enumerate(found, 1) if line.pk == pk), None)


def following(found: Sequence[Line], pk: int) -> Line | None:
    """What opens after this one: the next in order that is not the person's own, else the first."""
    at = position(found, pk) or 0
    rest = [*found[at:], *found[: max(at - 1, 0)]]
    return next((line for line in rest if not line.own and line.pk != pk), None)


def rows(shown: Sequence[Line]) -> list[Row]:
    """The posts behind these lines, in the same order. Who was decided meanwhile is left out."""
    found = Post.objects.select_related("office", "author", "head", "repost_of__office")
    known = found.defer("head__body").in_bulk([line.pk for line in shown])
    return [Row(line, known[line.pk]) for line in shown if line.pk in known]


def by_urgency(shown: Sequence[Row], now: datetime) -> list[tuple[Urgency, list[Row]]]:
    """For headings; ``shown`` is in order already."""
    return [
        (urgency, list(group))
        for urgency, group in groupby(shown, key=lambda row: row.line.urgency(now))
    ]


def offices(found: Sequence[Line]) -> list[tuple[Office, int]]:
    """The offices that something waits from, and how much: for the filter."""
    numbers: dict[int, int] = {}
    for line in found:
        numbers[line.office_id] = numbers.get(line.office_id, 0) + 1
    known = Office.objects.filter(pk__in=numbers).order_by("short_name")
    return [(office, numbers[office.pk]) for office in known]
