"""A leader with every lane taken goes on leading, and what comes due goes out at another worker."""

from __future__ import annotations

from datetime import timedelta

import pytest

from scheduler import engine
from scheduler.models import Lead
from tests.people import Network
from tests.scheduler.workers.crew import Crew, all_sent, fill, leading_pid, now, wait_for

pytestmark = pytest.mark.postgres


def test_a_full_leader_that_hears_of_new_work_goes_on_leading(
    workers: Crew, offices: Network
) -> None:
    workers.lanes, workers.seconds = 1, 30.0
    [leader] = workers.start(1)
    workers.leader()
    fence = Lead.objects.get().fence
    fill(offices, 1, due=now())
    wait_for(lambda: len(workers.posts()) == 1)
    workers.seconds = 0.0
    workers.start(1)
    engine.wake()
    heard = now()
    beside = fill(offices, 2, due=now() + timedelta(seconds=2))[1]
    wait_for(lambda: all_sent([beside]), within=15)
    # Longer than a lease holds that is not renewed.
    wait_for(lambda: Lead.objects.get().until > heard + timedelta(seconds=9), within=15)
    assert (leading_pid(), Lead.objects.get().fence) == (leader.pid, fence)
