"""What was being sent when a stop was set: it cannot be called back, and people see it end."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from content.scope import Scope
from scheduler.delivery import is_look
from scheduler.models import Delivery, State, Stop


@dataclass(frozen=True, slots=True)
class Calls:
    """``rows``: all of them as they are now, those that still run first."""

    rows: tuple[Delivery, ...]

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def running(self) -> int:
        return sum(_is_running(row) for row in self.rows)

    @property
    def ended(self) -> list[tuple[State, int]]:
        """How many are what by now."""
        states = Counter(State(row.state) for row in self.rows if not _is_running(row))
        return [(state, states[state]) for state in State if states[state]]


def calls(stop: Stop, scope: Scope) -> Calls:
    """Those this person sees."""
    seen = Delivery.objects.visible_to(scope).filter(pk__in=stop.under_way or ())
    rows = seen.select_related("post", "account__office").order_by("account__office__path", "pk")
    return Calls(tuple(sorted(rows, key=lambda row: not _is_running(row))))


def _is_running(row: Delivery) -> bool:
    """A call that may publish. A look never does."""
    return row.lease_until is not None and not is_look(row)
