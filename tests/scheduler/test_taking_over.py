"""Workers that die, sleep and wake up: who takes over, and what a sleeper may still do."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from channels.base import NotFound, NotSent, Reason, Receipt
from scheduler import delivery, settle, workers
from scheduler.models import Delivery, State, Worker
from scheduler.send import START_WITHIN, perform
from scheduler.workers import Pulse
from tests.people import MORNING, Network
from tests.scheduler.stage import Stage, again, always, planned

DUE = MORNING + timedelta(hours=1)
SECOND = timedelta(seconds=1)

pytestmark = pytest.mark.django_db


class Seconds:
    """A clock of seconds since the start of the machine, turned by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def pulse(seconds: Seconds, owner: str = "one", place: str = "") -> Pulse:
    made = Pulse(owner, lanes=4, place=place, silent=timedelta(seconds=15), seconds=seconds)
    made.register(MORNING)
    return made


def silent_for(owner: str, seconds: float) -> None:
    Worker.objects.filter(owner=owner).update(seen_at=timezone.now() - timedelta(seconds=seconds))


def claimed(network: Network, owner: str) -> delivery.Task:
    planned(network, network.account(handle=owner))
    with transaction.atomic():
        [task] = delivery.claim(owner, DUE, 1)
    return task


def test_only_the_claims_of_silent_workers_are_taken_over(network: Network) -> None:
    pulse(Seconds(), "living")
    pulse(Seconds(), "dead")
    of_living, of_dead = claimed(network, "living"), claimed(network, "dead")
    silent_for("dead", 16)
    owners = workers.dead_owners()
    with transaction.atomic():
        assert settle.reap(DUE + SECOND, owners=owners) == 1
    assert owners == ["dead"]
    assert again(of_living.delivery).state == State.SENDING
    assert again(of_dead.delivery).state == State.UNCONFIRMED


def test_a_worker_that_nobody_knows_is_dead(network: Network) -> None:
    claimed(network, "wiped")
    assert workers.dead_owners() == ["wiped"]


def test_a_worker_whose_row_was_wiped_shows_itself_again() -> None:
    mine = pulse(Seconds())
    Worker.objects.all().delete()
    mine.beat(MORNING)
    assert Worker.objects.get().owner == "one"


def test_who_holds_a_place_knows_that_the_one_before_is_dead() -> None:
    pulse(Seconds(), "before", place="desk:/data")
    pulse(Seconds(), "elsewhere", place="desk:/other")
    pulse(Seconds(), "now", place="desk:/data")
    assert workers.earlier_of("desk:/data", "now") == ["before"]


def test_a_sleeper_is_stale_before_others_take_over_and_fresh_after_its_next_beat() -> None:
    seconds = Seconds()
    mine = pulse(seconds)
    seconds.now += 8
    assert mine.is_fresh()
    seconds.now += 2
    assert not mine.is_fresh(), "others wait five seconds more"
    mine.beat(MORNING)
    assert mine.is_fresh()


def test_one_that_works_alone_is_always_fresh() -> None:
    seconds = Seconds()
    mine = Pulse("alone", lanes=4, alone=True, seconds=seconds)
    seconds.now += 3600
    assert mine.is_fresh()


def test_a_call_of_a_sleeper_is_given_back_unstarted(network: Network) -> None:
    task = replace(claimed(network, "sleeper"), may_call=lambda: False)
    task = replace(task, claimed_at=timezone.now())
    result = perform(task)
    assert isinstance(result.answer, NotSent)


def test_a_call_that_waited_too_long_is_given_back_unstarted(network: Network) -> None:
    task = replace(claimed(network, "busy"), claimed_at=timezone.now() - START_WITHIN - SECOND)
    assert isinstance(perform(task).answer, NotSent)


def test_the_late_outcome_of_a_look_does_not_count_for_the_look_after_it(
    network: Network, stage: Stage
) -> None:
    """Both looks belong to the same attempt; the fence still tells them apart."""
    sent = claimed(network, "dead")
    with transaction.atomic():
        settle.reap(DUE, all_owners=True)
        [early] = delivery.claim("asleep", DUE + 5 * SECOND, 1)
        assert early.look
        settle.reap(DUE + 6 * SECOND, owners=["asleep"])
        [late] = delivery.claim("awake", DUE + 12 * SECOND, 1)
        assert late.look
        now = DUE + 13 * SECOND
        settle.settle([settle.Result(early, NotFound(Reason.GONE), now)], now)
    assert again(sent.delivery).state == State.UNCONFIRMED
    assert again(sent.delivery).owner == "awake"
    with transaction.atomic():
        settle.settle([settle.Result(late, Receipt("there"), now)], now)
    assert again(sent.delivery).remote_id == "there"


def test_a_restored_delivery_is_looked_for_before_it_is_sent(
    network: Network, stage: Stage
) -> None:
    [row] = planned(network)
    Delivery.objects.update(look_first=True)
    stage.turn(DUE, always(NotFound(Reason.GONE)))
    assert (stage.sent, stage.looked) == ([], [row.pk])
    stage.turn(DUE + SECOND)
    assert stage.sent == [row.pk]


def test_a_restored_delivery_that_is_live_is_adopted(network: Network, stage: Stage) -> None:
    [row] = planned(network)
    Delivery.objects.update(look_first=True)
    stage.turn(DUE, always(Receipt("there")))
    stage.turn(DUE + SECOND)
    assert stage.sent == []
    assert again(row).state == State.SENT


@pytest.fixture
def stage() -> Stage:
    return Stage()
