from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import connection

from channels import registry
from channels.base import Reason, Receipt, Unconfirmed
from channels.models import PracticePost
from scheduler import points
from scheduler import pump as pump_module
from scheduler.clock import Clock
from scheduler.delivery import Task
from scheduler.models import Attempt, Delivery, State
from scheduler.pump import Pump
from scheduler.send import perform
from scheduler.settle import Result
from scheduler.workers import Pulse
from tests import people
from tests.scheduler.stage import planned

pytestmark = pytest.mark.django_db(transaction=True)


class Calls:
    """Counts the calls that are made, and lets a test wait for the last one."""

    def __init__(self, expected: int) -> None:
        self.made: list[int] = []
        self.side_by_side = 0
        self._now = 0
        self._expected = expected
        self._lock = threading.Lock()
        self.done = threading.Event()

    def __call__(self, task: Task) -> Result:
        with self._lock:
            self.made.append(task.delivery.pk)
            self._now += 1
            self.side_by_side = max(self.side_by_side, self._now)
        answer = Receipt(f"r{task.delivery.pk}")
        with self._lock:
            self._now -= 1
            if len(self.made) == self._expected:
                self.done.set()
        return Result(task, answer, datetime.now(UTC))


@contextmanager
def running(make_call: Callable[[Task], Result], lanes: int = 8) -> Iterator[Pump]:
    """A pump and its clock, stopped in order at the end."""
    clock = Clock(lambda: pump.wake(), timedelta(seconds=60))
    pump = Pump(lanes=lanes, now=lambda: datetime.now(UTC), perform=make_call, arm=clock.arm)
    clock.start()
    pump.start()
    try:
        yield pump
    finally:
        clock.stop()
        assert pump.stop(within=10)


def due_in(seconds: float, network: people.Network, lanes: int, per_lane: int) -> list[int]:
    now = datetime.now(UTC)
    rows = []
    for n in range(lanes):
        account = network.account(handle=f"lane{n}")
        for _ in range(per_lane):
            rows += planned(network, account, at=now, due=now)
    at = now + timedelta(seconds=seconds)
    Delivery.objects.update(due_at=at, run_at=at, deadline_at=at + timedelta(minutes=15))
    return [row.pk for row in rows]


def test_everything_due_goes_out_once_and_soon() -> None:
    network = people.build()
    rows = due_in(0.5, network, lanes=6, per_lane=3)
    calls = Calls(len(rows))
    with running(calls):
        assert calls.done.wait(30)
    assert sorted(calls.made) == sorted(rows)
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.SENT}
    for row in Delivery.objects.all():
        assert row.started_at is not None
        # By the clock that was armed, and not by the safety tick of every minute.
        assert timedelta(0) <= row.started_at - row.due_at < timedelta(seconds=30)


def test_more_than_one_turn_takes_begins_without_waiting_for_an_outcome(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    network = people.build()
    rows = due_in(0, network, lanes=10, per_lane=1)
    monkeypatch.setattr(pump_module, "MOST_OF_A_TURN", 4)
    done = threading.Event()
    all_there = threading.Barrier(len(rows), action=done.set)
    in_turns: list[int] = []

    def count(point: str) -> None:
        if point == points.CLAIMED:
            in_turns.append(Attempt.objects.count())

    def together(task: Task) -> Result:
        all_there.wait(10)
        return Result(task, Receipt("there"), datetime.now(UTC))

    monkeypatch.setattr(points, "hook", count)
    with running(together, lanes=10):
        assert done.wait(10)
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.SENT}
    begun = [later - earlier for earlier, later in pairwise([0, *in_turns])]
    assert [number for number in begun if number] == [4, 4, 2]


