"""A look finds what this delivery has put there, and nothing that another one has."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from channels.base import NotFound, Receipt, Unconfirmed
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


@pytest.fixture
def twice(weekly: list[Delivery]) -> list[Delivery]:
    """Both were sent after the backup was taken, and the record knows neither."""
    now = datetime.now(UTC)
    Delivery.objects.update(remote_id="", url="", state=State.UNCONFIRMED, due_at=now - HOUR)
    Delivery.objects.update(look_first=True)
    return [again(row) for row in weekly]


@pytest.mark.parametrize("which", [0, 1])
def test_of_two_that_read_alike_and_may_both_be_out_a_person_says_which_is_which(
    twice: list[Delivery], which: int
) -> None:
    answer = look(twice[which])
    assert isinstance(answer, Unconfirmed)
    assert "read alike" in answer.detail


def test_one_that_the_other_was_taken_for_is_not_called_missing(
    weekly: list[Delivery], twice: list[Delivery]
) -> None:
    """It would be sent once more."""
    this, following = twice
    there = weekly[0].remote_id
    Delivery.objects.filter(pk=this.pk).update(state=State.SENT, remote_id=there)
    answer = look(following)
    assert isinstance(answer, Unconfirmed)
    assert "read alike" in answer.detail


def test_what_reads_alike_and_is_not_due_yet_hides_nothing(weekly: list[Delivery]) -> None:
    this, _following = weekly
    Delivery.objects.update(look_first=True)
    Delivery.objects.filter(pk=this.pk).update(remote_id="", state=State.UNCONFIRMED)
    assert isinstance(look(again(this)), Receipt)
