"""When figures are read: often while a post is young, less often where it costs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from channels.base import Pace, Verb
from channels.figures import Measuring
from scheduler.reading_times import most, next_reading, rest, rest_after_trouble, tells

SENT = datetime(2026, 12, 7, 3, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
FREE = Measuring(frozenset({"likes"}))
PAID = Measuring(frozenset({"likes"}), dollars=0.005)


def all_readings(measuring: Measuring) -> list[datetime]:
    found, at = [], next_reading(SENT, SENT, measuring)
    while at is not None:
        found.append(at)
        at = next_reading(SENT, at, measuring)
    return found


def test_readings_thin_out_with_age_and_end() -> None:
    ages = [at - SENT for at in all_readings(FREE)]
    assert ages == [HOUR, 6 * HOUR, DAY, 3 * DAY, 7 * DAY, 30 * DAY, 90 * DAY]
    gaps = [later - sooner for sooner, later in pairwise(ages)]
    assert gaps == sorted(gaps)


def test_where_each_costs_money_there_are_few_and_never_two_on_a_day() -> None:
    paid = all_readings(PAID)
    assert len(paid) < len(all_readings(FREE)) / 2
    assert len({at.date() for at in paid}) == len(paid)


def test_what_was_slept_through_is_not_made_up_for() -> None:
    assert next_reading(SENT, SENT + 5 * DAY, FREE) == SENT + 7 * DAY
    assert next_reading(SENT, SENT + 90 * DAY, FREE) is None


def test_a_repost_is_read_only_where_it_has_figures_of_its_own() -> None:
    own = Measuring(frozenset({"likes"}), reposts=True)
    assert tells(FREE, Verb.PUBLISH)
    assert not tells(FREE, Verb.REPOST)
    assert tells(own, Verb.REPOST)
    assert not tells(own, Verb.DELETE)
    assert not tells(None, Verb.PUBLISH)


@pytest.mark.parametrize(
    ("pace", "calls", "afterwards"),
    [
        (None, 10, timedelta(0)),
        (Pace(60, 5 * MINUTE), 10, 50 * timedelta(seconds=1)),
        (Pace(120, HOUR), 2, MINUTE),
        (Pace(24, DAY), 1, HOUR),
    ],
)
def test_an_account_keeps_to_its_pace(pace: Pace | None, calls: int, afterwards: timedelta) -> None:
    assert most(pace, MINUTE) == calls
    assert rest(pace, calls) == afterwards


def test_over_a_day_no_pace_is_exceeded() -> None:
    for pace in (Pace(24, DAY), Pace(60, HOUR), Pace(30, 15 * MINUTE), Pace(7, MINUTE)):
        at, made = SENT, 0
        while at < SENT + DAY:
            calls = most(pace, MINUTE)
            made += calls
            at += max(rest(pace, calls), MINUTE)
        assert made <= pace.calls * (DAY / pace.per) + 10


def test_after_trouble_it_waits_ever_longer_but_never_for_good() -> None:
    waits = [rest_after_trouble(tries) for tries in range(1, 100)]
    assert waits[:3] == [5 * MINUTE, 10 * MINUTE, 20 * MINUTE]
    assert waits == sorted(waits)
    assert waits[-1] == 6 * HOUR
