"""One pass over what was sent: everything the page shows of it. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from web.awareness.hours import Hour, Sighting, Slot, hours
from web.awareness.measure import Measure
from web.awareness.period import Stretch, places
from web.awareness.tally import Sum, Tally, engagement


class Row(NamedTuple):
    """One delivery, and what its network told of it. In the order in which it is read."""

    sent_at: datetime
    office: int
    account: int
    kind: str
    topic: str
    template: str
    post: int
    views: int | None
    reach: int | None
    likes: int | None
    replies: int | None
    reposts: int | None
    clicks: int | None


@dataclass(frozen=True, slots=True)
class Reckoned:
    """``stretches``: one for each of those given, in their order. The others by their key."""

    everything: Sum
    stretches: tuple[Sum, ...]
    offices: Mapping[int, Sum]
    kinds: Mapping[str, Sum]
    topics: Mapping[str, Sum]
    templates: Mapping[str, Sum]
    hours: Mapping[Slot, Hour]


def reckon(
    rows: Iterable[tuple[object, ...]],
    zones: Mapping[int, ZoneInfo],
    stretches: tuple[Stretch, ...],
    measure: Measure,
) -> Reckoned:
    """``zones``: of every office. What fell on another day by the office's clock is left out."""
    book = _Book(stretches)
    for row in map(Row._make, rows):
        book.enter(row, row.sent_at.astimezone(zones[row.office]), measure)
    return book.close()


class _Book:
    def __init__(self, stretches: tuple[Stretch, ...]) -> None:
        self.places: dict[date, int] = places(stretches)
        self.all = Tally()
        self.stretches = [Tally() for _each in stretches]
        self.offices: defaultdict[int, Tally] = defaultdict(Tally)
        self.kinds: defaultdict[str, Tally] = defaultdict(Tally)
        self.topics: defaultdict[str, Tally] = defaultdict(Tally)
        self.templates: defaultdict[str, Tally] = defaultdict(Tally)
        self.seen: list[Sighting] = []

    def enter(self, row: Row, local: datetime, measure: Measure) -> None:
        place = self.places.get(local.date())
        if place is None:
            return
        engaged = engagement(row.likes, row.replies, row.reposts, row.clicks)
        for tally in (
            self.all,
            self.stretches[place],
            self.offices[row.office],
            self.kinds[row.kind],
            self.topics[row.topic],
            self.templates[row.template],
        ):
            tally.add(row.post, row.views, row.reach, engaged)
        value = measure.of(row.views, row.reach, engaged)
        self.seen.append(Sighting(row.account, Slot(local.weekday(), local.hour), value))

    def close(self) -> Reckoned:
        return Reckoned(
            everything=self.all.sum(),
            stretches=tuple(tally.sum() for tally in self.stretches),
            offices={key: tally.sum() for key, tally in self.offices.items()},
            kinds={key: tally.sum() for key, tally in self.kinds.items()},
            topics={key: tally.sum() for key, tally in self.topics.items()},
            templates={key: tally.sum() for key, tally in self.templates.items()},
            hours=hours(self.seen),
        )
