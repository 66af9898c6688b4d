"""Days that once went wrong, each as short as it can be told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from channels.models import Account
from tests.people import Network
from tests.scheduler.machine.machine import Day

SLOW = timedelta(seconds=15)
X = 2


@pytest.fixture
def day(network: Network, accounts: list[Account]) -> Iterator[Day]:
    day = Day(network, accounts)
    yield day
    day.teardown()


def test_a_call_that_takes_long_and_dies_is_not_looked_for_too_early(day: Day) -> None:
    """X shows a post up to ten seconds late, counted from when it took it, not from our start."""
    day.some_posts_are_planned([([X], timedelta(0))])
    day.world.turn()
    day.world.pass_time(timedelta(seconds=20))
    day.a_request_arrives(number=0, hidden=SLOW)
    day.a_process_dies(place=0, arrived=[False] * 4, hidden=SLOW)
    day.a_process_rises(place=0)
    day.all_comes_to_rest()


def test_a_clock_that_is_set_right_makes_no_look_too_early(day: Day) -> None:
    """It was slow while the answer was lost: by the right one the settling seems over."""
    day.some_posts_are_planned([([X], timedelta(0))])
    day.world.turn()
    day.the_clock_goes_back(span=timedelta(minutes=5))
    day.a_request_arrives(number=0, hidden=SLOW)
    day.a_call_ends(number=0, fate="lost", hidden=SLOW)
    day.world.turn()
    day.the_clock_is_put_right()
    day.all_comes_to_rest()


def test_nobody_can_have_it_looked_for_before_the_network_has_caught_up(day: Day) -> None:
    """From a page on which it still waited for a person: it has gone out again since."""
    day.some_posts_are_planned([([X], timedelta(0))])
    day.answers_are_lost_on_the_way(place=0, hidden=SLOW)
    day.everything_is_as_it_should_be()
    day.look_again(number=0, old=False)
    day.a_good_minute(hidden=SLOW)
    day.a_good_minute(hidden=SLOW)
    day.all_comes_to_rest()
