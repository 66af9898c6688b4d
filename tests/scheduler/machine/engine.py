"""The engine's turn without its threads: calls stay open until a rule answers them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from channels.base import Receipt, Verb
from scheduler import delivery, message, settle
from scheduler.delivery import Task
from scheduler.lanes import Ready
from scheduler.send import START_WITHIN
from scheduler.settle import Result

# A request that has not reached its network by then never will.
ON_THE_WIRE = START_WITHIN + timedelta(minutes=4)


@dataclass
class Call:
    """One call under way. ``reached``: the network has acted, and this is what it will answer."""

    task: Task
    text: str
    began: datetime
    reached: Receipt | None = None

    def is_on_the_wire(self, time: datetime) -> bool:
        return time - self.began <= ON_THE_WIRE

    def may_reach(self, time: datetime) -> bool:
        return not self.task.look and self.reached is None and self.is_on_the_wire(time)


@dataclass
class Engine:
    """``inbox``: outcomes that have come back and are not written down yet."""

    number: int = 1
    lanes: int = 4
    alive: bool = True
    calls: list[Call] = field(default_factory=list)
    inbox: list[Result] = field(default_factory=list)
    ready: Ready = field(default_factory=Ready)

    def turn(self, now: datetime, time: datetime, *, woken: bool) -> list[Call]:
        """What `Pump.turn` does. The calls that it begins. Unless ``woken``, it goes by memory."""
        self.ready.stale = self.ready.stale or woken
        with transaction.atomic():
            settle.settle(self.inbox, now)
            settle.reap(now)
            for result in self.inbox:
                self.ready.free(result.task.delivery.account_id)
            free = self.lanes - len(self.calls)
            tasks = delivery.claim(f"engine-{self.number}", now, free, self.ready)
            begun = [Call(task, _text(task), time) for task in tasks]
        self.inbox.clear()
        self.calls += begun
        return begun

    def die(self) -> None:
        """With all that it knew and had not written down."""
        self.alive = False
        self.calls.clear()
        self.inbox.clear()

    def rise(self, now: datetime) -> None:
        self.alive, self.number, self.ready = True, self.number + 1, Ready()
        with transaction.atomic():
            settle.reap(now, all_owners=True)


def _text(task: Task) -> str:
    """The very words that would go out."""
    wordless = task.look or task.delivery.verb in (Verb.DELETE, Verb.REPOST)
    return "" if wordless else message.outgoing(task.delivery).text
