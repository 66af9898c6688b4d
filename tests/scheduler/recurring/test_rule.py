"""Grids, holidays and moments: no database, no clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from dateutil.rrule import rrule, rrulestr
from hypothesis import given
from hypothesis import strategies as st

from scheduler.models import Mode, Policy
from scheduler.recurring import days_off, place, times
from scheduler.recurring import rule as rules
from scheduler.recurring.place import DayOff, Off
from scheduler.recurring.shape import Every, Shape, read, words

YEAR_END = date(2027, 12, 31)


def grid(shape: Shape, first: date, end: date = YEAR_END) -> list[date]:
    return rules.grid(str(shape), first, first, end)


def off_on(*days: date) -> Off:
    return {day: DayOff(day, "Hari Contoh") for day in days}.get


def published(day: date) -> DayOff | None:
    return days_off.published(day.year).get(day)


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        (Shape(Every.WEEK, weekdays=(0,)), "Setiap Senin"),
        (Shape(Every.WEEK, weekdays=(0, 3)), "Setiap Senin dan Kamis"),
        (Shape(Every.WEEK, weekdays=(0, 1, 2, 3, 4)), "Setiap Senin sampai Jumat"),
        (Shape(Every.WEEK, weekdays=tuple(range(7))), "Setiap hari"),
        (Shape(Every.WEEK, interval=2, weekdays=(4,)), "Setiap 2 pekan: Jumat"),
        (Shape(Every.DATE, day=5, count=6), "Setiap bulan: tanggal 5, 6 kali"),
        (Shape(Every.DATE, day=31), "Setiap bulan: tanggal 31 atau hari terakhirnya"),
        (Shape(Every.WEEKDAY, weekdays=(1,), nth=2), "Setiap bulan: Selasa kedua"),
        (
            Shape(Every.WEEKDAY, weekdays=(4,), nth=-1, interval=3, until=date(2027, 12, 31)),
            "Setiap 3 bulan: Jumat terakhir, sampai 31 Desember 2027",
        ),
        (Shape(Every.LAST_WORKDAY), "Setiap bulan: hari kerja terakhir"),
    ],
)
def test_each_shape_is_a_rule_that_reads_back_and_can_be_said(shape: Shape, said: str) -> None:
    assert read(str(shape)) == shape
    assert words(shape) == said
    assert isinstance(rrulestr(str(shape), dtstart=datetime(2026, 12, 7)), rrule)  # noqa: DTZ001


def test_the_31st_means_the_last_day_of_a_shorter_month() -> None:
    found = grid(Shape(Every.DATE, day=31), date(2027, 1, 1), date(2027, 6, 30))
    assert [each.day for each in found] == [31, 28, 31, 30, 31, 30]
    leap = grid(Shape(Every.DATE, day=30), date(2028, 2, 1), date(2028, 3, 31))
    assert leap == [date(2028, 2, 29), date(2028, 3, 30)]


def test_every_second_week_counts_from_the_week_of_the_start() -> None:
    """Begun on a Wednesday: its Friday belongs to the first week, the next Monday to none."""
    found = grid(
        Shape(Every.WEEK, interval=2, weekdays=(0, 4)), date(2026, 12, 9), date(2026, 12, 31)
    )
    assert found == [date(2026, 12, 11), date(2026, 12, 21), date(2026, 12, 25)]


def test_a_number_counts_days_of_the_grid_wherever_one_starts_to_look() -> None:
    three = str(Shape(Every.WEEK, weekdays=(0,), count=3))
    first = date(2026, 12, 7)
    assert rules.grid(three, first, date(2026, 12, 20), YEAR_END) == [date(2026, 12, 21)]
    assert rules.following(three, first, date(2026, 12, 22), 5) == []


def test_the_end_itself_still_counts() -> None:
    shape = Shape(Every.WEEK, weekdays=(0,), until=date(2026, 12, 21))
    assert grid(shape, date(2026, 12, 7))[-1] == date(2026, 12, 21)


def test_the_last_working_day_gives_way_to_lebaran_and_the_leave_around_it() -> None:
    """31 March 2025 was Idul Fitri, 28 and 29 March belonged to Nyepi."""
    [found] = place.window(
        str(Shape(Every.LAST_WORKDAY)),
        date(2025, 1, 1),
        Policy.BEFORE,
        published,
        start=date(2025, 3, 1),
        end=date(2025, 3, 31),
    )
    assert (found.grid, found.day) == (date(2025, 3, 31), date(2025, 3, 27))
    assert found.off is not None
    assert "Idul Fitri" in found.off.name


@pytest.mark.parametrize(
    ("policy", "stands"),
    [
        (Policy.AS_USUAL, date(2026, 12, 25)),
        (Policy.SKIP, None),
        (Policy.BEFORE, date(2026, 12, 23)),
        (Policy.AFTER, date(2026, 12, 28)),
    ],
)
def test_a_friday_that_is_christmas_does_what_the_policy_says(
    policy: Policy, stands: date | None
) -> None:
    """Thursday is shared leave, and after Friday comes a weekend."""
    fridays = str(Shape(Every.WEEK, weekdays=(4,)))
    day = date(2026, 12, 25)
    [found] = place.window(fridays, date(2026, 12, 1), policy, published, start=day, end=day)
    assert found.day == stands
    assert found.off is not None
    assert found.off.name == "Hari Raya Natal"


def test_a_day_that_would_stand_on_its_neighbour_is_merged_with_it() -> None:
    daily = [date(2026, 12, 7) + timedelta(days=n) for n in range(5)]
    found = place.place(daily, Policy.AFTER, off_on(daily[1], daily[4]))
    assert [each.merged for each in found] == [False, True, False, False, False]
    assert found[4].day == date(2026, 12, 14)
    # Of two that are pushed to the same free day, the first takes it.
    both = place.place(daily[3:], Policy.AFTER, off_on(*daily[3:]))
    assert [each.day for each in both] == [date(2026, 12, 14), None]


weekdays = st.sets(st.integers(0, 6), min_size=1).map(lambda found: tuple(sorted(found)))
feasts = st.sets(st.dates(date(2026, 11, 1), date(2027, 2, 28)), max_size=40)


@given(weekdays, feasts, st.sampled_from(Policy))
def test_nothing_stands_twice_on_a_day_nor_on_a_holiday_it_was_to_avoid(
    days: tuple[int, ...], closed: set[date], policy: Policy
) -> None:
    text, off = str(Shape(Every.WEEK, weekdays=days)), off_on(*closed)
    first = date(2026, 12, 1)
    found = place.window(text, first, policy, off, start=date(2026, 12, 1), end=date(2027, 1, 31))
    standing = [each.day for each in found if each.day is not None]
    assert len(standing) == len(set(standing))
    if policy != Policy.AS_USUAL:
        assert not closed & set(standing)


@given(feasts, st.sampled_from(Policy), st.dates(date(2026, 12, 10), date(2026, 12, 30)))
def test_where_a_day_stands_does_not_depend_on_where_one_looks_from(
    closed: set[date], policy: Policy, start: date
) -> None:
    text, off = str(Shape(Every.WEEK, weekdays=(0, 2, 4))), off_on(*closed)
    first, end = date(2026, 9, 1), date(2027, 1, 15)
    whole = place.window(text, first, policy, off, start=first, end=end)
    part = place.window(text, first, policy, off, start=start, end=end)
    assert part == [each for each in whole if each.grid >= start]


def test_monday_one_in_the_morning_in_jayapura_is_sunday_in_london_and_still_monday() -> None:
    due = times.due(date(2026, 12, 7), time(1, 0), "Asia/Jayapura")
    assert due.at == datetime(2026, 12, 6, 16, 0, tzinfo=UTC)
    assert times.day_in("Asia/Jayapura", due.at) == date(2026, 12, 7)
    assert times.day_in("Asia/Jakarta", due.at) == date(2026, 12, 6)


def test_setempat_begins_in_the_east_and_serentak_is_one_moment() -> None:
    day, eight = date(2026, 12, 7), time(8, 0)
    both = ["Asia/Jakarta", "Asia/Jayapura"]
    east = times.first_of(day, eight, "Asia/Jakarta", Mode.LOCAL, both)
    assert east == datetime(2026, 12, 6, 23, 0, tzinfo=UTC)
    assert times.first_of(day, eight, "Asia/Jakarta", Mode.TOGETHER, both).hour == 1


def test_an_hour_the_clocks_jump_over_is_the_first_one_after() -> None:
    due = times.due(date(2027, 3, 28), time(2, 30), "Europe/Berlin")
    assert due.at == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)
    assert due.wall == "2027-03-28T02:30"


def test_the_package_knows_estimates_and_shared_leave_apart() -> None:
    known = days_off.published(2027)
    lebaran = known[date(2027, 3, 10)]
    assert (lebaran.name, lebaran.estimate) == ("Hari Raya Idul Fitri", True)
    assert known[date(2027, 12, 24)].shared_leave
    assert not known[date(2027, 12, 25)].shared_leave
