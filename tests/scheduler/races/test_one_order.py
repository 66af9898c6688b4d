"""Everybody who needs a post, its deliveries and accounts takes them in that order.

Whichever of two comes first, the other waits for him and then sees what he has done.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from channels import registry
from channels.base import (
    DeliveryError,
    NotFound,
    NotSent,
    Pace,
    Reason,
    Receipt,
    Unconfirmed,
    Verb,
)
from channels.models import Account, SharedRest
from composer import correcting
from content.models import Post, Status
from content.scope import Scope
from content.workflow import Step
from scheduler import acts, delivery, gate, plan, resuming, settle, stops
from scheduler.delivery import Task
from scheduler.models import Delivery, Mode, Reach, State
from scheduler.resuming import Choice, MoreHasWaited, Resumed, Wish
from scheduler.settle import Result
from tests import people
from tests.people import Network
from tests.scheduler.races.meeting import DUE, claim, while_open
from tests.scheduler.stage import Stage, again, always, planned, x_credentials
from tests.scheduler.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
TRIES = 12
LINK = "https://contoh.test/1"
LOST = Unconfirmed(Reason.LOST_ANSWER)


@pytest.fixture
def offices(transactional_db: None) -> Network:
    return people.build()


def answer(task: Task, said: Receipt | DeliveryError) -> None:
    with gate.turn():
        settle.settle([Result(task, said, DUE)], DUE)


def post_of(row: Delivery) -> Post:
    return Post.objects.get(pk=row.post_id)


def to_be_taken_down() -> set[str]:
    rows = Delivery.objects.filter(verb=Verb.DELETE)
    return set(rows.values_list("account__handle", flat=True))


def no_fault(*answers: object) -> bool:
    return not any(isinstance(one, Exception) and "deadlock" in str(one) for one in answers)


@pytest.mark.parametrize("first", ["the withdrawal", "the answer"])
def test_what_goes_live_while_its_post_is_withdrawn_is_taken_down(
    offices: Network, first: str
) -> None:
    row, _other = planned(offices, offices.account(handle="a"), offices.account(handle="b"))
    early, late = claim()
    answer(early, Receipt("1", LINK))
    post = post_of(row)

    def withdraw() -> object:
        return acts.withdraw(post, "Salah.", by=offices.tono, at=DUE)

    def arrive() -> None:
        answer(late, Receipt("2", LINK))

    while_open(*((withdraw, arrive) if first == "the withdrawal" else (arrive, withdraw)))
    assert to_be_taken_down() == {"a", "b"}


def test_what_a_person_finds_while_its_post_is_withdrawn_is_taken_down(offices: Network) -> None:
    a, b = offices.account(handle="a"), offices.account(handle="b")
    row, lost = planned(offices, a, b)
    Stage().turn(DUE, lambda task: Receipt("1") if task.delivery.account == a else LOST)
    Delivery.objects.filter(pk=lost.pk).update(run_at=None)
    post, found = post_of(row), again(lost)
    while_open(
        lambda: acts.withdraw(post, "Salah.", by=offices.tono, at=DUE),
        lambda: acts.found(found, LINK, by=offices.bayu, at=DUE),
    )
    assert to_be_taken_down() == {"a", "b"}


@pytest.mark.parametrize("said", [NotSent(Reason.UNREACHABLE), LOST], ids=["not sent", "lost"])
def test_what_was_taken_off_the_calendar_while_being_sent_is_not_sent_after_all(
    offices: Network, said: DeliveryError
) -> None:
    [row] = planned(offices)
    [task] = claim()
    plan.unschedule(post_of(row), by=offices.tono, at=DUE)
    stage = Stage()
    stage.play(task, DUE, always(said))
    look_at = again(row).run_at
    if look_at is not None:
        stage.turn(look_at, always(NotFound(Reason.GONE)))
        stage.turn(look_at + timedelta(minutes=1))
    assert stage.sent == [row.pk], "once, before it was taken off"
    assert again(row).state == State.CANCELLED
    assert post_of(row).status == Status.APPROVED


def test_an_answer_that_waits_for_a_person_sees_what_that_person_did(offices: Network) -> None:
    [row] = planned(offices)
    [task] = claim()
    while_open(
        lambda: plan.unschedule(post_of(row), by=offices.tono, at=DUE),
        lambda: answer(task, NotSent(Reason.UNREACHABLE)),
    )
    assert again(row).state == State.CANCELLED


def test_what_was_taken_off_while_being_sent_and_is_planned_anew_goes_on(offices: Network) -> None:
    [row] = planned(offices)
    [task] = claim()
    off = plan.unschedule(post_of(row), by=offices.tono, at=DUE)
    plan.plan(off, [row.account], None, Mode.TOGETHER, by=offices.tono, at=DUE)
    answer(task, NotSent(Reason.UNREACHABLE))
    assert again(row).state == State.DUE


def test_the_last_two_that_are_cancelled_at_once_take_the_post_off_the_calendar(
    offices: Network,
) -> None:
    a, b = planned(offices, offices.account(handle="a"), offices.account(handle="b"))
    one, other = again(a), again(b)
    while_open(
        lambda: acts.cancel(one, by=offices.tono, at=DUE),
        lambda: acts.cancel(other, by=offices.bayu, at=DUE),
    )
    assert post_of(a).status == Status.APPROVED


Other = Callable[[Network, Delivery], object]
OTHERS: dict[str, Other] = {
    "reopen": lambda them, row: correcting.take(Step.REOPEN, post_of(row), by=them.sari, at=DUE),
    "unschedule": lambda them, row: plan.unschedule(post_of(row), by=them.tono, at=DUE),
    "plan": lambda them, row: plan.plan(
        post_of(row), [row.account], None, Mode.TOGETHER, by=them.bayu, at=DUE
    ),
}


@pytest.mark.parametrize("what", OTHERS)
def test_cancelling_while_somebody_moves_the_post_throws_nobody_out(
    offices: Network, what: str
) -> None:
    for n in range(TRIES):
        [row] = planned(offices, offices.account(handle=f"{what}{n}"))
        seen = again(row)
        answers = at_once(
            lambda seen=seen: acts.cancel(seen, by=offices.tono, at=DUE),  # type: ignore[misc]
            lambda seen=seen: OTHERS[what](offices, seen),  # type: ignore[misc]
        )
        assert no_fault(*answers)


def test_a_look_that_finds_it_while_the_post_is_taken_off_the_calendar_blocks_nobody(
    offices: Network,
) -> None:
    for n in range(TRIES):
        [row] = planned(offices, offices.account(handle=f"lane{n}"))
        Stage().turn(DUE, always(LOST))
        look_at = again(row).run_at
        assert look_at is not None
        [look] = claim(look_at)
        answers = at_once(
            lambda look=look: answer(look, Receipt("1")),  # type: ignore[misc]
            lambda row=row: plan.unschedule(post_of(row), by=offices.tono, at=DUE),  # type: ignore[misc]
        )
        assert no_fault(*answers)
        assert again(row).state == State.SENT


def test_planning_more_while_an_outcome_is_written_throws_nobody_out(offices: Network) -> None:
    for n in range(TRIES):
        a, b = (offices.account(handle=f"{name}{n}") for name in "ab")
        [row] = planned(offices, a)
        [task] = claim()
        seen = post_of(row)

        def more(post: Post = seen, to: tuple[Account, ...] = (a, b)) -> object:
            return plan.plan(post, to, None, Mode.TOGETHER, by=offices.bayu, at=DUE)

        answers = at_once(lambda task=task: answer(task, Receipt("1")), more)  # type: ignore[misc]
        assert no_fault(*answers)
        Delivery.objects.update(state=State.CANCELLED, run_at=None, lease_until=None)


def test_lifting_a_stop_by_cancelling_while_the_post_is_reopened_throws_nobody_out(
    offices: Network,
) -> None:
    [row] = planned(offices)
    stop = stops.stop(Reach.ALL, "Uji.", by=offices.tono, at=DUE)
    seen = resuming.survey(stop, Scope.of(offices.tono, DUE), DUE).seen
    lifted, reopened = at_once(
        lambda: stops.lift(stop, Wish(Choice.CANCEL, seen=seen), by=offices.tono, at=DUE),
        lambda: correcting.take(Step.REOPEN, post_of(row), by=offices.sari, at=DUE),
    )
    assert no_fault(lifted, reopened)
    assert isinstance(lifted, Resumed | MoreHasWaited)


def test_two_workers_whose_apps_are_both_told_to_wait_do_not_wait_for_each_other(
    offices: Network,
) -> None:
    wait = NotSent(Reason.RATE_LIMITED, again_at=DUE + timedelta(minutes=1), whole_app=True)
    apps = {"a": "satu", "b": "dua", "c": "dua", "d": "satu"}
    for n in range(TRIES):
        planned(offices, *(offices.account(handle=f"{h}{n}", app=app) for h, app in apps.items()))
        tasks = {task.delivery.account.handle[0]: task for task in claim()}

        def turn(first: str, second: str, tasks: dict[str, Task] = tasks) -> None:
            with gate.turn():
                settle.settle([Result(tasks[name], wait, DUE) for name in (first, second)], DUE)

        answers = at_once(
            lambda turn=turn: turn("a", "c"),  # type: ignore[misc]
            lambda turn=turn: turn("b", "d"),  # type: ignore[misc]
        )
        assert no_fault(*answers)
        Delivery.objects.update(state=State.CANCELLED, run_at=None, lease_until=None)
        SharedRest.objects.all().delete()


def test_two_workers_that_let_an_app_rest_and_then_use_up_another_do_not_wait_for_each_other(
    offices: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each has written that one app rests when it finds that the other has sent all it may."""
    x = registry.load("x")
    used_up = replace(x.capabilities, app_pace=Pace(0, timedelta(minutes=10)))
    wait = NotSent(Reason.RATE_LIMITED, again_at=DUE + timedelta(minutes=1), whole_app=True)
    words = {"x": "Layanan buka."}
    for n in range(3):
        lanes = [
            offices.account("x", handle=f"{h}{n}", app=app, credentials=x_credentials())
            for h, app in {"a": "satu", "b": "dua", "c": "satu", "d": "dua"}.items()
        ]
        for lane in lanes[:2]:  # each its own post: whoever settles holds it
            planned(offices, lane, post=offices.approved(texts=words))
        tasks = {task.delivery.account.app: task for task in claim()}
        planned(offices, *lanes[2:], post=offices.approved(texts=words))
        met = threading.Barrier(2)

        def turn(app: str, tasks: dict[str, Task] = tasks, met: threading.Barrier = met) -> None:
            with gate.turn():
                settle.settle([Result(tasks[app], wait, DUE)], DUE)
                with suppress(threading.BrokenBarrierError):
                    met.wait(0.5)
                delivery.claim(app, DUE, 10)

        with monkeypatch.context() as patch:
            patch.setattr(x, "capabilities", used_up)
            answers = at_once(lambda turn=turn: turn("satu"), lambda turn=turn: turn("dua"))  # type: ignore[misc]
        assert no_fault(*answers)
        Delivery.objects.update(state=State.CANCELLED, run_at=None, lease_until=None)
        SharedRest.objects.all().delete()


