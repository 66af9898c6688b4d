"""Which days a calendar shows and what stands on each, over borders of zones, months and years."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from channels.models import Account
from content.models import Office, Post
from scheduler import month
from scheduler.models import Delivery, State
from scheduler.month import Entry, Wish

WIB, WIT = "Asia/Jakarta", "Asia/Jayapura"
NOON = datetime(2026, 12, 7, 5, 0, tzinfo=UTC)
OFFICE = Office(code="PTK", zone=WIB)


def delivery(at: datetime, *, post: int = 1, state: State = State.PLANNED) -> Delivery:
    account = Account(kind="practice", office=OFFICE)
    return Delivery(post=Post(pk=post, office=OFFICE), account=account, due_at=at, state=state)


def entries(
    rows: list[Delivery], zone: str = WIB, year: int = 2026, number: int = 12
) -> dict[date, list[Entry]]:
    days = month.fill(month.month(year, number), rows, zone, NOON)
    return {day.date: list(day.entries) for day in days if day.entries}


def test_a_month_is_whole_weeks_from_monday_to_sunday() -> None:
    span = month.month(2026, 12)
    assert (span.days[0], span.days[-1]) == (date(2026, 11, 30), date(2027, 1, 3))
    assert len(span.days) % 7 == 0
    assert span.name == "Desember 2026"


@pytest.mark.parametrize(
    ("year", "number", "before", "after"),
    [
        (2026, 12, "2026-11", "2027-01"),
        (2027, 1, "2026-12", "2027-02"),
        (2028, 2, "2028-01", "2028-03"),
        (2027, 2, "2027-01", "2027-03"),
    ],
)
def test_a_month_knows_its_neighbours(year: int, number: int, before: str, after: str) -> None:
    span = month.month(year, number)
    assert (span.before, span.after) == (before, after)
    assert span.middle.month == number


def test_a_leap_day_has_its_place() -> None:
    assert date(2028, 2, 29) in month.month(2028, 2).days
    assert date(2028, 2, 29) in entries(
        [delivery(datetime(2028, 2, 28, 18, 0, tzinfo=UTC))], WIB, 2028, 2
    )


@pytest.mark.parametrize(
    ("monday", "name"),
    [
        (date(2026, 12, 7), "7–13 Des 2026"),
        (date(2026, 11, 30), "30 Nov–6 Des 2026"),
        (date(2026, 12, 28), "28 Des–3 Jan 2027"),
    ],
)
def test_a_week_is_named_over_borders(monday: date, name: str) -> None:
    assert month.week(monday).name == name


def test_the_same_moment_stands_on_another_day_and_in_another_month_further_east() -> None:
    turn = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
    assert list(entries([delivery(turn)], WIB)) == [date(2026, 11, 30)]
    assert list(entries([delivery(turn)], WIT)) == [date(2026, 12, 1)]


def test_bounds_are_the_midnights_of_the_zone() -> None:
    span = month.month(2026, 12)
    first, last = span.bounds(WIT)
    assert first == datetime(2026, 11, 29, 15, 0, tzinfo=UTC)
    assert last - first == timedelta(days=len(span.days))


def test_year_end_in_jayapura_is_still_the_old_year_in_jakarta() -> None:
    toast = datetime(2026, 12, 31, 15, 30, tzinfo=UTC)
    assert list(entries([delivery(toast)], WIB)) == [date(2026, 12, 31)]
    assert list(entries([delivery(toast)], WIT)) == [date(2027, 1, 1)]


def test_accounts_at_one_moment_are_one_entry_and_its_state_is_the_worst() -> None:
    rows = [delivery(NOON, state=state) for state in (State.SENT, State.FAILED, State.PLANNED)]
    [[entry]] = entries(rows).values()
    assert len(entry.deliveries) == 3
    assert entry.state is State.FAILED
    assert not entry.movable


def test_another_moment_or_another_post_is_another_entry_in_order_of_time() -> None:
    rows = [delivery(NOON), delivery(NOON - timedelta(hours=1)), delivery(NOON, post=2)]
    [found] = entries(rows).values()
    assert [entry.at for entry in found] == [NOON - timedelta(hours=1), NOON, NOON]


@pytest.mark.parametrize("state", State)
def test_only_what_has_not_started_can_be_moved(state: State) -> None:
    [[entry]] = entries([delivery(NOON, state=state)]).values()
    still = {State.PLANNED, State.DUE, State.HELD, State.MISSED}
    assert entry.movable is (state in still)


def test_who_may_not_move_one_of_them_moves_none() -> None:
    rows = [delivery(NOON), delivery(NOON)]
    days = month.fill(month.month(2026, 12), rows, WIB, NOON, may_move=lambda row: row is rows[0])
    assert not any(entry.movable for day in days for entry in day.entries)


def test_a_wish_stands_where_its_office_would_like_it() -> None:
    days = month.fill(
        month.month(2026, 12), [], WIB, NOON, wishes=[Wish(Post(pk=1, office=OFFICE), NOON)]
    )
    [(day, entry)] = [(day, entry) for day in days for entry in day.entries]
    assert day.date == date(2026, 12, 7)
    assert entry.state is None
    assert not entry.movable


def test_today_is_the_day_of_the_zone() -> None:
    late = datetime(2026, 12, 7, 15, 30, tzinfo=UTC)
    for zone, day in ((WIB, 7), (WIT, 8)):
        days = month.fill(month.month(2026, 12), [], zone, late)
        assert [each.date.day for each in days if each.today] == [day]


def test_days_of_the_neighbouring_months_are_marked_and_a_week_has_none() -> None:
    december = month.fill(month.month(2026, 12), [], WIB, NOON)
    assert [day.date.month for day in december if not day.inside] == [11, 1, 1, 1]
    assert all(day.inside for day in month.fill(month.week(date(2026, 11, 30)), [], WIB, NOON))
