"""What the network accepted, held against the record. Pure.

The promise, per account: every delivery once, in the order in which they were due, never two at
once, each upon the copy it was meant for; whatever is not surely out is on the list of what needs a
person; and in the end the public sees what the record says it sees (``shown``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tests.crash.shown import misshown
from tests.crash.told import CANCELLED, SENT, UNCONFIRMED, Accepted, Row


@dataclass(frozen=True, slots=True)
class Verdict:
    """Keys, except for ``overlaps``, which name the account first.

    ``lost``: said to be sent and not there, or neither sent nor on anybody's list.
    ``untrue``: out there, while the record is sure that it is not. ``asked``: unconfirmed and shown
    to a person; ``asked_live`` of them are in fact out. ``unshown``: unconfirmed, on no list.
    ``others``: surely not out and shown to a person, by state and reason.
    ``order``: accepted before one that was due earlier. ``unknown``: accepted, in no row.
    ``astray``: done to another copy than was meant. ``misshown``: the last that was sent of a copy
    that the public does not see so, or sees though its post was withdrawn.
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
    astray: tuple[str, ...] = ()
    misshown: tuple[str, ...] = ()

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
            or self.astray
            or self.misshown
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
        untrue=tuple(row.key for row in sure if times[row.key]),
        asked=tuple(asked),
        asked_live=sum(times[key] > 0 for key in asked),
        unshown=tuple(row.key for row in unconfirmed if not row.listed),
        others=Counter(f"{row.state} {row.reason}" for row in sure if row.listed),
        order=tuple(_out_of_order(accepted, rows)),
        unknown=tuple(sorted(set(times) - known)),
        overlaps=tuple(overlaps),
        astray=tuple(_astray(accepted, rows)),
        misshown=tuple(misshown(accepted, rows)),
    )


def _is_lost(row: Row, times: int) -> bool:
    if row.state == SENT:
        return times == 0
    if row.state in (UNCONFIRMED, CANCELLED):
        return False
    return not row.listed and times == 0


def _astray(accepted: Iterable[Accepted], rows: Iterable[Row]) -> Iterable[str]:
    aims = {row.key: row.aim for row in rows}
    return sorted({one.key for one in accepted if one.aim != aims.get(one.key, one.aim)})


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
