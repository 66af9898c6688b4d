"""The real engine, frozen with SIGSTOP while two times of a series go by."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.crash import channel
from tests.scheduler.killed.desk import Desk, wait_for

READABLE = channel.KINDS["readable"].kind
# As if these days had gone by: the clock of the machine cannot be set for one process.
TIMES = """
UPDATE scheduler_delivery SET due_at = CASE id WHEN ? THEN ? ELSE ? END, run_at = ?
 WHERE id IN (?, ?)
"""


@pytest.fixture
def series(house: Desk) -> Iterator[tuple[int, int]]:
    """Two times of it, the older one first."""
    older, newest = house.do("plan_series", account=READABLE)
    yield older, newest
    house.rest()
    house.do("end_series")


def test_awake_again_it_sends_only_the_newest_time_of_a_series(
    house: Desk, series: tuple[int, int]
) -> None:
    older, newest = series
    pid = house.begin("run", lives=True, with_chores=True)
    wait_for(lambda: house.is_at_work(pid))
    times = [str(datetime.now(UTC).replace(tzinfo=None) - timedelta(seconds=s)) for s in (30, 10)]
    house.freeze(meanwhile=TIMES, given=[older, *times, times[-1], older, newest])
    wait_for(lambda: house.row(newest)["state"] == "sent")
    # Left to the maker, which comes by every half minute.
    wait_for(lambda: house.row(older)["state"] in ("missed", "cancelled"))
    house.kill()
    assert house.posts() == [house.key(newest)]
