from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import zones

MONDAY = datetime(2026, 12, 7, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Asia/Jakarta", "Senin, 7 Desember 2026 pukul 08.00 WIB"),
        ("Asia/Pontianak", "Senin, 7 Desember 2026 pukul 08.00 WIB"),
        ("Asia/Makassar", "Senin, 7 Desember 2026 pukul 09.00 WITA"),
        ("Asia/Jayapura", "Senin, 7 Desember 2026 pukul 10.00 WIT"),
        ("Asia/Tokyo", "Senin, 7 Desember 2026 pukul 10.00 JST"),
        ("Asia/Singapore", "Senin, 7 Desember 2026 pukul 09.00 UTC+8"),
        ("Asia/Kathmandu", "Senin, 7 Desember 2026 pukul 06.45 UTC+5.45"),
        ("America/Caracas", "Minggu, 6 Desember 2026 pukul 21.00 UTC-4"),
    ],
)
def test_a_moment_is_said_in_the_words_of_its_place(zone: str, expected: str) -> None:
    assert zones.say_when(MONDAY, zone) == expected


def test_berlin_changes_its_letters_with_the_season() -> None:
    summer = datetime(2026, 7, 1, tzinfo=UTC)
    assert zones.abbreviation("Europe/Berlin", MONDAY) == "CET"
    assert zones.abbreviation("Europe/Berlin", summer) == "CEST"


def test_a_zone_without_distance_is_plain_utc() -> None:
    assert zones.abbreviation("Etc/GMT", MONDAY) == "GMT"
    assert zones.abbreviation("Africa/Casablanca", MONDAY) in {"UTC+1", "WEST"}


def test_short_forms_fit_a_calendar_cell() -> None:
    assert zones.short_when(MONDAY, "Asia/Jakarta") == "7 Des 2026, 08.00 WIB"
    assert zones.short_date(date(2026, 8, 17)) == "17 Agu 2026"
    assert zones.say_date(date(2027, 1, 1)) == "Jumat, 1 Januari 2027"


def test_eight_in_jayapura_is_the_evening_before_in_utc() -> None:
    moment = zones.wall_to_instant(date(2026, 12, 7), time(8, 0), "Asia/Jayapura")
    assert moment == zones.Moment(datetime(2026, 12, 6, 23, 0, tzinfo=UTC))


def test_a_skipped_hour_is_refused_with_the_next_valid_time() -> None:
    with pytest.raises(zones.GapError) as caught:
        zones.wall_to_instant(date(2026, 3, 29), time(2, 30), "Europe/Berlin")
    assert caught.value.next_valid.isoformat() == "2026-03-29T03:00:00+02:00"


def test_a_repeated_hour_is_reported_with_both_instants() -> None:
    moment = zones.wall_to_instant(date(2026, 10, 25), time(2, 30), "Europe/Berlin")
    assert moment.at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert moment.later == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@given(
    st.dates(date(2000, 1, 1), date(2060, 1, 1)),
    st.times(),
    st.sampled_from(sorted(zones.INDONESIAN)),
)
def test_indonesian_time_has_neither_gaps_nor_repeats(day: date, clock: time, zone: str) -> None:
    moment = zones.wall_to_instant(day, clock, zone)
    local = moment.at.astimezone(ZoneInfo(zone))
    assert moment.later is None
    assert (local.date(), local.time()) == (day, clock)
