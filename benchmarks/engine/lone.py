"""One delivery at a time through the engine that runs in service; then the engine at rest."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from time import sleep

from django.db import transaction

from benchmarks.engine import fill, network
from benchmarks.engine.burst import tally, wait_until
from benchmarks.engine.fill import GRACE
from benchmarks.engine.measure import Cpu, peak_memory, timing
from benchmarks.engine.spec import Lone, LoneDone
from scheduler import engine
from scheduler.models import Delivery

SETTLE = 3.0  # seconds after which nothing is left to do
DRAIN = 30.0


def run(spec: Lone) -> LoneDone:
    calls = network.expect(spec.posts, 0.0)
    running = engine.run()
    due = plan(spec)
    for at in due.values():
        wait_until(at)
    sleep(SETTLE)
    late = [(at - due[key]).total_seconds() for key, at in calls.ended]
    before = Cpu.now()
    sleep(spec.rest)
    used = Cpu.now().since(before)
    assert running.stop(DRAIN), "the engine did not stop"
    return LoneDone(
        timing=timing(late),
        tally=tally(calls, spec.posts),
        used=used,
        memory=peak_memory(),
    )


@transaction.atomic
def plan(spec: Lone) -> dict[str, datetime]:
    """The first ones at random moments, one after another; the others stay far in the future."""
    at = network.now() + timedelta(seconds=2 + spec.posts / 200)
    due = {}
    for delivery in fill.planned().order_by("pk")[: spec.posts]:
        at += timedelta(seconds=random.uniform(0.1, 2 * spec.mean_pause - 0.1))
        Delivery.objects.filter(pk=delivery.pk).update(due_at=at, run_at=at, deadline_at=at + GRACE)
        due[delivery.key] = at
    engine.wake()
    return due
