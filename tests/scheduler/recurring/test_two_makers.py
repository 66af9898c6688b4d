"""Makers and people that meet. Real threads, real connections, on whichever database runs."""

from __future__ import annotations

import threading
from datetime import datetime, time, timedelta

import pytest
from django.db import transaction

from content.models import Status
from scheduler import acts, delivery, gate, plan
from scheduler.models import Delivery, Ending, Part, State, Turn
from scheduler.recurring import maker, occasions, steer
from scheduler.recurring.refusals import TooLateForThis
from tests import people
from tests.people import MORNING
from tests.scheduler.recurring.test_changed import MONDAY, changed
from tests.scheduler.recurring.weekly import FIRST, WEEK, days, deliveries, fresh, weekly
from tests.scheduler.stage import Stage
from tests.scheduler.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 4
LATER = MORNING + timedelta(minutes=1)


def test_two_makers_at_once_make_each_delivery_once() -> None:
    network = people.build()
    account = network.account()
    for number in range(ROUNDS):
        series = weekly(network, account)
        now = FIRST + (number + 5) * WEEK
        at_once(*[lambda now=now: maker.make_due(now)] * 3)
        maker.make_due(now)
        live = Part.objects.filter(occurrence__series=series, replaced=False)
        held = list(live.values_list("occurrence__date", flat=True))
        assert len(held) == len(set(held)) > 4
        waiting = Delivery.objects.filter(part__occurrence__series=series, due_at__lte=now)
        assert waiting.exclude(state=State.CANCELLED).count() == 1
        steer.end(fresh(series), by=network.tono, at=now)


def test_a_post_taken_off_the_calendar_while_the_maker_is_at_it_stays_off() -> None:
    """The maker has made its deliveries and not committed them: cancelling has to wait for it."""
    network = people.build()
    series = weekly(network)
    Part.objects.all().delete()
    Delivery.objects.all().delete()
    post = fresh(series).post
    made, cancelled = threading.Event(), threading.Event()

    def fill_slowly() -> None:
        with transaction.atomic():
            maker.bring_up(series.pk, LATER)
            made.set()
            cancelled.wait(0.5)

    def take_off() -> None:
        made.wait(10)
        plan.unschedule(post, by=network.tono, at=LATER)
        cancelled.set()

    at_once(fill_slowly, take_off)
    assert fresh(series).ending == Ending.OFF
    assert fresh(series).post.status == Status.APPROVED
    assert {row.state for row in Delivery.objects.all()} == {State.CANCELLED}


def claim_slowly(now: datetime, claimed: threading.Event, go_on: threading.Event) -> None:
    """What is claimed is not committed for a moment, while somebody else comes by."""
    with gate.turn():
        assert len(delivery.claim("me", now, 10)) == 1
        claimed.set()
        go_on.wait(0.5)


def test_a_day_that_is_just_being_sent_is_not_said_to_be_skipped() -> None:
    network = people.build()
    series = weekly(network)
    acts.send_now(deliveries(series)[0], by=network.tono, at=LATER)
    claimed, skipped = threading.Event(), threading.Event()

    def skip() -> None:
        claimed.wait(10)
        occasions.skip(series, MONDAY, by=network.tono, at=LATER)
        skipped.set()

    answers = at_once(lambda: claim_slowly(LATER, claimed, skipped), skip)
    assert isinstance(answers[1], TooLateForThis)
    assert days(series)[0] == ("14 Dec", Turn.PLANNED)


def test_a_series_that_is_changed_while_it_is_being_sent_hands_that_over() -> None:
    network = people.build()
    series = weekly(network)
    claimed, saved = threading.Event(), threading.Event()

    def change() -> None:
        claimed.wait(10)
        changed(network, series, FIRST, clock=time(16, 0))
        saved.set()

    answers = at_once(lambda: claim_slowly(FIRST, claimed, saved), change)
    assert answers == [None, None]
    Stage().turn(FIRST + timedelta(hours=7))
    today = Delivery.objects.filter(due_at__lt=FIRST + WEEK)
    assert [row.state for row in today.exclude(state=State.CANCELLED)] == [State.SENDING]
    assert days(series)[0] != ("14 Dec", Turn.PLANNED)
