"""What is read for the page: a fixed number of queries, however much there is."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, BigIntegerField, Case, Count, F, Q, Sum, When
from django.db.models.functions import Coalesce

from channels.practice.adapter import Practice
from content.models import Office
from content.scope import Scope
from scheduler.models import Measured, MeasuredQuerySet
from web.awareness.asked import Only
from web.awareness.period import Period

AT_ONCE = 4000
PARTS = ("likes", "replies", "reposts", "clicks")
# In the order of ``reckon.Row``.
COLUMNS = (
    "sent_at", "office_id", "account_id", "kind", "topic", "template", "post_id",
    "views", "reach", *PARTS,
)  # fmt: skip
# A nation of so few would tell what each of them has.
A_NATION = 5


@dataclass(frozen=True, slots=True)
class Nation:
    """What is usual for one delivery of any office. None where too few offices are told of."""

    views: float | None
    reach: float | None
    engaged: float | None


def offices_of(scope: Scope) -> list[Office]:
    return list(Office.objects.visible_to(scope).order_by("path"))


def within(offices: Sequence[Office], code: str) -> list[Office]:
    """That office and those below it; all of them where nobody has named one."""
    top = next((office for office in offices if office.code == code), None)
    if top is None:
        return list(offices)
    return [office for office in offices if office.path.startswith(top.path)]


def sent(offices: Collection[int], period: Period, only: Only) -> MeasuredQuerySet:
    rows: MeasuredQuerySet = _narrowed(in_period(period), only).filter(office__in=offices)
    return rows


def rows(offices: Collection[int], period: Period, only: Only) -> Iterator[tuple[Any, ...]]:
    found = sent(offices, period, only).order_by().values_list(*COLUMNS)
    return found.iterator(chunk_size=AT_ONCE)


def nation(period: Period, only: Only) -> Nation:
    """Of every office, whoever asks: a mean that says nothing of one of them."""
    mean = (
        _narrowed(in_period(period), only)
        .order_by()
        .aggregate(
            of_views=Avg("views"),
            of_reach=Avg("reach"),
            of_engaged=Avg(_engaged()),
            by_views=Count("office", distinct=True, filter=Q(views__isnull=False)),
            by_reach=Count("office", distinct=True, filter=Q(reach__isnull=False)),
            by_engaged=Count("office", distinct=True, filter=_any_part()),
        )
    )
    return Nation(
        *(
            mean[f"of_{name}"] if mean[f"by_{name}"] >= A_NATION else None
            for name in ("views", "reach", "engaged")
        )
    )


def public() -> MeasuredQuerySet:
    """Nobody reads the practice board but the office itself."""
    found: MeasuredQuerySet = Measured.objects.exclude(kind=Practice.kind)
    return found


def in_period(period: Period) -> MeasuredQuerySet:
    begin, end = period.instants
    return public().filter(sent_at__gte=begin, sent_at__lt=end)


def totals(found: MeasuredQuerySet, *by: str) -> list[dict[str, Any]]:
    """For each of ``by``: the sum of each figure, None where nothing is told, of how many, and how
    many deliveries tell nothing at all."""
    engaged = _engaged()
    nothing = Q(views__isnull=True, reach__isnull=True) & ~_any_part()
    return list(
        found.order_by()
        .values(*by)
        .annotate(
            n=Count("pk"),
            untold=Count("pk", filter=nothing),
            sum_views=Sum("views"),
            n_views=Count("views"),
            sum_reach=Sum("reach"),
            n_reach=Count("reach"),
            sum_engaged=Sum(engaged),
            n_engaged=Count(engaged),
        )
    )


def _narrowed(rows: MeasuredQuerySet, only: Only) -> MeasuredQuerySet:
    asked = {"kind": only.kind, "topic": only.topic, "template": only.template}
    return rows.filter(**{field: word for field, word in asked.items() if word})


def _any_part() -> Q:
    told = Q()
    for part in PARTS:
        told |= Q(**{f"{part}__isnull": False})
    return told


def _engaged() -> Case:
    """``tally.engagement`` in the database's words."""
    likes, replies, reposts, clicks = (Coalesce(F(part), 0) for part in PARTS)
    added = likes + replies + reposts + clicks
    return Case(When(_any_part(), then=added), output_field=BigIntegerField())
