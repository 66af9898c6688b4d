"""Claims whose commit has not been answered: it has happened, or not, or is happening still.

Their calls were never begun, which nobody but this process knows. So whatever stands of them in the
record is given back as certainly not sent, and nobody has to look for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from channels.base import DeliveryError, NotSent, Reason, Unconfirmed
from scheduler.delivery import LEASE, Task
from scheduler.models import Delivery
from scheduler.settle import Result
from scheduler.workers import seconds_since_boot

WHY = "the call was not begun: the record did not answer"
MARK = ("pk", "version", "owner")
Seen = Mapping[int, tuple[int, str]]


class Unanswered:
    """In an ordinary turn it is empty again at the end, and asks nothing."""

    def __init__(self) -> None:
        self._tasks: dict[int, Task] = {}

    def __bool__(self) -> bool:
        return bool(self._tasks)

    def claimed(self, tasks: Iterable[Task]) -> None:
        """In the transaction that is about to be committed."""
        self._tasks |= {task.delivery.id: task for task in tasks}

    def begins(self, task: Task) -> None:
        """Its commit was answered, and its call goes out now."""
        self._tasks.pop(task.delivery.id, None)

    def standing(self, now: datetime) -> list[Result]:
        """What is to be settled of them. The others are kept while they may still appear."""
        if not self._tasks:
            return []
        rows = Delivery.objects.filter(pk__in=self._tasks)
        seen = {pk: (version, owner) for pk, version, owner in rows.values_list(*MARK)}
        kept = [task for task in self._tasks.values() if _stands(task, seen) or _may(task, seen)]
        self._tasks = {task.delivery.id: task for task in kept}
        return [Result(task, _not_begun(task), now) for task in kept if _stands(task, seen)]


def _stands(task: Task, seen: Seen) -> bool:
    return seen.get(task.delivery.id) == (task.fence, task.owner)


def _may(task: Task, seen: Seen) -> bool:
    """Its row is as it was before the claim: a commit that hangs may still go through."""
    is_recent = seconds_since_boot() - task.began < LEASE.total_seconds()
    return is_recent and seen.get(task.delivery.id, (0, ""))[0] == task.delivery.version


def _not_begun(task: Task) -> DeliveryError:
    unknown = Unconfirmed if task.look else NotSent
    return unknown(Reason.UNREACHABLE, WHY)
