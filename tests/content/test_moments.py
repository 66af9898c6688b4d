"""Moments on a screen: Indonesian as in ``zones``, English for whoever chose it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from content import moments, zones

MONDAY = datetime(2026, 12, 7, 1, 0, tzinfo=UTC)
WIB = "Asia/Jakarta"


@pytest.mark.parametrize("name", ["say_when", "short_when", "say_clock"])
def test_in_indonesian_a_screen_says_it_as_a_post_does(name: str) -> None:
    assert getattr(moments, name)(MONDAY, WIB) == getattr(zones, name)(MONDAY, WIB)


def test_every_day_of_the_year_is_said_as_a_post_says_it() -> None:
    for number in range(365):
        day = date(2026, 1, 1) + timedelta(days=number)
        assert moments.say_date(day) == zones.say_date(day)
        assert moments.short_date(day) == zones.short_date(day)


def test_in_english_a_moment_is_english() -> None:
    with translation.override("en"):
        assert moments.say_when(MONDAY, WIB) == "Monday, 7 December 2026 at 08:00 WIB"
        assert moments.short_when(MONDAY, WIB) == "7 Dec 2026, 08:00 WIB"


def test_what_is_published_does_not_follow_the_screen() -> None:
    with translation.override("en"):
        assert zones.say_when(MONDAY, WIB) == "Senin, 7 Desember 2026 pukul 08.00 WIB"


@pytest.mark.parametrize(
    ("distance", "indonesian", "english"),
    [
        (timedelta(0), "baru saja", "just now"),
        (timedelta(seconds=59), "sebentar lagi", "in a moment"),
        (timedelta(minutes=3), "3 menit lagi", "in 3 minutes"),
        (timedelta(minutes=-59, seconds=-59), "59 menit lalu", "59 minutes ago"),
        (timedelta(hours=-1), "1 jam lalu", "1 hour ago"),
        (timedelta(hours=24), "1 hari lagi", "in 1 day"),
        (timedelta(days=-29), "29 hari lalu", "29 days ago"),
        (timedelta(days=-30), "1 bulan lalu", "1 month ago"),
        (timedelta(days=800), "2 tahun lagi", "in 2 years"),
    ],
)
def test_distance_is_said_at_a_glance(distance: timedelta, indonesian: str, english: str) -> None:
    assert moments.relative(MONDAY + distance, MONDAY) == indonesian
    with translation.override("en"):
        assert moments.relative(MONDAY + distance, MONDAY) == english
