"""People and engines that meet. Real threads, real connections, on whichever database runs."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, OperationalError, connections

from channels.base import Receipt
from channels.models import Account
from content import workflow
from content.models import Decision, Person, Post, Status
from content.refusals import Refusal
from content.workflow import Step
from scheduler import acts, delivery, gate, stops
from scheduler.delivery import Task
from scheduler.models import Attempt, Delivery, Reach, State
from scheduler.pump import Pump
from scheduler.refusals import TooLate
from scheduler.settle import Result
from scheduler.workers import Pulse
from tests import people
from tests.people import MORNING, Network
from tests.scheduler.stage import planned

pytestmark = pytest.mark.django_db(transaction=True)
DUE = MORNING + timedelta(hours=1)
ROUNDS = 8


def at_once(*works: Callable[[], object]) -> list[object]:
    """Let each run in a thread of its own from the same moment; their answers or refusals."""
    ready = threading.Barrier(len(works))
    answers: list[object] = [None] * len(works)

    def run(number: int, work: Callable[[], object]) -> None:
        try:
            ready.wait(10)
            answers[number] = work()
        except (Refusal, IntegrityError, OperationalError) as e:
            answers[number] = e
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


def claim(now: datetime = DUE) -> list[Task]:
    with gate.turn():
        return delivery.claim(f"worker-{threading.get_ident()}", now, 10)


def test_of_two_moderators_who_decide_at_once_exactly_one_decides() -> None:
    network = people.build()
    for _ in range(ROUNDS):
        post = network.submitted()
        answers = at_once(
            lambda post=post: decide(post, Step.APPROVE, network.rina),  # type: ignore[misc]
            lambda post=post: decide(post, Step.REJECT, network.bayu),  # type: ignore[misc]
        )
        assert sum(isinstance(answer, Post) for answer in answers) == 1
        assert sum(isinstance(answer, Refusal) for answer in answers) == 1
        assert Decision.objects.filter(revision__post=post).count() == 1
        assert Post.objects.get(pk=post.pk).status in (Status.APPROVED, Status.REJECTED)


def decide(post: Post, step: Step, by: Person) -> Post:
    post = Post.objects.select_related("office", "head").get(pk=post.pk)
    assert post.head is not None
    return workflow.take(step, post, by=by, at=MORNING, note="begini", sha256=post.head.sha256)


def test_of_two_engines_that_claim_at_once_only_one_gets_a_delivery() -> None:
    network = people.build()
    for number in range(ROUNDS):
        [row] = planned(network, network.account(handle=f"lane{number}"))
        answers = at_once(claim, claim)
        got = [task for answer in answers if isinstance(answer, list) for task in answer]
        assert [task.delivery.pk for task in got] == [row.pk]
        assert Attempt.objects.filter(delivery=row).count() == 1
        Delivery.objects.filter(pk=row.pk).update(state=State.SENT, lease_until=None)


def test_cancelling_while_it_starts_is_told_as_it_is() -> None:
    network = people.build()
    for number in range(ROUNDS):
        [row] = planned(network, network.account(handle=f"lane{number}"))
        seen = Delivery.objects.select_related("post", "account__office").get(pk=row.pk)
        cancelled, claimed = at_once(
            lambda seen=seen: acts.cancel(seen, by=network.tono, at=DUE),  # type: ignore[misc]
            claim,
        )
        state = Delivery.objects.get(pk=row.pk).state
        if cancelled == State.CANCELLED:
            assert (state, claimed) == (State.CANCELLED, [])
        else:
            assert isinstance(cancelled, TooLate)
            assert state == State.SENDING
            Delivery.objects.filter(pk=row.pk).update(state=State.SENT, lease_until=None)


def test_no_send_starts_after_a_stop_has_been_committed() -> None:
    network = people.build()
    for number in range(40):
        planned(network, network.account(handle=f"lane{number}"))
    stopped_at: list[int] = []
    log: list[tuple[str, int]] = []
    go_on = threading.Event()

    def keep_claiming() -> None:
        while not go_on.is_set():
            before = len(stopped_at)
            with gate.turn():
                tasks = delivery.claim("me", DUE, 2)
            log.append(("after stop" if before else "before stop", len(tasks)))

    def stop() -> None:
        while not any(tasks for _, tasks in log):
            go_on.wait(0.005)
        stops.stop(Reach.ALL, "Salah jadwal.", by=network.tono, at=DUE)
        stopped_at.append(1)
        go_on.wait(0.3)
        go_on.set()

    at_once(keep_claiming, stop)
    started = Counter(when for when, tasks in log for _ in range(tasks))
    assert started["before stop"] > 0
    assert started["after stop"] == 0
    assert ("after stop", 0) in log
    held = Delivery.objects.filter(state=State.HELD).count()
    assert held + started["before stop"] == 40


def test_two_pumps_over_one_record_send_each_delivery_once() -> None:
    network = people.build()
    now = datetime.now(UTC)
    rows = [
        row.pk
        for number in range(12)
        for _ in range(2)
        for row in planned(network, account(network, number), at=now, due=now)
    ]
    sent: list[int] = []
    done = threading.Event()

    def send(task: Task) -> Result:
        sent.append(task.delivery.pk)
        if len(sent) >= len(rows):
            done.set()
        return Result(task, Receipt("1"), datetime.now(UTC))

    pumps = [
        Pump(
            lanes=4,
            now=lambda: datetime.now(UTC),
            perform=send,
            arm=lambda at: None,
            pulse=Pulse(owner, lanes=4),  # neither takes the other for dead
        )
        for owner in ("one", "two")
    ]
    for pump in pumps:
        pump.start()
    while not done.wait(0.1):
        for pump in pumps:
            pump.wake()
    assert all(pump.stop(20) for pump in pumps)
    assert sorted(sent) == sorted(rows)


def account(network: Network, number: int) -> Account:
    known = Account.objects.filter(handle=f"lane{number}").select_related("office").first()
    return known or network.account(handle=f"lane{number}")
