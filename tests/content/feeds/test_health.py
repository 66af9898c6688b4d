from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.feeds.health import EVERY, Health, Outcome, judge, next_poll
from content.feeds.trouble import Trouble

NOON = datetime(2026, 11, 9, 5, tzinfo=UTC)
DAY = timedelta(days=1)
WELL = Outcome()
SLOW = Outcome(Trouble.TOO_SLOW)


def fail(times: int, apart: timedelta, health: Health | None = None) -> Health:
    health = health or Health()
    for n in range(times):
        health = judge(health, SLOW, NOON + n * apart)
    return health


def wait(health: Health, outcome: Outcome = SLOW, key: str = "pontianak") -> timedelta:
    return next_poll(key, health, outcome, NOON) - NOON


def test_failures_are_counted_from_the_first() -> None:
    assert fail(3, DAY) == Health(failures=3, failing_since=NOON)


@pytest.mark.parametrize("trouble", [None, Trouble.DAMAGED])
def test_one_answer_we_could_read_forgives_everything(trouble: Trouble | None) -> None:
    assert judge(Health(40, NOON, dead=True), Outcome(trouble), NOON) == Health()


def test_a_feed_that_fails_for_two_weeks_is_dead() -> None:
    assert not fail(14, DAY).dead
    assert fail(15, DAY).dead


def test_days_on_which_nobody_asked_do_not_kill_a_feed() -> None:
    assert not fail(2, 60 * DAY).dead


def test_many_failures_on_one_day_do_not_kill_a_feed() -> None:
    assert not fail(50, timedelta(minutes=1)).dead


def test_a_feed_that_is_gone_is_dead_at_once() -> None:
    assert judge(Health(), Outcome(Trouble.GONE), NOON).dead


def test_a_dead_feed_stays_dead_while_it_fails_and_is_looked_at_once_a_week() -> None:
    dead = judge(Health(20, NOON, dead=True), SLOW, NOON + DAY)
    assert dead.dead
    assert 6 * DAY < wait(dead) <= 7 * DAY


def test_a_healthy_feed_is_asked_at_its_pace() -> None:
    assert EVERY * 0.9 <= wait(Health(), WELL) <= EVERY


def test_the_wait_doubles_up_to_a_day() -> None:
    waits = [wait(Health(n, NOON)) for n in range(1, 9)]
    second = timedelta(seconds=1)  # they are rounded to the microsecond
    assert all(abs(later - 2 * sooner) < second for sooner, later in pairwise(waits[:6]))
    assert waits[-1] == wait(Health(500, NOON))
    assert 0.9 * DAY <= waits[-1] <= DAY


def test_offices_are_not_all_asked_at_the_same_moment() -> None:
    waits = {wait(Health(), WELL, key=f"kanim-{n}") for n in range(50)}
    assert len(waits) == 50
    assert wait(Health(), WELL) == wait(Health(), WELL)


@given(st.integers(0, 40), st.booleans(), st.timedeltas(timedelta(0), 400 * DAY))
def test_a_servers_wish_is_kept_but_never_for_more_than_a_day(
    failures: int, dead: bool, wish: timedelta
) -> None:
    health = Health(failures, NOON, dead)
    asked = wait(health, Outcome(Trouble.BUSY, retry_after=wish))
    assert asked >= min(wish, DAY)
    assert asked <= max(DAY, wait(health))
