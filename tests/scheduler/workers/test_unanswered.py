"""A turn is committed, and the answer to its COMMIT is lost. What it claimed, nobody was called
for; what it wrote down stands, and is not said to have come too late.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest

from channels.base import Reason
from content.models import Event
from scheduler import points
from scheduler.models import Attempt, Delivery, State
from scheduler.workers import seconds_since_boot
from tests.people import Network
from tests.scheduler.test_pump import Calls, due_in, running
from tests.scheduler.workers.bad_line import BadLine, bad_line
from tests.scheduler.workers.crew import now, wait_for

pytestmark = pytest.mark.postgres


@pytest.fixture
def line(offices: Network, monkeypatch: pytest.MonkeyPatch) -> Iterator[BadLine]:
    """Breaks at the COMMIT of the first turn that claims."""
    once = threading.Lock()

    def break_it(point: str) -> None:
        claimed = Delivery.objects.filter(busy__isnull=False)
        if point == points.CLAIMED and claimed.exists() and once.acquire(blocking=False):
            bad.breaks.set()

    with bad_line(monkeypatch) as bad:
        monkeypatch.setattr(points, "hook", break_it)
        yield bad


def test_what_was_claimed_is_given_back_and_goes_out_once(offices: Network, line: BadLine) -> None:
    rows = due_in(0, offices, lanes=3, per_lane=1)
    calls = Calls(len(rows))
    with running(calls):
        assert line.broke.wait(10)
        wait_for(lambda: Delivery.objects.filter(state=State.DUE).count() == 3, within=5)
        assert calls.made == []
        assert not Delivery.objects.filter(busy__isnull=False).exists()
        assert calls.done.wait(30)
    assert sorted(calls.made) == sorted(rows)
    ends = Attempt.objects.filter(delivery=rows[0]).values_list("number", "outcome")
    assert list(ends) == [(1, State.DUE), (2, State.SENT)]
    told = Event.objects.filter(kind__startswith="delivery.", data__delivery=rows[0])
    assert [event.data["reason"] for event in told.order_by("pk")][-2:] == ["unreachable", ""]


def test_a_pump_that_is_told_to_stop_gives_it_back_first(offices: Network, line: BadLine) -> None:
    [row] = due_in(0, offices, lanes=1, per_lane=1)
    calls = Calls(1)
    with running(calls):
        assert line.broke.wait(10)
    left = Delivery.objects.get(pk=row)
    assert (left.state, left.owner, left.lease_until) == (State.DUE, "", None)
    assert calls.made == []


def test_a_look_that_was_not_begun_comes_again_and_tells_of_no_attempt(
    offices: Network, line: BadLine
) -> None:
    [row] = due_in(0, offices, lanes=1, per_lane=1)
    Attempt.objects.create(delivery_id=row, number=1, started_at=now(), outcome="unconfirmed")
    Delivery.objects.update(state=State.UNCONFIRMED, attempts=1, reason=Reason.LOST_ANSWER)
    calls = Calls(1)
    with running(calls):
        assert line.broke.wait(10)
        wait_for(lambda: not Delivery.objects.filter(busy__isnull=False).exists(), within=5)
    left = Delivery.objects.get(pk=row)
    assert (left.state, left.reason) == (State.UNCONFIRMED, Reason.UNREACHABLE)
    assert left.run_at is not None
    assert left.run_at < now() + timedelta(minutes=1)
    assert Attempt.objects.get().outcome == "unconfirmed"
    assert calls.made == []


def test_a_commit_that_arrives_late_is_noticed_when_it_does(
    offices: Network, line: BadLine
) -> None:
    line.may_arrive.clear()
    calls = Calls(1)
    with running(calls) as pump:
        wait_for(lambda: pump.idle_seconds < 60)  # the first turn also shows that it lives
        [row] = due_in(0, offices, lanes=1, per_lane=1)
        pump.wake()
        assert line.broke.wait(10)
        broke = seconds_since_boot()
        # A turn later, which sees nothing of it.
        wait_for(lambda: seconds_since_boot() - pump.idle_seconds > broke, within=8)
        assert Delivery.objects.get(pk=row).state == State.PLANNED
        line.may_arrive.set()
        wait_for(lambda: Delivery.objects.get(pk=row).state == State.SENDING, within=5)
        pump.wake()
        assert calls.done.wait(30)
    assert calls.made == [row]
    assert list(Attempt.objects.values_list("outcome", flat=True)) == [State.DUE, State.SENT]


def test_the_log_says_what_has_become_of_outcomes_whose_commit_was_not_answered(
    offices: Network, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    once = threading.Lock()

    def break_it(point: str) -> None:
        if point == points.SETTLED and once.acquire(blocking=False):
            bad.breaks.set()

    rows = due_in(0, offices, lanes=2, per_lane=1)
    calls = Calls(len(rows))
    with caplog.at_level(logging.INFO, "scheduler.late"), bad_line(monkeypatch) as bad:
        monkeypatch.setattr(points, "hook", break_it)
        with running(calls):
            assert bad.broke.wait(10)
            wait_for(lambda: bool(_said(caplog)), within=5)
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.SENT}
    assert all("was written down before" in said for said in _said(caplog))


def _said(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [one.getMessage() for one in caplog.records if one.name == "scheduler.late"]
