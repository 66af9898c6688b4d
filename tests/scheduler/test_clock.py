from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

from scheduler.clock import Clock

HOUR = timedelta(hours=1)


def test_after_the_wall_clock_was_set_everything_rings_at_once() -> None:
    """What waited for two hours ahead would wait for two hours, had the clock gone back by two."""
    rung, fed = threading.Event(), threading.Event()
    clock = Clock(rung.set, 2 * HOUR)
    clock.every(HOUR, fed.set, "feeds")
    clock.start()
    try:
        clock.arm(datetime.now(UTC) + 2 * HOUR)
        assert not rung.is_set()
        clock.anew()
        assert rung.wait(5)
        assert fed.wait(5)
        rung.clear()
        clock.arm(datetime.now(UTC) + timedelta(milliseconds=50))
        assert rung.wait(5)
    finally:
        clock.stop()


def test_a_clock_that_is_stopped_while_it_rings_leaves_no_thread_in_ruins() -> None:
    """Pytest fails a test in whose time a thread ended with an error."""
    for _ in range(20):
        ring, stopped = threading.Event(), threading.Event()
        clock = Clock(ring.set, HOUR)
        stopper = threading.Thread(target=_stop_at, args=[ring, clock, stopped])
        stopper.start()
        clock.start()
        clock.arm(datetime.now(UTC))
        assert stopped.wait(5)
        stopper.join(5)


def _stop_at(ring: threading.Event, clock: Clock, stopped: threading.Event) -> None:
    assert ring.wait(5)
    clock.stop()
    stopped.set()
