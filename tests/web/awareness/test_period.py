"""Periods, and the days, weeks and months they are drawn in."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.awareness.period import Period, Step, places, stretches, twelve_months, up_to

TODAY = date(2026, 12, 7)  # a Monday
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def test_thirty_days_end_today_and_are_drawn_by_day() -> None:
    period = up_to(TODAY, 30)
    assert (period.first, period.last) == (date(2026, 11, 8), TODAY)
    assert period.step is Step.DAY
    assert len(stretches(period, TODAY)) == period.days == 30


def test_today_is_not_over() -> None:
    assert [each.whole for each in stretches(up_to(TODAY, 3), TODAY)] == [True, True, False]


def test_ninety_days_are_drawn_by_weeks_from_monday() -> None:
    drawn = stretches(up_to(TODAY, 90), TODAY)
    assert all(each.first.weekday() == 0 for each in drawn[1:])
    assert not drawn[0].whole, "its Monday lies before the period"
    assert not drawn[-1].whole, "this week has only begun"
    assert all(each.whole for each in drawn[1:-1])


def test_twelve_months_are_this_one_and_the_eleven_before_it() -> None:
    period = twelve_months(TODAY)
    assert period.first == date(2026, 1, 1)
    drawn = stretches(period, TODAY)
    assert [each.first.month for each in drawn] == list(range(1, 13))
    assert [each.whole for each in drawn] == [True] * 11 + [False]


def test_twelve_months_go_back_over_the_turn_of_the_year() -> None:
    assert twelve_months(date(2026, 3, 31)).first == date(2025, 4, 1)


@given(DAYS, st.integers(1, 732))
def test_every_day_of_a_period_lies_in_exactly_one_stretch(last: date, days: int) -> None:
    period = up_to(last, days)
    drawn = stretches(period, last)
    assert drawn[0].first == period.first
    assert drawn[-1].last == period.last
    assert all(one.last + timedelta(days=1) == other.first for one, other in pairwise(drawn))
    assert len(places(drawn)) == days
    assert len(drawn) <= 31


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Asia/Jayapura", "Etc/GMT+12"])
def test_what_is_read_holds_the_days_of_every_clock_on_earth(zone: str) -> None:
    period = Period(TODAY, TODAY)
    begin, end = period.instants
    first = datetime(2026, 12, 7, 0, 0, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    last = datetime(2026, 12, 7, 23, 59, 59, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    assert begin <= first <= last < end
