"""What the network accepted, held against the record. Pure.

The promise, per account: every delivery once, in the order in which they were due, never two at
once; and whatever is not surely out is on the list of what needs a person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

SENT, UNCONFIRMED = "sent", "unconfirmed"


@dataclass(frozen=True, slots=True)
class Accepted:
    """One post that the network took, in the order in which it took them."""

    account: str
    key: str


@dataclass(frozen=True, slots=True)
class Row:
    """A delivery at the end.

    ``place``: by due time within its account. ``listed``: a person is asked about it.
    ``repeatable``: its network drops repeats, so "not sent" only says that sending does no harm.
    """

    account: str
    key: str
    state: str
    reason: str
    place: int
    listed: bool
    repeatable: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """Keys, except for ``overlaps``, which name the account first.

    ``lost``: said to be sent and not there, or neither sent nor on anybody's list.
    ``untrue``: out there, while the record is sure that it is not. ``asked``: unconfirmed and shown
    to a person; ``asked_live`` of them are in fact out. ``unshown``: unconfirmed, on no list.
    ``others``: surely not out and shown to a person, by state and reason.
    ``order``: accepted before one that was due earlier. ``unknown``: accepted, in no row.
    """

    deliveries: int
    accepted: int
    lost: tuple[str, ...]
    doubled: tuple[str, ...]
    untrue: tuple[str, ...]
    asked: tuple[str, ...]
    asked_live: int
    unshown: tuple[str, ...]
    others: Mapping[str, int]
    order: tuple[str, ...]
    unknown: tuple[str, ...]
    overlaps: tuple[str, ...]

    @property
    def is_clean(self) -> bool:
        return not (
            self.lost
            or self.doubled
            or self.untrue
            or self.unshown
            or self.order
            or self.unknown
            or self.overlaps
        )


def judge(accepted: Sequence[Accepted], rows: Sequence[Row], overlaps: Sequence[str]) -> Verdict:
    times = Counter(post.key for post in accepted)
    unconfirmed = [row for row in rows if row.state == UNCONFIRMED]
    sure = [row for row in rows if row.state not in (SENT, UNCONFIRMED)]
    asked = [row.key for row in unconfirmed if row.listed]
    known = {row.key for row in rows}
    return Verdict(
        deliveries=len(rows),
        accepted=len(times),
        lost=tuple(row.key for row in rows if _is_lost(row, times[row.key])),
        doubled=tuple(sorted(key for key, count in times.items() if count > 1)),
        untrue=tuple(row.key for row in sure if times[row.key] and not row.repeatable),
        asked=tuple(asked),
        asked_live=sum(times[key] > 0 for key in asked),
        unshown=tuple(row.key for row in unconfirmed if not row.listed),
        others=Counter(f"{row.state} {row.reason}" for row in sure if row.listed),
        order=tuple(_out_of_order(accepted, rows)),
        unknown=tuple(sorted(set(times) - known)),
        overlaps=tuple(overlaps),
    )


def _is_lost(row: Row, times: int) -> bool:
    if row.state == SENT:
        return times == 0
    return row.state != UNCONFIRMED and not row.listed and times == 0


def _out_of_order(accepted: Iterable[Accepted], rows: Iterable[Row]) -> Iterable[str]:
    """Of those whose end is known: one left open for a person does not hold up its lane."""
    places = {row.key: row.place for row in rows if row.state == SENT}
    furthest: dict[str, int] = {}
    met: set[str] = set()
    for post in accepted:
        place = places.get(post.key)
        if place is None or post.key in met:
            continue
        met.add(post.key)
        if place < furthest.get(post.account, -1):
            yield post.key
        furthest[post.account] = max(place, furthest.get(post.account, -1))
