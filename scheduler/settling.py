"""How long this process has known that nobody knows whether a delivery is live.

A look that comes before the network has caught up sees nothing, and makes a double. When it is
time to look is kept as a moment of the wall clock, and that one may be set meanwhile, or be
another worker's. So a first look waits the settling time once more by the clock that nobody sets,
from when this process heard of it; where it has been here all along, that time is over by then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from channels import registry
from channels.base import DeliveryError, Receipt, Unconfirmed
from scheduler.delivery import Task
from scheduler.models import Delivery, State
from scheduler.workers import seconds_since_boot

# Who forgets waits once more, which harms nobody.
MOST = 10_000


class Settling:
    """Of one pump, in its thread. By delivery and attempt: another attempt settles anew."""

    def __init__(self, seconds: Callable[[], float] = seconds_since_boot) -> None:
        self._seconds = seconds
        self._since: dict[tuple[int, int], float] = {}

    def ended(self, task: Task, answer: Receipt | DeliveryError) -> None:
        if isinstance(answer, Unconfirmed) and not task.look:
            self._since[task.delivery.id, task.attempt] = self._seconds()

    def taken_over(self, rows: Iterable[Delivery]) -> None:
        """From the dead: their last request may have gone out a moment ago."""
        self._since |= {(row.id, row.attempts): self._seconds() for row in rows}

    def left(self, row: Delivery) -> float:
        """Seconds until it may be looked for; 0.0 or less where nothing is in the way."""
        if row.state != State.UNCONFIRMED or row.looks:
            return 0.0
        if len(self._since) > MOST:
            self._since.clear()
        since = self._since.setdefault((row.id, row.attempts), self._seconds())
        settling = registry.load(row.account.kind).capabilities.settling
        return since + settling.total_seconds() - self._seconds()
