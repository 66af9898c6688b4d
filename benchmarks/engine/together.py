"""One of several processes that send the same deliveries: the engine as it runs in service."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime

from benchmarks.engine import fill, network
from benchmarks.engine.burst import wait_until
from benchmarks.engine.measure import Cpu, peak_memory
from benchmarks.engine.spec import Share, ShareDone
from scheduler import engine
from scheduler.models import State

DRAIN = 60.0
LOOK = 0.25  # seconds between two looks whether all is sent


def run(spec: Share) -> ShareDone:
    """Sends what it can get of what is due at ``spec.due``, until all is sent."""
    calls = network.expect(sys.maxsize, spec.adapter_ms / 1000)
    running = engine.run()
    due = datetime.fromtimestamp(spec.due, UTC)
    wait_until(due)
    before = Cpu.now()
    while fill.planned().exclude(state=State.SENT).exists():
        time.sleep(LOOK)
    used = Cpu.now().since(before)
    assert running.stop(DRAIN), "the engine did not stop"
    return ShareDone(
        ended=[(key, at.timestamp()) for key, at in calls.ended],
        used=used,
        memory=peak_memory(),
    )
