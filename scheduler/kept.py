"""What a person decides on: what waited for one before a restore, or was begun when a stop was
lifted without sending. Looked for like all else, and never sent by itself.

While it is looked for, the delivery remembers how it waits (``kept``, ``kept_for``) if it is not
there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from scheduler.heads import Fence
from scheduler.models import READY, Delivery, Hold, State

NOBODY = {"kept": "", "kept_for": ""}


@dataclass(frozen=True, slots=True)
class Kept:
    """How it waits for a person."""

    state: State
    reason: str

    @property
    def columns(self) -> dict[str, str]:
        return {"kept": str(self.state), "kept_for": str(self.reason)}


def kept_back(state: str, reason: str) -> Kept | None:
    """None where it waits for its time, or for its account to be connected again."""
    if (state, reason) == (State.HELD, Hold.RESTORED):
        # Once it has been looked for, this is no longer true.
        return Kept(State.MISSED, Hold.ABSENT)
    if state == State.MISSED or (state == State.HELD and reason in Hold.values):
        return Kept(State(state), reason)
    return None


def columns(row: Delivery) -> dict[str, str]:
    # Of what is about to start no reason is loaded.
    kept = None if row.state in READY else kept_back(row.state, row.reason)
    return kept.columns if kept else NOBODY


def of(fences: Iterable[Fence], stopped: Callable[[set[int]], set[int]]) -> dict[int, Kept]:
    """How each of them waits if it is not there. ``stopped``: which of these a stop reaches.

    What was held by a stop that reaches it no more is left to a person: whoever lifted that stop
    did not see this one.
    """
    kept = {row.id: Kept(State(row.kept), row.kept_for) for row in fences if row.kept}
    held = {pk for pk, one in kept.items() if one == Kept(State.HELD, Hold.STOPPED)}
    for pk in held - (stopped(held) if held else set()):
        kept[pk] = Kept(State.HELD, Hold.LIFTED)
    return kept


def keep(ids: Collection[int], how: Kept) -> None:
    """So it waits if it is not there. Not the version: what is under way counts."""
    if ids:
        Delivery.objects.filter(pk__in=ids).update(**how.columns)


def let_go(rows: QuerySet[Delivery]) -> None:
    """From now on they go their usual way if they are not there. Not the version: a look that is
    under way counts.
    """
    rows.filter(state=State.UNCONFIRMED).exclude(kept="").update(**NOBODY)


def forget(ids: Collection[int]) -> None:
    """The look has told."""
    if ids:
        Delivery.objects.filter(pk__in=ids).update(**NOBODY)
