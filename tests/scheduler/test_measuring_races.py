"""Whoever reads figures may be overtaken, killed, or misled by a clock: they are written once."""

from __future__ import annotations

import pytest
from django.db.models import F

from scheduler import engine, measuring
from scheduler.keeping_figures import keep, take
from scheduler.models import Gauge, Measured, Reading
from tests.people import Network
from tests.scheduler.measured_day import DAY, HOUR, MINUTE, Day, begun, fresh
from tests.stubs.running import Network as Stub
from tests.web.test_worker import Idle


@pytest.fixture
def day(network: Network, x: Stub) -> Day:
    return begun(network)


def test_two_workers_read_an_account_one_after_the_other(day: Day) -> None:
    row = day.post()
    day.beat()
    late, at = fresh(row), day.at + DAY
    first = take(day.account, at)
    assert first is not None
    assert take(day.account, at) is None
    # The first was stopped for longer than its lease; then both bring something home.
    second = take(day.account, at + HOUR)
    assert second is not None
    day.at = at + HOUR
    measuring.read(second, lambda: day.at)
    late.delivery = row
    assert not keep(first, [late], {row.remote_id: None}, day.at)
    assert (fresh(row).likes, fresh(row).trouble) == (12, "")
    assert Reading.objects.count() == 1


def test_a_process_killed_while_it_read_leaves_the_account_to_the_next(day: Day) -> None:
    row = day.post()
    day.beat()
    day.at += DAY
    assert take(day.account, day.at) is not None  # and nothing more is ever heard of it
    day.beat(MINUTE)
    assert not Reading.objects.exists()
    day.beat(HOUR)
    assert fresh(row).likes == 12


def test_a_clock_that_was_set_back_keeps_nobody_out(day: Day) -> None:
    day.post()
    day.beat()
    Gauge.objects.update(lease_until=day.at + 400 * DAY)
    assert take(day.account, day.at) is not None


def test_the_same_reading_written_twice_is_one(day: Day) -> None:
    row = day.post()
    day.beat(DAY)
    Measured.objects.update(next_at=F("measured_at"))
    Gauge.objects.update(rest_until=None)
    day.beat()
    assert row.readings.count() == 1


@pytest.mark.parametrize("in_doubt", [True, False])
def test_nothing_is_read_by_a_clock_in_doubt(
    day: Day, in_doubt: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a clock that has jumped ahead, every reading would seem to be over."""
    day.post()
    monkeypatch.setattr(engine, "_running", Idle(is_ready=True, in_doubt=in_doubt))
    day.beat()
    assert Measured.objects.exists() == (not in_doubt)
