"""A network that only takes its time, and remembers every call made to it."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from channels import registry
from channels.base import Capabilities, Journal, Limits, Outgoing, Profile, Receipt, Verb
from channels.inside import Inside
from scheduler.delivery import Task
from scheduler.settle import Result

KIND = "bench"


def now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Calls:
    """``seconds``: how long one takes. ``expected``: so many, and ``done`` is set."""

    seconds: float = 0.0
    expected: int = 0
    ended: list[tuple[str, datetime]] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)

    def make(self, key: str) -> Receipt:
        if self.seconds:
            time.sleep(self.seconds)
        self.ended.append((key, now()))
        if len(self.ended) >= self.expected:
            self.done.set()
        return Receipt(key)

    def late(self, due: datetime) -> list[float]:
        return [(at - due).total_seconds() for _, at in self.ended]


calls = Calls()


def expect(count: int, seconds: float) -> Calls:
    """Forget what was; from now on so many calls of that length."""
    calls.seconds, calls.expected = seconds, count
    calls.ended.clear()
    calls.done.clear()
    return calls


def only_sleep(task: Task) -> Result:
    """In place of ``scheduler.send.perform``: the engine alone."""
    receipt = calls.make(task.delivery.key)
    return Result(task, receipt, now())


class Sleeping(Inside):
    """The same call as a channel, for ``scheduler.send.perform``: the whole path."""

    kind = KIND
    label = "Jaringan uji"
    icon = "clock"
    limits = Limits(text=5000)
    capabilities = Capabilities(
        verbs=frozenset(Verb), settling=timedelta(0), deduplicates=True, takes_back_reposts=True
    )

    def check(self) -> Profile:
        return Profile(KIND, handle=KIND, name=self.label)

    def publish(self, message: Outgoing, journal: Journal) -> Receipt:
        return calls.make(message.key)


registry.CHANNELS[KIND] = f"{__name__}.Sleeping"
