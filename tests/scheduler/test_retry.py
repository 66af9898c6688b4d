"""The pauses between tries and between looks, and where they end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from scheduler.retry import LOOKS, WAITS, Again, AskPerson, TooLate, after_not_sent, next_look

NOW = datetime(2026, 12, 7, 1, 0, tzinfo=UTC)
LATE = NOW + timedelta(hours=1)


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 5), (2, 20), (3, 60), (4, 180), (5, 300), (6, 300), (60, 300)]
)
def test_pauses_grow_and_then_stay_at_five_minutes(attempts: int, seconds: int) -> None:
    move = after_not_sent(attempts, None, NOW, LATE, seed=1)
    assert isinstance(move, Again)
    assert seconds <= (move.at - NOW).total_seconds() <= seconds * 1.1


def test_a_hundred_lanes_do_not_knock_again_in_the_same_second() -> None:
    moves = {after_not_sent(5, None, NOW, LATE, seed=n) for n in range(100)}
    assert len(moves) > 90


def test_the_same_delivery_is_always_given_the_same_pause() -> None:
    assert after_not_sent(3, None, NOW, LATE, 7) == after_not_sent(3, None, NOW, LATE, 7)


def test_a_network_that_names_a_later_time_is_obeyed() -> None:
    asked = NOW + timedelta(minutes=20)
    assert after_not_sent(1, asked, NOW, LATE, seed=1) == Again(asked)


def test_a_network_that_names_an_earlier_time_is_not_hurried_to() -> None:
    move = after_not_sent(3, NOW + timedelta(seconds=1), NOW, LATE, seed=1)
    assert isinstance(move, Again)
    assert move.at >= NOW + timedelta(seconds=60)


def test_a_try_at_the_very_end_of_the_grace_is_still_made_and_one_after_it_is_not() -> None:
    asked = NOW + timedelta(minutes=15)
    assert after_not_sent(1, asked, NOW, asked, seed=1) == Again(asked)
    before = asked - timedelta(microseconds=1)
    assert after_not_sent(1, asked, NOW, before, seed=1) == TooLate()


def test_after_the_last_pause_a_person_looks() -> None:
    waits = [next_look(n, NOW) for n in range(1, len(LOOKS) + 2)]
    assert waits == [*(Again(NOW + pause) for pause in LOOKS), AskPerson()]


def test_the_tables_only_grow() -> None:
    assert list(WAITS) == sorted(WAITS)
    assert list(LOOKS) == sorted(LOOKS)
