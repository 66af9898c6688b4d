"""The benchmark holds every burst of calls against its bar, also those that miss it."""

from __future__ import annotations

import pytest

from benchmarks.engine.bursts import BAR, Load, bars, loads
from benchmarks.engine.report import Bar, conclude
from benchmarks.engine.spec import BurstDone, Tally, Timing, Used

WITH_A_BAR = [load for load in loads(quick=False) if (load.adapter_ms, load.lanes) == (50, 256)]


def done(load: Load, p99: float) -> BurstDone:
    return BurstDone(
        timing=Timing(0.0, p99, p99),
        tally=Tally(load.deliveries, 0, 0),
        used=Used(0.0, 0.0, 0.0),
        memory=0.0,
        due=0.0,
        settled=0.0,
    )


def test_small_bursts_and_the_whole_path_have_their_bar_too() -> None:
    assert {load.deliveries for load in WITH_A_BAR} == {1000, 10_000, 50_000}
    assert any(load.whole for load in WITH_A_BAR)


@pytest.mark.parametrize("load", WITH_A_BAR, ids=str)
def test_each_is_held_against_the_floor(load: Load) -> None:
    [good] = bars("sqlite", load, done(load, load.floor * BAR))
    [bad] = bars("sqlite", load, done(load, load.floor * BAR * 1.01))
    assert (good.holds, bad.holds) == (True, False)
    assert ("whole" in bad.promise) == load.whole


@pytest.mark.parametrize(
    ("bar", "lenient", "strict"),
    [
        (Bar("late", holds=True, said=""), True, True),
        (Bar("late", holds=False, said=""), True, False),
        (Bar("lost", holds=False, said="", fatal=True), False, False),
    ],
)
def test_a_missed_bar_is_a_failure_for_who_asks_for_it(
    bar: Bar, lenient: bool, strict: bool
) -> None:
    assert conclude([bar], strict=False) is lenient
    assert conclude([bar], strict=True) is strict
