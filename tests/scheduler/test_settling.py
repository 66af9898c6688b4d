"""A first look waits until its network has caught up, whatever the wall clock says by then."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

from channels.base import DeliveryError, NotFound, Reason, Receipt, Unconfirmed
from channels.practice.adapter import Practice
from scheduler import delivery
from scheduler import engine as engine_module
from scheduler.delivery import Task
from scheduler.lanes import Ready
from scheduler.models import Delivery, State
from scheduler.settle import Result
from scheduler.settling import Settling
from scheduler.workers import seconds_since_boot
from tests import people
from tests.people import Network
from tests.scheduler.stage import DUE, Stage, again, always, planned
from tests.scheduler.test_trust import Shifted, engine, until

LOST = Unconfirmed(Reason.LOST_ANSWER)
LATER = DUE + timedelta(minutes=10)
SETTLING = 30.0


class Steady:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture(autouse=True)
def slow_to_show(monkeypatch: pytest.MonkeyPatch) -> None:
    can = replace(Practice.capabilities, settling=timedelta(seconds=SETTLING))
    monkeypatch.setattr(Practice, "capabilities", can)


@pytest.fixture
def steady() -> Steady:
    return Steady()


@pytest.fixture
def lost(network: Network) -> Delivery:
    [row] = planned(network)
    Stage().turn(DUE, always(LOST))
    return again(row)


def claim(now: datetime, settling: Settling, ready: Ready | None = None) -> list[Task]:
    with transaction.atomic():
        return delivery.claim("me", now, 1, ready, left=settling.left)


def ended(row: Delivery, answer: Receipt | DeliveryError) -> tuple[Task, Receipt | DeliveryError]:
    return Task(row, row.attempts, "me", DUE, look=False), answer


def test_a_clock_that_was_set_ahead_brings_no_look_too_early(
    lost: Delivery, steady: Steady
) -> None:
    settling = Settling(steady)
    settling.ended(*ended(lost, LOST))
    steady.seconds += SETTLING - 1
    ready = Ready()
    assert claim(LATER, settling, ready) == []
    assert ready.again_in == pytest.approx(1)
    steady.seconds += 1
    [task] = claim(LATER, settling, ready)
    assert task.look


def test_who_hears_of_it_only_now_waits_from_now(lost: Delivery, steady: Steady) -> None:
    """Another worker's clock may differ, and it is not there to be asked."""
    settling = Settling(steady)
    assert claim(LATER, settling) == []
    steady.seconds += SETTLING
    assert len(claim(LATER, settling)) == 1


def test_what_the_dead_left_settles_from_the_taking_over(lost: Delivery, steady: Steady) -> None:
    settling = Settling(steady)
    settling.taken_over([lost])
    steady.seconds += SETTLING
    assert len(claim(LATER, settling)) == 1


def test_another_attempt_settles_anew(lost: Delivery, steady: Steady) -> None:
    settling = Settling(steady)
    settling.ended(*ended(lost, LOST))
    steady.seconds += SETTLING
    Delivery.objects.filter(pk=lost.pk).update(attempts=2)
    assert claim(LATER, settling) == []


def test_only_the_first_look_waits(lost: Delivery, steady: Steady) -> None:
    Delivery.objects.filter(pk=lost.pk).update(looks=1, run_at=DUE)
    assert len(claim(LATER, Settling(steady))) == 1


class Slow:
    """It shows a post a second and a half after it took it."""

    def __init__(self, read: Shifted) -> None:
        self.read = read
        self.taken: list[float] = []

    def perform(self, task: Task) -> Result:
        now = seconds_since_boot()
        if not task.look:
            self.taken.append(now)
            return Result(task, LOST, timezone.now() + self.read.by)
        is_seen = now - self.taken[0] > 1.5
        answer = Receipt("1") if is_seen else NotFound(Reason.GONE)
        return Result(task, answer, timezone.now() + self.read.by)


@pytest.mark.django_db(transaction=True)
def test_a_step_of_the_clock_makes_no_double(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Below a minute nobody doubts it."""
    can = replace(Practice.capabilities, settling=timedelta(seconds=2))
    monkeypatch.setattr(Practice, "capabilities", can)
    read = Shifted()
    slow = Slow(read)
    monkeypatch.setattr(engine_module, "perform", slow.perform)
    [row] = planned(people.build(), at=datetime.now(UTC), due=datetime.now(UTC))
    now = datetime.now(UTC)
    Delivery.objects.update(due_at=now, run_at=now, deadline_at=now + timedelta(minutes=15))
    with engine(tmp_path, read) as running:
        assert until(lambda: again(row).state == State.UNCONFIRMED)
        read.by = timedelta(seconds=40)
        running.wake()
        assert until(lambda: again(row).state == State.SENT), "looked for without being woken"
    assert len(slow.taken) == 1
