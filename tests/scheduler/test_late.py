"""What the log says of an outcome whose claim stands no more."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

import pytest
from django.db import transaction

from channels.base import NotFound, Reason, Receipt, Unconfirmed
from scheduler import acts, delivery, settle
from scheduler.settle import Result
from tests.people import Network
from tests.scheduler.stage import DUE, Answer, again, planned

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _all_of_it(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "scheduler.late")


def claimed(at: datetime = DUE) -> delivery.Task:
    with transaction.atomic():
        [task] = delivery.claim("me", at, 1)
    return task


def written(task: delivery.Task, answer: Answer, at: datetime = DUE) -> Result:
    result = Result(task, answer, at)
    write(result, at)
    return result


def write(result: Result, at: datetime) -> None:
    with transaction.atomic():
        settle.settle([result], at)


def said(caplog: pytest.LogCaptureFixture) -> list[tuple[str, bool]]:
    """How loud it was, and whether it speaks of something that was written before."""
    return [(one.levelname, "written down before" in one.getMessage()) for one in caplog.records]


@pytest.mark.parametrize("answer", [Receipt("1"), Unconfirmed(Reason.LOST_ANSWER)])
def test_what_this_process_wrote_itself_did_not_come_too_late(
    network: Network, caplog: pytest.LogCaptureFixture, answer: Answer
) -> None:
    [row] = planned(network)
    result = written(claimed(), answer)
    before = again(row).version
    write(result, DUE + SECOND)
    assert said(caplog) == [("INFO", True)]
    assert again(row).version == before


def test_nor_did_it_when_a_person_has_acted_on_it_since(
    network: Network, caplog: pytest.LogCaptureFixture
) -> None:
    [row] = planned(network)
    result = written(claimed(), Receipt("1"))
    acts.add_link(again(row), "https://contoh.test/1", by=network.tono, at=DUE)
    write(result, DUE + SECOND)
    assert said(caplog) == [("INFO", True)]


@pytest.mark.parametrize("answer", [NotFound(Reason.GONE), Unconfirmed(Reason.LOST_ANSWER)])
def test_a_look_that_was_written_down_did_not_come_too_late(
    network: Network, caplog: pytest.LogCaptureFixture, answer: Answer
) -> None:
    [row] = planned(network)
    written(claimed(), Unconfirmed(Reason.LOST_ANSWER))
    look_at = again(row).run_at
    assert look_at is not None
    result = written(claimed(look_at), answer, look_at)
    write(result, look_at + SECOND)
    assert said(caplog) == [("INFO", True)]


@pytest.mark.parametrize("looking", [False, True])
def test_what_another_has_taken_over_came_too_late(
    network: Network, caplog: pytest.LogCaptureFixture, *, looking: bool
) -> None:
    [row] = planned(network)
    task, now = claimed(), DUE
    if looking:
        written(task, Unconfirmed(Reason.LOST_ANSWER))
        look_at = again(row).run_at
        assert look_at is not None
        task, now = claimed(look_at), look_at
    with transaction.atomic():
        settle.reap(now + SECOND, owners=["me"])
    write(Result(task, Receipt("1"), now), now + SECOND)
    assert said(caplog) == [("WARNING", False)]
    assert "unconfirmed" in caplog.text
