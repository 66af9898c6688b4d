from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from scheduler.pacing import BETWEEN, GATHER, MOST_A_DAY, Post, may_write, midnight

NOON = datetime(2026, 12, 7, 5, 0, tzinfo=UTC)  # 12.00 in Pontianak
MINUTE = timedelta(minutes=1)


def post(**changes: Any) -> Post:
    usual = {"daily": False, "first": NOON, "last": None, "today": 0, "zone": "Asia/Pontianak"}
    return Post(**{**usual, **changes})


@pytest.mark.parametrize(
    ("changes", "after", "writes"),
    [
        ({}, timedelta(0), False),
        ({}, GATHER, True),
        ({"last": NOON - MINUTE}, GATHER, False),
        ({"last": NOON - MINUTE}, BETWEEN, True),
        ({"today": MOST_A_DAY}, timedelta(hours=1), False),
        ({"daily": True}, timedelta(hours=18, minutes=59), False),
        ({"daily": True}, timedelta(hours=19), True),
        ({"daily": True, "today": 1}, timedelta(hours=19), False),
        ({"daily": True, "first": NOON - timedelta(hours=6)}, timedelta(0), True),
    ],
)
def test_soon_but_seldom(changes: dict[str, Any], after: timedelta, writes: bool) -> None:
    assert may_write(post(**changes), NOON + after) is writes


def test_seven_in_the_morning_is_that_of_the_office() -> None:
    waiting = post(daily=True, zone="Asia/Jayapura")
    assert may_write(waiting, NOON + timedelta(hours=17))
    assert not may_write(waiting, NOON + timedelta(hours=16, minutes=59))


def test_the_day_begins_at_midnight_of_the_office() -> None:
    assert midnight(NOON, "Asia/Jayapura") == datetime(2026, 12, 6, 15, tzinfo=UTC)
