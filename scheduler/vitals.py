"""How the engine does, for whoever looks after the machines: read only, from what it wrote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import F, Min
from django.db.models.functions import Now

from channels.base import Verb
from channels.models import AccountState
from scheduler.models import Delivery, Lead, Worker
from scheduler.workers import longest_silence

ENOUGH = 10_000  # of today's deliveries, newest first, to tell how late they were


class Life(StrEnum):
    LIVES = "lives"
    DOUBTS = "doubts"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Hand:
    """One process that sends. ``leads``: its clock rings for all."""

    worker: Worker
    life: Life
    leads: bool


@dataclass(frozen=True, slots=True)
class Lateness:
    """Seconds between due time and start, of those that began at the first try."""

    count: int
    half: float
    nearly_all: float
    worst: float


@dataclass(frozen=True, slots=True)
class Vitals:
    """``waiting``: due, and their account could take them. ``oldest``: since when the first is."""

    hands: tuple[Hand, ...]
    waiting: int
    oldest: datetime | None
    under_way: int
    lateness: Lateness | None
    somebody_sends: bool


def read(now: datetime, zone: str) -> Vitals:
    found = hands()
    due = Delivery.objects.filter(wake_at__lte=now, account__state=AccountState.CONNECTED)
    return Vitals(
        hands=found,
        waiting=due.count(),
        oldest=due.aggregate(at=Min("wake_at"))["at"],
        under_way=Delivery.objects.filter(busy__isnull=False).count(),
        lateness=lateness(_starts_of_today(now, zone)),
        somebody_sends=somebody_sends(found),
    )


def somebody_sends(found: Sequence[Hand]) -> bool:
    """A worker has taken a turn a moment ago, and one clock rings."""
    living = [hand for hand in found if hand.life is Life.LIVES]
    return bool(living) and (not _has_leader() or any(hand.leads for hand in living))


def hands() -> tuple[Hand, ...]:
    """By the database's clock, which is the one that workers show themselves by."""
    since = Now() - longest_silence()
    seen = set(Worker.objects.filter(seen_at__gt=since).values_list("owner", flat=True))
    leader = Lead.objects.filter(until__gt=Now()).values_list("owner", flat=True).first()
    return tuple(
        Hand(worker, _life(worker, worker.owner in seen), worker.owner == leader)
        for worker in Worker.objects.order_by("host", "started_at")
    )


def _life(worker: Worker, seen: bool) -> Life:
    if not seen:
        return Life.SILENT
    return Life.LIVES if worker.doubt_since is None else Life.DOUBTS


def _has_leader() -> bool:
    return bool(settings.GEMA.engine.kind == "distributed")


def _starts_of_today(now: datetime, zone: str) -> list[float]:
    midnight = now.astimezone(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    begun = Delivery.objects.filter(
        due_at__gte=midnight, due_at__lte=now, attempts=1, started_at__gte=F("due_at")
    )
    # A withdrawal stands before whatever waits, so its place says nothing of its time.
    begun = begun.exclude(verb=Verb.DELETE)
    pairs = begun.order_by("-due_at").values_list("due_at", "started_at")[:ENOUGH]
    return [(start - due).total_seconds() for due, start in pairs if start is not None]


def lateness(seconds: Sequence[float]) -> Lateness | None:
    if not seconds:
        return None
    order = sorted(seconds)
    last = len(order) - 1
    return Lateness(
        count=len(order),
        half=order[last // 2],
        nearly_all=order[round(last * 0.99)],
        worst=order[last],
    )
