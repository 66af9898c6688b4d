"""An engine's turn without its threads: calls stay open until a rule answers them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from channels.base import NotSent, Reason, Receipt, Verb
from scheduler import delivery, gate, message, settle
from scheduler.delivery import Task
from scheduler.lanes import Ready
from scheduler.send import START_WITHIN
from scheduler.settle import Result
from scheduler.settling import Settling
from scheduler.workers import SILENT
from tests.scheduler.machine.lateness import too_late_changes_nothing

# A request that has not reached its network by then never will.
ON_THE_WIRE = START_WITHIN + timedelta(minutes=4)
# A process that has stood still for longer makes no request any more.
FRESH = SILENT * 0.6


@dataclass
class Call:
    """One call under way. ``reached``: the network has acted, and this is what it will answer."""

    task: Task
    text: str
    began: datetime
    reached: Receipt | None = None

    @property
    def has_begun(self) -> bool:
        return self.reached is not None or self.task.look

    def is_on_the_wire(self, time: datetime) -> bool:
        return time - self.began <= ON_THE_WIRE


@dataclass
class Engine:
    """One place where an engine runs, and the process that runs there now.

    ``inbox``: outcomes that have come back and are not written down yet. ``beat``: when others last
    saw that it lives; while it is awake that is always just now.
    """

    place: str
    beat: datetime
    number: int = 1
    lanes: int = 4
    alive: bool = True
    awake: bool = True
    calls: list[Call] = field(default_factory=list)
    inbox: list[Result] = field(default_factory=list)
    ready: Ready = field(default_factory=Ready)

    def __post_init__(self) -> None:
        # While it is awake, its own sense of time goes with everybody's.
        self.settling = Settling(lambda: self.beat.timestamp())

    @property
    def owner(self) -> str:
        return f"{self.place}-{self.number}"

    @property
    def works(self) -> bool:
        return self.alive and self.awake

    def is_silent(self, time: datetime) -> bool:
        return time - self.beat > SILENT

    def may_reach(self, call: Call, time: datetime) -> bool:
        """Whether a request of this process can still arrive, wherever the process is by now."""
        if call.has_begun or time - self.beat >= FRESH:
            return False
        return call.is_on_the_wire(time)

    def turn(
        self, now: datetime, time: datetime, *, woken: bool, dead: Sequence[str]
    ) -> list[Call]:
        """What `Pump.turn` does. The calls that it begins. Unless ``woken``, it goes by memory."""
        self.ready.stale = self.ready.stale or woken
        for result in self.inbox:
            self.settling.ended(result.task, result.answer)
            self.ready.free(result.task.delivery.account_id)
        with gate.turn():
            with too_late_changes_nothing(self.inbox):
                settle.settle(self.inbox, now)
            self.settling.taken_over(settle.reap(now, owners=dead))
            free = self.lanes - len(self.calls)
            tasks = delivery.claim(self.owner, now, free, self.ready, left=self.settling.left)
            begun = [Call(task, _text(task), time) for task in tasks]
        self.inbox.clear()
        self.calls += begun
        return begun

    def die(self) -> None:
        """With all that it knew and had not written down."""
        self.alive = False
        self.calls.clear()
        self.inbox.clear()

    def rise(self, now: datetime, time: datetime) -> None:
        """A new process in the same place knows that the one before it is dead."""
        earlier = self.owner
        self.alive = self.awake = True
        self.number, self.ready, self.beat = self.number + 1, Ready(), time
        self.__post_init__()
        with transaction.atomic():
            self.settling.taken_over(settle.reap(now, owners=[earlier]))

    def wake_up(self, now: datetime, time: datetime) -> None:
        """It goes on where it stood. What it had not sent by then it gives back unsent."""
        self.awake = True
        slept = time - self.beat >= FRESH
        for call in [call for call in self.calls if slept and not call.has_begun]:
            self.calls.remove(call)
            self.inbox.append(Result(call.task, NotSent(Reason.UNREACHABLE), now))
        self.beat = time


def _text(task: Task) -> str:
    """The very words that would go out."""
    wordless = task.look or task.delivery.verb in (Verb.DELETE, Verb.REPOST)
    return "" if wordless else message.outgoing(task.delivery).text
