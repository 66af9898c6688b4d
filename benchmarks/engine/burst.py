"""Thousands of deliveries due at one moment, through the real pump, clock and statements."""

from __future__ import annotations

import cProfile
import io
import pstats
from datetime import datetime, timedelta
from pathlib import Path
from time import sleep, thread_time, time

from django.db.models import Count

from benchmarks.engine import fill, network
from benchmarks.engine.measure import Cpu, counted, peak_memory, timing
from benchmarks.engine.spec import Burst, BurstDone, Tally
from content.models import Event
from scheduler.clock import Clock
from scheduler.models import Attempt, Delivery, State
from scheduler.pump import Pump
from scheduler.send import perform

SAFETY = timedelta(seconds=20)
PATIENCE = 5.0  # seconds between two looks at the pump
DRAIN = 60.0
LINES = 45


class Profiled(Pump):
    """A pump whose thread is watched."""

    profile = cProfile.Profile()

    def _run(self) -> None:
        self.profile.runcall(super()._run)


def run(spec: Burst) -> BurstDone:
    if spec.processor:
        Profiled.profile = cProfile.Profile(thread_time)
    due = planned(spec.deliveries)
    calls = network.expect(spec.deliveries, spec.adapter_ms / 1000)
    turns: list[bool] = []
    clock = Clock(lambda: pump.wake(), SAFETY)
    pump = (Profiled if spec.profile else Pump)(
        lanes=spec.lanes,
        now=network.now,
        perform=perform if spec.whole else network.only_sleep,
        arm=clock.arm,
        turned=turns.append,
    )
    clock.start()
    pump.start()
    wait_until(due)
    before = Cpu.now()
    while not calls.done.wait(PATIENCE):
        assert pump.is_alive, "the pump has died"
    clock.stop()
    assert pump.stop(DRAIN), "the pump did not stop"
    used, settled = Cpu.now().since(before), time()
    if spec.profile:
        write_profile(Profiled.profile, Path(spec.profile))
    return BurstDone(
        timing=timing(calls.late(due)),
        tally=tally(calls, spec.deliveries),
        used=used,
        memory=peak_memory(),
        due=due.timestamp(),
        settled=settled,
        turns=len(turns),
    )


def planned(deliveries: int) -> datetime:
    """Plan them all for one moment soon, but so that planning is over by then."""
    margin = timedelta(seconds=2 + deliveries / 5000)
    while True:
        due = network.now() + margin
        fill.due(due)
        if network.now() + timedelta(seconds=0.5) < due:
            return due
        margin *= 2


def wait_until(at: datetime) -> None:
    sleep(max(0.0, (at - network.now()).total_seconds()))


def tally(calls: network.Calls, deliveries: int) -> Tally:
    """Exactly once: by the network, the deliveries, the attempts and the trail."""
    sent = [
        Delivery.objects.filter(state=State.SENT).count(),
        Attempt.objects.filter(outcome=State.SENT).count(),
        _distinct("delivery.sent"),
    ]
    return counted((key for key, _ in calls.ended), min(sent), deliveries)


def _distinct(kind: str) -> int:
    told = Event.objects.filter(kind=kind).aggregate(n=Count("data__delivery", distinct=True))
    return int(told["n"])


def write_profile(profile: cProfile.Profile, path: Path) -> None:
    text = io.StringIO()
    stats = pstats.Stats(profile, stream=text).strip_dirs()
    stats.sort_stats("tottime").print_stats(LINES)
    stats.sort_stats("cumulative").print_stats(LINES)
    path.write_text(text.getvalue())
