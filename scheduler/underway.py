"""What was being sent when a stop was set: it cannot be called back, and people see it end."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from content.scope import Scope
from scheduler import halves
from scheduler.delivery import is_look
from scheduler.models import Delivery, State, Stop


@dataclass(frozen=True, slots=True)
class Calls:
    """``rows``: all of them as they are now, those that still run first. ``served``: of those that
    are over, the press lists one of whose readers is just being written to.
    """

    rows: tuple[Delivery, ...]
    served: frozenset[int] = frozenset()

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def running(self) -> int:
        return sum(map(self.is_running, self.rows))

    @property
    def ended(self) -> list[tuple[State, int]]:
        """How many are what by now."""
        states = Counter(State(row.state) for row in self.rows if not self.is_running(row))
        return [(state, states[state]) for state in State if states[state]]

    def is_running(self, row: Delivery) -> bool:
        """A call that may publish. A look never does."""
        called = row.lease_until is not None and not is_look(row)
        return called or row.pk in self.served


def calls(stop: Stop, scope: Scope) -> Calls:
    """Those this person sees."""
    seen = Delivery.objects.visible_to(scope).filter(pk__in=stop.under_way or ())
    rows = seen.select_related("post", "account__office").order_by("account__office__path", "pk")
    found = Calls(tuple(rows), frozenset(halves.being_served(seen)))
    return replace(found, rows=tuple(sorted(rows, key=lambda row: not found.is_running(row))))
