"""Stopping and going on while engines claim and people act. Real threads, real connections."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from channels.base import Receipt
from content.models import Event, Status
from content.scope import Scope
from scheduler import acts, delivery, gate, points, resuming, stops
from scheduler.delivery import Task
from scheduler.models import Attempt, Delivery, Reach, State, Stop
from scheduler.pump import Pump
from scheduler.resuming import Choice, MoreHasWaited, Resumed, Wish
from scheduler.settle import Result
from tests import people
from tests.people import MORNING, Network
from tests.scheduler.stage import Stage, again, planned
from tests.scheduler.test_races import at_once, claim

pytestmark = pytest.mark.django_db(transaction=True)
DUE = MORNING + timedelta(hours=1)
SOON = DUE + timedelta(minutes=3)
ROUNDS = 5


def lanes(network: Network, number: int) -> list[Delivery]:
    accounts = [network.account(handle=f"lane{n}") for n in range(number)]
    return planned(network, *accounts)


def held(network: Network, number: int) -> Stop:
    """A stop of everything, holding one delivery on each of so many accounts."""
    lanes(network, number)
    stop = stops.stop(Reach.ALL, "Salah jadwal.", by=network.tono, at=MORNING)
    Stage().turn(DUE)
    return stop


def wish(network: Network, stop: Stop, choice: Choice) -> Wish:
    return Wish(choice, seen=resuming.survey(stop, Scope.of(network.rina, SOON), SOON).seen)


def test_what_the_stop_calls_under_way_is_what_engines_had_begun_and_no_more() -> None:
    network = people.build()
    lanes(network, 30)
    begun: list[int] = []
    over = threading.Event()

    def keep_claiming() -> None:
        while not over.is_set():
            with gate.turn():
                tasks = delivery.claim(f"w{threading.get_ident()}", DUE, 1)
            begun.extend(task.delivery.pk for task in tasks)
            over.wait(0.02)

    def stop() -> Stop:
        while len(begun) < 3:
            over.wait(0.002)
        made = stops.stop(Reach.ALL, "Salah jadwal.", by=network.tono, at=DUE)
        over.wait(0.2)
        over.set()
        return made

    *_claimed, made = at_once(keep_claiming, keep_claiming, stop)
    assert isinstance(made, Stop)
    assert set(made.under_way or ()) == set(begun)
    assert len(begun) < 30


def test_of_two_who_lift_at_once_one_decides_what_becomes_of_it() -> None:
    network = people.build()
    for n in range(ROUNDS):
        row = planned(network, network.account(handle=f"lane{n}"))[0]
        stop = stops.stop(Reach.ACCOUNT, "Uji.", by=network.tono, at=MORNING, account=row.account)
        Stage().turn(DUE)
        cancelling = wish(network, stop, Choice.CANCEL)
        answers = at_once(
            lambda s=stop, w=cancelling: stops.lift(s, w, by=network.rina, at=SOON),  # type: ignore[misc]
            lambda s=stop: stops.lift(s, Wish(Choice.DECIDE), by=network.bayu, at=SOON),  # type: ignore[misc]
        )
        assert sum(answer is None for answer in answers) == 1
        first = next(answer for answer in answers if answer is not None)
        assert isinstance(first, Resumed)
        assert again(row).state == (State.CANCELLED if first.cancelled else State.HELD)
        assert Event.objects.filter(kind="stop.off").count() == n + 1


def test_a_person_who_cancels_while_it_is_lifted_is_not_overridden() -> None:
    network = people.build()
    for n in range(ROUNDS):
        row = planned(network, network.account(handle=f"lane{n}"))[0]
        stop = stops.stop(Reach.ACCOUNT, "Uji.", by=network.tono, at=MORNING, account=row.account)
        Stage().turn(DUE)
        seen = again(row)
        cancelled, lifted = at_once(
            lambda seen=seen: acts.cancel(seen, by=network.tono, at=SOON),  # type: ignore[misc]
            lambda s=stop: stops.lift(s, by=network.rina, at=SOON),  # type: ignore[misc]
        )
        assert cancelled == State.CANCELLED
        assert isinstance(lifted, Resumed)
        assert again(row).state == State.CANCELLED


def test_whoever_cancels_all_while_another_cancels_one_tells_it_once() -> None:
    network = people.build()
    stop = held(network, 4)
    seen = again(Delivery.objects.order_by("pk")[0])
    everything = wish(network, stop, Choice.CANCEL)
    _one, all_of_them = at_once(
        lambda: acts.cancel(seen, by=network.tono, at=SOON),
        lambda: stops.lift(stop, everything, by=network.rina, at=SOON),
    )
    told = Event.objects.filter(kind="delivery.cancelled")
    assert len({event.data["delivery"] for event in told}) == told.count()
    if isinstance(all_of_them, MoreHasWaited):
        assert Stop.objects.standing().exists()
        assert Delivery.objects.filter(state=State.HELD).count() == 3
    else:
        assert all_of_them == Resumed(cancelled=4)
        assert not Delivery.objects.exclude(state=State.CANCELLED).exists()


def test_engines_that_wait_at_the_gate_send_each_delivery_once() -> None:
    network = people.build()
    stop = held(network, 12)
    lifted, *claims = at_once(
        lambda: stops.lift(stop, by=network.rina, at=SOON),
        lambda: claim(SOON),
        lambda: claim(SOON),
    )
    assert lifted == Resumed(going=12)
    claim(SOON)
    claim(SOON)
    assert Attempt.objects.count() == 12
    assert Delivery.objects.filter(state=State.SENDING).count() == 12
    assert all(isinstance(tasks, list) for tasks in claims)


def test_whoever_lifts_a_stop_while_an_outcome_is_written_waits_for_it_and_no_longer(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Both need the post: the engine to publish it, whoever lifts to take it off the calendar."""
    network = people.build()
    going, waiting = network.account(handle="jalan"), network.account(handle="henti")
    sent, held = planned(network, going, waiting)
    stop = stops.stop(Reach.ACCOUNT, "Uji.", by=network.tono, at=MORNING, account=waiting)
    called, answer_now, settled, lifted = (threading.Event() for _ in range(4))

    def call(task: Task) -> Result:
        called.set()
        answer_now.wait(10)
        return Result(task, Receipt("r1"), SOON)

    def halfway(point: str) -> None:
        if point == points.SETTLED:
            settled.set()
            lifted.wait(0.3)

    def lift() -> Resumed | None:
        settled.wait(10)
        return stops.lift(stop, everything, by=network.rina, at=SOON)

    pump = Pump(lanes=2, now=lambda: SOON, perform=call, arm=lambda at: None)
    pump.start()
    assert called.wait(10)
    everything = wish(network, stop, Choice.CANCEL)
    monkeypatch.setattr(points, "hook", halfway)
    answer_now.set()
    [answer] = at_once(lift)
    lifted.set()
    assert pump.stop(within=10)
    assert answer == Resumed(cancelled=1)
    assert (again(sent).state, again(held).state) == (State.SENT, State.CANCELLED)
    assert again(sent).post.status == Status.PUBLISHED
    assert "the database refused" not in caplog.text
