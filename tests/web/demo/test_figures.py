"""The demo has figures to look at, and they are what they claim to be: made up, but in order."""

from __future__ import annotations

import pytest

from scheduler.models import Measured, Reading, State, Untold
from tests.people import MORNING
from web.demo.load import load

pytestmark = pytest.mark.django_db


def test_what_has_been_published_has_figures_that_grow_and_the_next_reading_is_to_come() -> None:
    assert load(MORNING)
    board = Measured.objects.filter(kind="practice")
    assert board.exclude(measured_at=None).count() >= 4
    for measured in board.exclude(measured_at=None):
        views = [one.views or 0 for one in measured.delivery.readings.all()]
        assert views == sorted(views)
        assert measured.views == views[-1]
        assert (measured.reach or 0) <= (measured.views or 0)
        assert measured.next_at is not None
        assert measured.next_at > MORNING
    assert not Reading.objects.filter(read_at__gt=MORNING).exists()


def test_everything_that_went_out_is_counted_also_where_nothing_is_told() -> None:
    assert load(MORNING)
    newsroom = Measured.objects.filter(kind="newsroom")
    assert newsroom.exists()
    assert set(newsroom.values_list("ended", flat=True)) == {Untold.NETWORK}
    sent = Measured.objects.values_list("delivery__state", flat=True)
    assert set(sent) == {State.SENT}
