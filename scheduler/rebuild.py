"""The engine's own memory, made anew from the record. Nothing of the record is touched.

Who works, who leads, which app rests and what was spent of its share: all of it can be wiped
at any moment. This puts it in order without waiting for that to happen by itself, while the engine
runs or while it does not.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction
from django.db.models.functions import Now
from django.utils.module_loading import import_string

from channels import registry
from channels.models import SharedRest, Spent
from scheduler import engine, gate
from scheduler.models import Attempt, Worker
from scheduler.models.lead import Lead
from scheduler.workers import longest_silence

# Everything the engine keeps for itself; what is not here belongs to the record.
OWN: tuple[type[models.Model], ...] = (Worker, Lead, SharedRest, Spent)
CLEAR_WAKEUPS = "scheduler.distributed.leftovers.clear"


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """``workers``: rows of dead ones that were taken away. ``rests``: apps that rest no more, until
    their network asks again. ``calls``: what they sent lately, counted anew from the attempts."""

    workers: int
    rests: int
    calls: int


def rebuild(now: datetime) -> Rebuilt:
    """Safe beside running engines: the rows of those that live are left to them."""
    with transaction.atomic():
        gate.count_alone()
        workers = _forget_dead()
        rests, _ = SharedRest.objects.all().delete()
        calls = _count_calls(now)
        engine.wake()
    if engine.is_distributed():
        import_string(CLEAR_WAKEUPS)()
    return Rebuilt(workers, rests, calls)


def _forget_dead() -> int:
    """Silent for too long, or last seen at a time that is still to come."""
    silence = longest_silence()
    living = models.Q(seen_at__gt=Now() - silence, seen_at__lt=Now() + silence)
    dead, _ = Worker.objects.exclude(living).delete()
    Lead.objects.filter(until__lt=Now()).delete()
    return dead


def _count_calls(now: datetime) -> int:
    """What counts for the share of an app (``scheduler.pace``): its sends, not its looks."""
    calls: Counter[tuple[str, datetime]] = Counter()
    for kind in registry.CHANNELS:
        pace = registry.load(kind).capabilities.app_pace
        if pace is not None:
            calls += _begun(kind, now - pace.per, now)
    Spent.objects.all().delete()
    Spent.objects.bulk_create(
        Spent(shares=shares, at=at, calls=n) for (shares, at), n in calls.items()
    )
    return calls.total()


def _begun(kind: str, since: datetime, now: datetime) -> Counter[tuple[str, datetime]]:
    begun = Attempt.objects.filter(
        delivery__account__kind=kind, started_at__gt=since, started_at__lte=now
    )
    by_app = begun.values_list("delivery__account__app", "started_at")
    return Counter((app or kind, at) for app, at in by_app.iterator())
