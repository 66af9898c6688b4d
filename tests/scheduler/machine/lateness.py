"""An outcome whose delivery somebody else has taken over: nothing may come of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from content.models import Event
from scheduler.delivery import Task
from scheduler.models import Attempt, Delivery
from scheduler.settle import Result


@contextmanager
def too_late_changes_nothing(outcomes: Sequence[Result]) -> Iterator[None]:
    """Around the moment at which these outcomes are written down."""
    tasks = [outcome.task for outcome in outcomes]
    rows = Delivery.objects.in_bulk([task.delivery.pk for task in tasks]) if tasks else {}
    standing = {task.delivery.pk for task in tasks if _stands(task, rows[task.delivery.pk])}
    late = set(rows) - standing
    before = _all_about(late)
    yield
    assert _all_about(late) == before, f"one of {late} came too late, and was written down"


def _stands(task: Task, row: Delivery) -> bool:
    """Whether nothing has happened to the delivery since it was claimed."""
    return (row.owner, row.version) == (task.owner, task.fence)


def _all_about(deliveries: Collection[int]) -> list[list[str]]:
    if not deliveries:
        return []
    rows = Delivery.objects.filter(pk__in=deliveries).values()
    attempts = Attempt.objects.filter(delivery__in=deliveries).values()
    events = Event.objects.filter(data__delivery__in=list(deliveries)).values()
    return [sorted(map(str, rows)), sorted(map(str, attempts)), sorted(map(str, events))]
