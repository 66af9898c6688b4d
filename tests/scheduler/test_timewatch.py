"""The wall clock is believed while it runs as far as the clock that nobody sets."""

from __future__ import annotations

from datetime import timedelta

import pytest

from scheduler.timewatch import Jumped, Reading, Steady, TimeWatch, compare, read_clocks
from tests.people import MORNING
from tests.scheduler.clocks import Clocks

HOUR = timedelta(hours=1)
START = Reading(MORNING, 1000.0)


@pytest.mark.parametrize("wall", [timedelta(0), HOUR, timedelta(days=400)])
@pytest.mark.parametrize("drift", [-60, -1, 0, 1, 60])
def test_clocks_that_run_equally_far_are_steady(wall: timedelta, drift: int) -> None:
    now = Reading(MORNING + wall, 1000.0 + wall.total_seconds() + drift)
    assert compare(START, now) == Steady()


@pytest.mark.parametrize("by", [2 * HOUR, -2 * HOUR, timedelta(seconds=61), -timedelta(days=365)])
def test_a_wall_clock_that_was_set_has_jumped_by_so_much(by: timedelta) -> None:
    assert compare(START, Reading(MORNING + HOUR + by, 4600.0)) == Jumped(by)


def test_a_laptop_that_slept_has_not_jumped() -> None:
    clocks = Clocks()
    watch = TimeWatch(clocks.read)
    clocks.sleep(9 * HOUR)
    assert watch.may_start(clocks.now())


def test_many_small_steps_are_one_jump() -> None:
    clocks = Clocks()
    watch = TimeWatch(clocks.read)
    for _ in range(2):
        clocks.jump(timedelta(seconds=25))
        assert watch.may_start(clocks.now())
    clocks.jump(timedelta(seconds=25))
    assert not watch.may_start(clocks.now())


@pytest.mark.parametrize("by", [2 * HOUR, -2 * HOUR])
def test_a_jump_freezes_at_once_and_a_clock_that_is_back_is_trusted(by: timedelta) -> None:
    clocks, noticed = Clocks(), []
    watch = TimeWatch(clocks.read, notice=lambda: noticed.append(1))
    clocks.jump(by)
    assert not watch.may_start(clocks.now())
    assert noticed
    clocks.jump(-by)
    assert watch.may_start(clocks.now())


@pytest.mark.parametrize("by", [2 * HOUR, -2 * HOUR])
def test_a_time_read_before_the_clock_was_set_right_is_not_sent_by(by: timedelta) -> None:
    clocks = Clocks()
    watch = TimeWatch(clocks.read)
    clocks.jump(by)
    now = clocks.now()
    clocks.jump(-by)
    assert not watch.may_start(now)
    assert watch.may_start(clocks.now())


def test_a_confirmed_reading_is_the_one_to_compare_with() -> None:
    clocks = Clocks()
    watch = TimeWatch(clocks.read)
    clocks.jump(2 * HOUR)
    watch.trust(clocks.read())
    assert watch.may_start(clocks.now())
    clocks.jump(-2 * HOUR)
    assert not watch.may_start(clocks.now())


def test_an_inherited_doubt_stands_until_somebody_confirms() -> None:
    clocks = Clocks()
    watch = TimeWatch(clocks.read, inherited=Jumped(HOUR))
    assert not watch.may_start(clocks.now())
    watch.trust(clocks.read())
    assert watch.may_start(clocks.now())


def test_the_real_clocks_are_read_together() -> None:
    one, other = read_clocks(), read_clocks()
    assert compare(one, other) == Steady()
    assert other.steady >= one.steady
