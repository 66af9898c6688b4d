"""An engine that was off for more than a day, and the first thing it does."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scheduler.engine import Embedded
from scheduler.models import Delivery, State
from scheduler.recurring.shape import Every, Shape
from scheduler.trust import Trust
from tests import people
from tests.scheduler.recurring.weekly import deliveries, weekly
from web import chores

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)
DAILY = Shape(Every.WEEK, weekdays=tuple(range(7)))
TWO_DAYS = 48 * 60


def wait_for_a_send() -> None:
    pause = threading.Event()
    for _ in range(400):
        if Delivery.objects.filter(state=State.SENT).exists():
            return
        pause.wait(0.05)
    raise AssertionError("nothing was sent")


def test_of_two_times_within_their_grace_only_the_newest_goes_out(tmp_path: Path) -> None:
    """The maker is rung before the pump takes its first turn, not half a minute after it."""
    network, now = people.build(), datetime.now(UTC)
    began = now - 48.5 * HOUR
    local = (now - HOUR).astimezone(network.pontianak.zoneinfo)
    series = weekly(
        network,
        post=network.approved(began, grace_minutes=TWO_DAYS),
        shape=DAILY,
        first=local.date() - timedelta(days=2),
        clock=local.time().replace(second=0, microsecond=0),
        at=began,
    )
    running = Embedded(2, timedelta(minutes=1), trust=Trust(tmp_path))
    chores.give_to(running)
    running.start()
    try:
        wait_for_a_send()
    finally:
        assert running.stop(10)
    older, newest, coming = [row.state for row in deliveries(series)][:3]
    assert (older, newest, coming) == (State.CANCELLED, State.SENT, State.PLANNED)
