"""A process that was frozen over two times of a series: the newest goes out, before or without the
maker, and the older never.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from channels.base import NotSent, Reason, Receipt
from content.models import Event
from scheduler.delivery import Task
from scheduler.models import Delivery, Hold, Series, State, Turn
from scheduler.recurring import occasions
from tests.people import MORNING, Network
from tests.scheduler.recurring.weekly import FIRST, WEEK, days, deliveries, ring, weekly
from tests.scheduler.stage import Answer, Stage, again

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
TWO_WEEKS = 14 * 24 * 60
AWAKE = FIRST + WEEK + HOUR


def with_long_grace(network: Network, *handles: str) -> Series:
    accounts = [network.account(handle=handle) for handle in handles or ("satu",)]
    return weekly(network, *accounts, post=network.approved(grace_minutes=TWO_WEEKS))


def shift(row: Delivery, to: datetime) -> None:
    Delivery.objects.filter(pk=row.pk).update(due_at=to, run_at=to)


def test_awake_again_only_the_newest_time_goes_out(network: Network) -> None:
    series, stage = with_long_grace(network), Stage()
    older, newest = deliveries(series)[:2]
    stage.turn(AWAKE)
    stage.turn(AWAKE + timedelta(minutes=1))
    assert stage.sent == [newest.pk]
    assert (again(older).state, again(older).reason) == (State.MISSED, Hold.OVERTAKEN)


def test_the_maker_closes_what_was_left_as_after_any_downtime(network: Network) -> None:
    series = with_long_grace(network)
    Stage().turn(AWAKE)
    ring(AWAKE)
    assert [state for _day, state in days(series)[:2]] == [Turn.COALESCED, Turn.DONE]
    assert deliveries(series)[0].state == State.CANCELLED
    assert Event.objects.filter(kind="series.coalesced").count() == 1
    assert not Delivery.objects.needing_a_person().exists()


def test_an_account_that_has_not_had_the_older_time_does_not_get_it_any_more(
    network: Network,
) -> None:
    """The other account had it before the sleep."""
    series, stage = with_long_grace(network, "satu", "dua"), Stage()
    had, lacked = deliveries(series)[:2]

    def only_one(task: Task) -> Answer:
        return NotSent(Reason.UNREACHABLE) if task.delivery == lacked else Receipt("1")

    stage.turn(FIRST, only_one)
    stage.sent.clear()
    stage.turn(AWAKE)
    assert stage.sent == [row.pk for row in deliveries(series)[2:4]]
    assert (again(had).state, again(lacked).state) == (State.SENT, State.MISSED)


def test_what_is_late_with_nothing_newer_behind_it_still_goes_out(network: Network) -> None:
    series, stage = with_long_grace(network), Stage()
    stage.turn(FIRST + HOUR)
    assert stage.sent == [deliveries(series)[0].pk]


def test_a_time_that_a_person_has_moved_behind_the_newer_one_goes_out_as_well(
    network: Network,
) -> None:
    series, stage = with_long_grace(network), Stage()
    older, newest = deliveries(series)[:2]
    shift(older, newest.due_at + HOUR)
    stage.turn(newest.due_at)
    stage.turn(AWAKE)
    assert stage.sent == [newest.pk, older.pk]


def test_a_skipped_newer_time_leaves_the_older_as_the_newest(network: Network) -> None:
    series, stage = with_long_grace(network), Stage()
    older, newest = deliveries(series)[:2]
    occasions.skip(series, date(2026, 12, 21), by=network.tono, at=MORNING)
    assert again(newest).state == State.CANCELLED
    stage.turn(AWAKE)
    assert stage.sent == [older.pk]