def test_taking_over_from_one_who_was_only_asleep_waits_for_nobody(offices: Network) -> None:
    """He writes his outcome and lets his app rest, while whoever takes him for dead has just let
    another one rest: the row is his, the leave to write of apps is the other's."""
    if connection.vendor != "postgresql":
        pytest.skip("on SQLite all stand in one line: make test-postgres")
    wait = NotSent(Reason.RATE_LIMITED, again_at=DUE + timedelta(minutes=1), whole_app=True)
    planned(offices, offices.account(handle="a", app="satu"))
    [task] = claim()
    mine = planned(offices, offices.account(handle="b", app="dua"))
    others, rested = claim(), threading.Event()

    def wake_up() -> None:
        rested.wait(10)
        answer(task, wait)

    def take_over() -> list[Delivery]:
        with gate.turn():
            settle.settle([Result(other, wait, DUE) for other in others], DUE)
            rested.set()
            _until_somebody_waits()
            return settle.reap(DUE, owners=[task.owner])

    woken, taken = at_once(wake_up, take_over)
    assert no_fault(woken, taken)
    rests = SharedRest.objects.values_list("shares", flat=True)
    assert set(rests) == {"satu", "dua"}
    assert {again(row).state for row in (task.delivery, *mine)} == {State.DUE}


def _until_somebody_waits() -> None:
    """On SQLite, where all stand in one line, nobody in a turn waits for anything."""
    until = time.monotonic() + 10
    with connection.cursor() as cursor:
        while time.monotonic() < until:
            cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted")
            if cursor.fetchone():
                return
            time.sleep(0.01)
    raise AssertionError("nobody waited")
