"""What reposts added to what an office's own post had reached."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from scheduler.models import MeasuredQuerySet
from web.awareness.asked import Only
from web.awareness.measure import Measure
from web.awareness.period import Period
from web.awareness.rows import in_period, public, totals
from web.awareness.tally import Told

NAMES = {Measure.VIEWS: "views", Measure.REACH: "reach", Measure.ENGAGED: "engaged"}


@dataclass(frozen=True, slots=True)
class Gain:
    """One post of an office, and what went out of the reposts of it in the period.

    ``own``: all its own deliveries, whenever they went out. ``added``: those of its reposts, which
    are ``reposts`` in number. A network whose own button was used tells nothing of these, as they
    are heard in the figures of the original.
    """

    title: str
    public_id: UUID
    office: int
    office_name: str
    own: Told
    added: Told
    reposts: int

    @property
    def share(self) -> float | None:
        """1.0: as much again. None where a side is untold, or nobody saw the original."""
        if self.own.total and self.added.total is not None:
            return self.added.total / self.own.total
        return None


@dataclass(frozen=True, slots=True)
class Gained:
    """Of those gains of which both sides are told: how many, and what they come to."""

    count: int
    own: int
    added: int

    @property
    def share(self) -> float | None:
        return self.added / self.own if self.own else None


def gains(offices: Collection[int], period: Period, only: Only, measure: Measure) -> list[Gain]:
    """Of posts of these offices, or reposted by them; the largest gain first, untold ones last."""
    echoes = _echoes(offices, period, only)
    own = public().filter(post__in=echoes.order_by().values("origin"))
    if only.kind:
        own = own.filter(kind=only.kind)
    by_post = {line["post"]: line for line in totals(own, "post")}
    by = (
        "origin", "origin__title", "origin__public_id",
        "origin__office_id", "origin__office__short_name",
    )  # fmt: skip
    found = [_gain(line, by_post.get(line["origin"], {}), measure) for line in totals(echoes, *by)]
    return sorted(found, key=_order)


def gained(found: Iterable[Gain]) -> Gained:
    told = [(g.own.total, g.added.total) for g in found]
    both = [(own, added) for own, added in told if own is not None and added is not None]
    return Gained(len(both), sum(own for own, _ in both), sum(added for _, added in both))


def _echoes(offices: Collection[int], period: Period, only: Only) -> MeasuredQuerySet:
    found = in_period(period).filter(
        Q(origin__office__in=offices) | Q(office__in=offices), origin__isnull=False
    )
    wanted = {
        "kind": only.kind,
        "origin__topic": only.topic,
        "origin__template_key": only.template,
    }
    chosen: MeasuredQuerySet = found.exclude(origin__office=F("office")).filter(
        **{field: word for field, word in wanted.items() if word}
    )
    return chosen


def _gain(line: dict[str, Any], own: dict[str, Any], measure: Measure) -> Gain:
    return Gain(
        title=line["origin__title"],
        public_id=line["origin__public_id"],
        office=line["origin__office_id"],
        office_name=line["origin__office__short_name"],
        own=_told(own, measure),
        added=_told(line, measure),
        reposts=line["n"],
    )


def _told(line: dict[str, Any], measure: Measure) -> Told:
    name = NAMES[measure]
    return Told(line.get(f"n_{name}", 0), line.get(f"sum_{name}"))


def _order(gain: Gain) -> tuple[bool, int, str]:
    return gain.added.total is None, -(gain.added.total or 0), gain.title
