"""What the address asks for, also where it makes no sense."""

from __future__ import annotations

from datetime import date

import pytest

from web.awareness.asked import OWN, Only, read
from web.awareness.measure import Measure
from web.awareness.period import Period

TODAY = date(2026, 12, 7)


def test_without_a_wish_it_is_thirty_days_of_views_of_everything() -> None:
    asked = read({}, TODAY)
    assert (asked.span, asked.period.days) == ("30", 30)
    assert asked.measure is Measure.VIEWS
    assert asked.only == Only()
    assert not asked.only


@pytest.mark.parametrize(("span", "days"), [("7", 7), ("90", 90), ("tahun", 341), ("x", 30)])
def test_a_span_is_one_of_a_few(span: str, days: int) -> None:
    assert read({"masa": span}, TODAY).period.days == days


def test_own_dates_go_before_a_span() -> None:
    asked = read({"masa": "7", "dari": "2026-11-01", "sampai": "2026-11-30"}, TODAY)
    assert asked.span == OWN
    assert asked.period == Period(date(2026, 11, 1), date(2026, 11, 30))


def test_an_open_end_is_today_and_the_future_is_left_out() -> None:
    assert read({"dari": "2026-12-01"}, TODAY).period.last == TODAY
    assert read({"dari": "2026-12-01", "sampai": "2027-05-01"}, TODAY).period.last == TODAY


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-11-30", "2026-11-01", "sebelum"),
        ("kemarin", "", "Tulis tanggal"),
        ("", "2026-11-01", "Tulis tanggal"),
        ("2027-01-01", "2027-02-01", "belum dimulai"),
        ("2020-01-01", "2026-01-01", "dua tahun"),
        ("0001-01-01", "9999-12-31", "dua tahun"),
        ("2026-11-31", "", "Tulis tanggal"),
    ],
)
def test_dates_that_cannot_be_are_told_and_kept(first: str, last: str, said: str) -> None:
    asked = read({"dari": first, "sampai": last}, TODAY)
    assert said in asked.fault
    assert asked.typed == (first, last)
    assert asked.period.days == 30


def test_what_it_is_narrowed_to_is_taken_as_it_stands() -> None:
    query = {
        "kantor": "PTK",
        "kanal": "x",
        "topik": "layanan",
        "templat": "ikm",
        "ukuran": "jangkauan",
    }
    asked = read(query, TODAY)
    assert asked.only == Only("PTK", "x", "layanan", "ikm")
    assert asked.measure is Measure.REACH
