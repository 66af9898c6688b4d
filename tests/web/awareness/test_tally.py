"""Sums of what is told: nobody's silence is a zero."""

from __future__ import annotations

import pytest

from web.awareness.tally import ENOUGH, Tally, Told, engagement, told


def test_a_sum_over_nothing_told_is_missing_and_not_zero() -> None:
    assert told([]) == Told(0, None, None)
    assert told([0]).total == 0
    assert engagement(None, None, None, None) is None
    assert engagement(0, None, None, None) == 0
    assert engagement(3, None, 2, None) == 5


def test_the_middle_is_told_of_enough_and_not_of_fewer() -> None:
    assert told([1] * (ENOUGH - 1)).middle is None
    assert told([1, 1, 5, 900, 900]).middle == 5


def test_what_is_sent_is_counted_apart_from_what_is_told() -> None:
    tally = Tally()
    tally.add(post=1, views=100, reach=None, engaged=7)
    tally.add(post=1, views=None, reach=None, engaged=2)
    tally.add(post=2, views=None, reach=None, engaged=None)
    found = tally.sum()
    assert (found.sent, found.posts, found.told) == (3, 2, 2)
    assert found.views == Told(1, 100)
    assert found.reach == Told()
    assert found.engaged == Told(2, 9)


def test_a_rate_counts_only_those_that_tell_both_sides() -> None:
    tally = Tally()
    tally.add(post=1, views=100, reach=None, engaged=10)
    tally.add(post=2, views=900, reach=None, engaged=None)
    tally.add(post=3, views=None, reach=None, engaged=500)
    assert tally.sum().rate == pytest.approx(0.1)


def test_a_rate_is_of_people_where_they_are_told_and_else_of_views() -> None:
    tally = Tally()
    tally.add(post=1, views=400, reach=100, engaged=20)
    assert tally.sum().rate == pytest.approx(0.2)


def test_without_an_audience_there_is_no_rate() -> None:
    tally = Tally()
    tally.add(post=1, views=0, reach=None, engaged=0)
    assert tally.sum().rate is None
