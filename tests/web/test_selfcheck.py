from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, reset_tzpath

import pytest

from web.selfcheck import SHOWN, WrongTime, check_agreement, check_clock, check_zones

NOW = datetime(2026, 12, 7, 3, 0, tzinfo=UTC)
EPOCH = NOW.timestamp()


def test_good_zone_data_pass() -> None:
    check_zones()


def test_zone_data_that_shows_another_hour_stop_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SHOWN, "Asia/Jayapura", 8)
    with pytest.raises(WrongTime, match="Asia/Jayapura is 9 hours from UTC instead of 8"):
        check_zones()


def test_a_clock_before_this_version_stops_the_start() -> None:
    with pytest.raises(WrongTime, match="2020-01-01"):
        check_clock(datetime(2020, 1, 1, tzinfo=UTC), EPOCH, None)


def test_a_clock_before_the_newest_event_stops_the_start() -> None:
    with pytest.raises(WrongTime, match="already holds"):
        check_clock(NOW, EPOCH, NOW + timedelta(hours=2))
    check_clock(NOW, EPOCH, NOW - timedelta(hours=2))


def test_clocks_that_disagree_stop_the_start() -> None:
    with pytest.raises(WrongTime, match="3600 s apart"):
        check_clock(NOW, EPOCH + 3600, None)


def test_zones_come_from_the_package_where_the_system_has_none() -> None:
    reset_tzpath(to=())
    try:
        ZoneInfo.clear_cache()
        check_zones()
    finally:
        reset_tzpath()
        ZoneInfo.clear_cache()


@pytest.mark.parametrize("seconds", [-6, 6])
def test_machines_that_share_the_work_share_the_time(seconds: int) -> None:
    check_agreement(NOW, NOW + timedelta(seconds=3))
    with pytest.raises(WrongTime, match="NTP"):
        check_agreement(NOW, NOW + timedelta(seconds=seconds))