def test_a_stopping_pump_writes_what_is_under_way_and_starts_nothing_new() -> None:
    network = people.build()
    [first] = due_in(0, network, lanes=1, per_lane=1)
    started, go_on = threading.Event(), threading.Event()

    def slow(task: Task) -> Result:
        started.set()
        go_on.wait(10)
        return Result(task, Receipt("slow"), datetime.now(UTC))

    with running(slow) as pump:
        assert started.wait(10)
        planned(network, network.account(handle="new"), at=datetime.now(UTC), due=datetime.now(UTC))
        stopper = threading.Thread(target=pump.stop, args=(10,))
        stopper.start()
        go_on.set()
        stopper.join(10)
    assert Delivery.objects.get(pk=first).state == State.SENT
    assert Delivery.objects.exclude(pk=first).get().state == State.PLANNED


def test_a_bug_in_an_adapter_becomes_a_question_and_the_lane_goes_on() -> None:
    network = people.build()
    [row] = due_in(0, network, lanes=1, per_lane=1)
    finished = threading.Event()

    def buggy(task: Task) -> Result:
        if task.look:
            finished.set()
            return Result(task, Receipt("found"), datetime.now(UTC))
        raise ZeroDivisionError

    with running(buggy):
        assert finished.wait(10)
    assert Delivery.objects.get(pk=row).remote_id == "found"


def test_outcomes_survive_a_database_that_is_away_for_a_moment() -> None:
    network = people.build()
    rows = due_in(0, network, lanes=2, per_lane=1)
    calls = Calls(2)
    away, back = threading.Event(), threading.Event()

    def bring_it_back() -> None:
        rename("scheduler_attempt_away", "scheduler_attempt")
        back.set()

    def break_the_table(task: Task) -> Result:
        if not away.is_set():
            away.set()
            rename("scheduler_attempt", "scheduler_attempt_away")
            threading.Timer(1, bring_it_back).start()
        return calls(task)

    with running(break_the_table):
        assert calls.done.wait(10)
        assert back.wait(10)
    assert sorted(calls.made) == sorted(rows)
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.SENT}


def rename(old: str, new: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {old} RENAME TO {new}")
    connection.close()


def test_a_call_through_the_real_board_ends_as_sent() -> None:
    network = people.build()
    [row] = due_in(0, network, lanes=1, per_lane=1)
    done = threading.Event()

    def real(task: Task) -> Result:
        try:
            return perform(task)
        finally:
            done.set()

    with running(real):
        assert done.wait(10)
    assert Delivery.objects.get(pk=row).state == State.SENT


def test_where_nothing_can_be_read_a_lost_answer_is_settled_by_sending_the_key_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    board = registry.load("practice")
    blind = replace(board.capabilities, can_look=False, deduplicates=True)
    monkeypatch.setattr(board, "capabilities", blind)
    network = people.build()
    [row] = due_in(0, network, lanes=1, per_lane=1)
    again = threading.Event()

    def lossy(task: Task) -> Result:
        """It arrives, and the first answer is lost."""
        result = perform(task)
        if task.look:
            again.set()
            return result
        return replace(result, answer=Unconfirmed(Reason.LOST_ANSWER))

    with running(lossy):
        assert again.wait(10)
    assert Delivery.objects.get(pk=row).state == State.SENT
    assert PracticePost.objects.count() == 1


def test_who_sends_nothing_himself_remembers_how_far_others_have_come() -> None:
    """Else his machine, started first after the others were lost, takes a backup for the record."""
    network = people.build()
    [row] = planned(network, network.account(handle="lane"))
    heard, seen = threading.Event(), list[int]()

    def saw(attempt: int) -> None:
        seen.append(attempt)
        heard.set()

    idle = Pump(
        lanes=1,
        now=lambda: datetime.now(UTC),
        perform=Calls(0),
        arm=lambda at: None,
        pulse=Pulse("idle", lanes=1, silent=timedelta(seconds=1)),
        may_start=lambda now: False,
        saw=saw,
    )
    idle.start()
    theirs = Attempt.objects.create(delivery=row, number=1, started_at=datetime.now(UTC))
    assert heard.wait(20)
    assert idle.stop(within=10)
    assert set(seen) == {theirs.pk}
