"""Outcomes whose claim stands no more, and why: a log that is read after a bad night has to tell a
worker that was too slow from a commit whose answer was lost.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from scheduler.models import Attempt, Delivery, State

if TYPE_CHECKING:
    from scheduler.settle import Result

log = logging.getLogger(__name__)

# What a take-over notes of a call whose process is gone.
TAKEN_OVER = "the process stopped before the answer came"
WRITTEN = (
    "outcome of delivery %s was written down before: its commit was not answered, but happened"
)
TOO_LATE = "outcome of delivery %s came too late: its claim is over, and it is %s by now"


def tell(late: Sequence[Result]) -> None:
    rows = Delivery.objects.in_bulk([result.task.delivery.id for result in late]) if late else {}
    for result in late:
        pk = result.task.delivery.id
        if pk not in rows:
            log.warning(TOO_LATE, pk, "gone")
        elif _is_written(rows[pk], result):
            log.info(WRITTEN, pk)
        else:
            log.warning(TOO_LATE, pk, rows[pk].state)


def _is_written(row: Delivery, result: Result) -> bool:
    """By this very process, in an earlier turn."""
    task = result.task
    if task.look and row.state != State.SENT:
        # It has found nothing, and left no note on an attempt.
        is_next = row.version == task.fence + 1 and row.lease_until is None
        return is_next and row.detail != TAKEN_OVER
    closed = Attempt.objects.filter(delivery=row, number=task.attempt, ended_at=result.at)
    return closed.exists()
