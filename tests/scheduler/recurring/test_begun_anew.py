"""A series that is ended and begun anew in the minute of its time: on each account once."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from channels.base import Reason, Receipt, Refused, Unconfirmed
from channels.models import Account
from content.models import Post
from scheduler.models import Delivery, Mode, Policy, Series, State, Turn
from scheduler.recurring import steer
from scheduler.recurring.steer import Wish
from tests.people import Network
from tests.scheduler.recurring.weekly import (
    FIRST,
    MONDAYS,
    WEEK,
    days,
    deliveries,
    fresh,
    ring,
    states,
    weekly,
)
from tests.scheduler.stage import Answer, Stage, always

SECOND = timedelta(seconds=1)
ENDED = FIRST + 20 * SECOND
SOON = FIRST + 40 * SECOND


def ended_and_begun(
    network: Network, old: Series, *accounts: Account, clock: time = time(9, 0)
) -> Series:
    """Tono ends it, and begins another one with the same words."""
    steer.end(old, by=network.tono, at=ENDED)
    return begun(network, old, *accounts, clock=clock)


def begun(network: Network, old: Series, *accounts: Account, clock: time = time(9, 0)) -> Series:
    was = fresh(old)
    made = steer.start(
        Post.objects.select_related("office", "approval__revision").get(pk=was.post_id),
        accounts or list(was.accounts.select_related("office")),
        Wish(MONDAYS, date(2026, 12, 14), clock, Mode(was.mode), Policy.AS_USUAL),
        by=network.tono,
        at=SOON,
    )
    ring(SOON)
    return made


def test_what_went_out_in_this_minute_is_not_sent_again(network: Network) -> None:
    old, stage = weekly(network), Stage()
    stage.turn(FIRST)
    made = ended_and_begun(network, old)
    stage.turn(SOON)
    assert len(stage.sent) == 1
    assert days(made)[:2] == [("14 Dec", Turn.DONE), ("21 Dec", Turn.PLANNED)]
    ring(FIRST + WEEK)
    stage.turn(FIRST + WEEK)
    assert len(stage.sent) == 2


def test_nor_when_it_is_ended_and_begun_twice(network: Network) -> None:
    old, stage = weekly(network), Stage()
    stage.turn(FIRST)
    made = ended_and_begun(network, old)
    ended_and_begun(network, made)
    stage.turn(SOON)
    assert len(stage.sent) == 1


@pytest.mark.parametrize(
    ("answer", "sends"),
    [(Unconfirmed(Reason.LOST_ANSWER), 1), (Refused(Reason.BAD_MEDIA), 2)],
)
def test_what_may_be_out_counts_and_what_is_surely_not_there_does_not(
    network: Network, answer: Answer, sends: int
) -> None:
    old, stage = weekly(network), Stage()
    stage.turn(FIRST, always(answer))
    ended_and_begun(network, old)
    stage.turn(SOON)
    assert len(stage.sent) == sends


def test_what_had_not_begun_when_it_was_ended_goes_out(network: Network) -> None:
    old, stage = weekly(network), Stage()
    ended_and_begun(network, old)
    stage.turn(SOON)
    assert len(stage.sent) == 1


def test_an_account_that_has_not_had_it_gets_it(network: Network) -> None:
    first, second = network.account(handle="satu"), network.account(handle="dua")
    old, stage = weekly(network, first), Stage()
    stage.turn(FIRST)
    made = ended_and_begun(network, old, first, second)
    stage.turn(SOON)
    assert {row.account_id for row in deliveries(made)[:2]} == {first.pk, second.pk}
    assert states(made)[:2] == [State.SENT, State.SENT]
    assert len(stage.sent) == 2


def test_one_whose_send_was_called_off_by_the_end_gets_it(network: Network) -> None:
    one, two = network.account(handle="satu"), network.account(handle="dua")
    old, stage = weekly(network, one, two), Stage()
    stage.turn(FIRST, lambda task: Receipt("1"), free=1)
    assert Delivery.objects.filter(state=State.SENT).count() == 1
    ended_and_begun(network, old)
    stage.turn(SOON)
    assert len(stage.sent) == 2
    assert {row.account_id for row in Delivery.objects.filter(state=State.SENT)} == {one.pk, two.pk}


def test_two_that_were_ended_become_one(network: Network) -> None:
    one, two = network.account(handle="satu"), network.account(handle="dua")
    old, stage = weekly(network, one), Stage()
    post = Post.objects.select_related("office", "approval__revision").get(pk=old.post_id)
    other = weekly(network, two, post=post)
    stage.turn(FIRST)
    steer.end(old, by=network.tono, at=ENDED)
    made = ended_and_begun(network, other, one, two)
    stage.turn(SOON)
    assert len(stage.sent) == 2
    assert days(made)[0] == ("14 Dec", Turn.DONE)


def test_another_minute_is_another_time(network: Network) -> None:
    old, stage = weekly(network), Stage()
    stage.turn(FIRST)
    ended_and_begun(network, old, clock=time(9, 30))
    stage.turn(FIRST + timedelta(minutes=30))
    assert len(stage.sent) == 2
