"""Two series of one post: never the same words twice in one minute on one account."""

from __future__ import annotations

from datetime import date, time

import pytest

from channels.models import Account
from scheduler.models import Mode, Policy, Series
from scheduler.recurring import steer
from scheduler.recurring.refusals import AnotherGoesThen
from scheduler.recurring.shape import Every, Shape
from scheduler.recurring.steer import Wish
from tests.people import MORNING, Network
from tests.scheduler.recurring.weekly import MONDAYS, fresh, weekly

NINE = time(9, 0)
FIRST_OF_MONTH = Shape(Every.DATE, day=1)
DAILY = Shape(Every.WEEK, weekdays=tuple(range(7)))


def begin_beside(
    network: Network, going: Series, account: Account, shape: Shape = MONDAYS, clock: time = NINE
) -> Series:
    """Rina begins another of the same post, from a page as fresh as can be."""
    wish = Wish(shape, date(2026, 12, 7), clock, Mode.TOGETHER, Policy.AS_USUAL)
    return steer.start(fresh(going).post, [account], wish, by=network.rina, at=MORNING)


@pytest.mark.parametrize("shape", [MONDAYS, Shape(Every.WEEK, weekdays=(0, 3))])
def test_a_second_one_at_the_same_times_on_the_same_account_is_refused(
    network: Network, shape: Shape
) -> None:
    account = network.account()
    going = weekly(network, account)
    with pytest.raises(AnotherGoesThen):
        begin_beside(network, going, account, shape)
    assert Series.objects.get() == going


def test_also_where_they_meet_on_a_few_days_only(network: Network) -> None:
    account = network.account()
    going = weekly(network, account, shape=FIRST_OF_MONTH)
    with pytest.raises(AnotherGoesThen):
        begin_beside(network, going, account, DAILY)


def test_another_account_day_or_hour_is_another_matter(network: Network) -> None:
    account = network.account()
    going = weekly(network, account)
    begin_beside(network, going, network.account(handle="lain"))
    begin_beside(network, going, account, Shape(Every.WEEK, weekdays=(1,)))
    begin_beside(network, going, account, clock=time(9, 30))
    assert Series.objects.count() == 4


def test_one_that_has_ended_is_in_nobodys_way(network: Network) -> None:
    account = network.account()
    going = weekly(network, account)
    steer.end(going, by=network.tono, at=MORNING)
    begin_beside(network, going, account)


def test_the_newsroom_may_be_in_both_for_it_shows_a_post_once(network: Network) -> None:
    news = network.account("newsroom")
    going = weekly(network, network.account(handle="a"), news)
    wish = Wish(MONDAYS, date(2026, 12, 7), NINE, Mode.TOGETHER, Policy.AS_USUAL)
    both = [network.account(handle="b"), news]
    steer.start(fresh(going).post, both, wish, by=network.rina, at=MORNING)
    assert Series.objects.count() == 2
