"""A series in a record that came back from a backup older than its last deliveries."""

from __future__ import annotations

from datetime import timedelta

import pytest

from channels.base import Receipt
from scheduler import safe_mode
from scheduler.models import Delivery, Occurrence, Part, Series, State, Why
from tests.people import MORNING, Network
from tests.scheduler.recurring.weekly import FIRST, WEEK, deliveries, ring, states, weekly
from tests.scheduler.stage import Stage, always

BACK = FIRST + timedelta(minutes=5)


@pytest.fixture
def series(network: Network) -> Series:
    """As the backup has it: begun, and nothing made of it yet."""
    one = weekly(network)
    Part.objects.all().delete()
    Delivery.objects.all().delete()
    Occurrence.objects.all().delete()
    Series.objects.update(decided_to=None)
    safe_mode.enter(Why.RESTORED, BACK, recorded_until=MORNING)
    ring(BACK)
    return one


def test_what_it_makes_for_a_time_before_the_restore_is_looked_for_first(series: Series) -> None:
    stage = Stage()
    stage.turn(BACK, always(Receipt("1")))
    assert (stage.looked, stage.sent) == ([deliveries(series)[0].pk], [])
    assert states(series)[0] == State.SENT


def test_what_comes_after_the_restore_is_sent_and_not_taken_for_the_one_before(
    series: Series,
) -> None:
    """The words are the same every week: whoever looks finds those of last week."""
    Stage().turn(BACK)
    stage = Stage()
    ring(FIRST + WEEK)
    stage.turn(FIRST + WEEK)
    assert (stage.looked, stage.sent) == ([], [deliveries(series)[1].pk])
