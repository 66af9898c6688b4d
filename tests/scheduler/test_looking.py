"""A look finds what this delivery has put there, and nothing that another one has."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from channels.base import NotFound, Receipt
from scheduler import safe_mode, send
from scheduler.delivery import Task
from scheduler.models import Delivery, State, Why
from tests.people import Network as Offices
from tests.scheduler.over_http import call, on_x
from tests.scheduler.stage import Stage, again, planned
from tests.stubs.running import Network

HOUR = timedelta(hours=1)


@pytest.fixture
def weekly(network: Offices, x: Network) -> list[Delivery]:
    """This week's and the next, with the same words; this week's is out. Then a restore."""
    at = datetime.now(UTC).replace(microsecond=0)
    post = network.approved(at - HOUR, texts={"x": "Layanan paspor buka pukul 08.00."})
    [this] = planned(network, on_x(network), at=at, due=at, post=post)
    Delivery.objects.update(due_at=at, run_at=at, deadline_at=at + HOUR)
    Stage().turn(at, call)
    following = again(this)
    following.pk, following.again, following.remote_id, following.url = None, 1, "", ""
    following.state, following.attempts, following.started_at = State.PLANNED, 0, None
    following.run_at = following.due_at = at + timedelta(days=7)
    following.save(force_insert=True)
    safe_mode.enter(Why.RESTORED, at + HOUR, recorded_until=at - HOUR)
    return [again(this), again(following)]


def look(row: Delivery) -> object:
    return send.perform(Task(row, 0, "me", timezone.now(), look=True)).answer


def test_next_weeks_is_not_taken_for_out_because_this_weeks_is(weekly: list[Delivery]) -> None:
    this, following = weekly
    assert this.remote_id
    assert isinstance(look(following), NotFound)


def test_what_the_record_has_forgotten_is_found_by_its_words(weekly: list[Delivery]) -> None:
    this, following = weekly
    found = this.remote_id
    Delivery.objects.filter(pk=this.pk).update(remote_id="", state=State.CANCELLED)
    answer = look(following)
    assert isinstance(answer, Receipt)
    assert answer.remote_id == found
