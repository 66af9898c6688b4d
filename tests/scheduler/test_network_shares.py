"""A network that answers slowly keeps its own posts waiting, and those of no other."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.base import Receipt
from channels.models import Account
from scheduler import delivery, gate, heads
from scheduler.delivery import Task
from scheduler.heads import Head
from scheduler.lanes import Ready, may_begin, most_calls
from scheduler.models import Delivery
from scheduler.settle import Result
from tests.people import MORNING, Network, build
from tests.scheduler.stage import DUE, planned, x_credentials
from tests.scheduler.test_pump import running

LANES = st.integers(1, 512)


def filled(lanes: int, networks: int) -> list[int]:
    """What slow networks hold that all have more to send, each coming after the one before."""
    held: list[int] = []
    for _ in range(networks):
        held.append(0)
        while may_begin(held[-1], most_calls(lanes) - sum(held), lanes):
            held[-1] += 1
    return held


@given(LANES)
def test_a_network_alone_holds_every_lane(lanes: int) -> None:
    assert filled(lanes, 1) == [lanes]


@given(LANES)
def test_a_second_network_begins_at_once_whatever_the_first_holds(lanes: int) -> None:
    assert filled(lanes, 2)[1] > 0


@given(st.integers(17, 512))
def test_with_two_slow_networks_there_is_still_room_for_a_third(lanes: int) -> None:
    assert filled(lanes, 3)[2] > 0


@given(LANES, st.integers(2, 12))
def test_there_are_never_more_calls_than_threads(lanes: int, networks: int) -> None:
    assert sum(filled(lanes, networks)) <= most_calls(lanes)


def ready(lanes: int, under_way: dict[int, str], *waiting: str) -> Ready:
    known = Ready(lanes, under_way)
    known.begin()
    known.fill([Head(f"{n:03}", n, network) for n, network in enumerate(waiting)])
    return known


def test_a_free_lane_goes_to_the_network_that_holds_the_fewest() -> None:
    under_way = dict.fromkeys(range(100, 104), "slow") | dict.fromkeys(range(200, 202), "quick")
    known = ready(8, under_way, "slow", "slow", "quick", "quick", "quick")
    assert known.pop(2) == {2, 3}
    assert known.pop(1) == {4}


def test_calls_that_began_in_the_same_turn_count() -> None:
    known = ready(4, {}, *["slow"] * 5, "quick")
    known.begun(["slow"] * 4)
    assert known.pop(10) == {5}
    assert known.at_limit


@pytest.mark.django_db
def test_what_was_not_read_behind_a_slow_network_is_read_for_the_others(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scheduler.lanes.MOST", 4)
    monkeypatch.setattr("scheduler.delivery.MOST", 4)
    many = [row.pk for row in on_x(network, 6, MORNING)]
    [other] = planned(network, network.account())
    under_way: dict[int, str] = {}
    known = Ready(2, under_way)
    begun = turn(known, under_way)
    assert [task.delivery.pk for task in begun] == [*many[:2], other.pk]
    # Neither is read again while the slow one is what all wait for ...
    monkeypatch.setattr(heads, "find", lambda *given: pytest.fail("read again"))
    assert turn(known, under_way) == []
    monkeypatch.undo()
    # ... and what it has more of is read when what was read of it has gone.
    sent = []
    for _ in range(8):
        end(known, under_way)
        sent += [task.delivery.pk for task in turn(known, under_way)]
    assert sent == many[2:]


@pytest.mark.django_db(transaction=True)
def test_a_lone_post_leaves_at_its_time_while_another_network_holds_every_lane() -> None:
    network = build()
    now = datetime.now(UTC)
    on_x(network, 12, now)
    [lone] = planned(network, network.account(), at=now, due=now)
    lone_at = now + timedelta(seconds=2)
    Delivery.objects.exclude(pk=lone.pk).update(due_at=now, run_at=now, deadline_at=lone_at)
    Delivery.objects.filter(pk=lone.pk).update(due_at=lone_at, run_at=lone_at)
    full, left, answers = threading.Barrier(8 + 1), threading.Event(), threading.Event()
    beside: list[int] = []

    def call(task: Task) -> Result:
        if task.delivery.pk == lone.pk:
            left.set()
        elif not answers.is_set():
            beside.append(task.delivery.pk)
            full.wait(10)
            answers.wait(30)
        return Result(task, Receipt("1"), datetime.now(UTC))

    with running(call, lanes=8):
        full.wait(10)  # every lane is taken, and it is not the lone post's time yet
        assert left.wait(15)
        assert len(beside) == 8
        answers.set()


def on_x(network: Network, count: int, at: datetime) -> list[Delivery]:
    post = network.approved(at, texts={"x": "Layanan buka.", "practice": "Layanan buka."})
    accounts: list[Account] = [
        network.account("x", handle=f"x{n}", credentials=x_credentials()) for n in range(count)
    ]
    return planned(network, *accounts, at=at, post=post)


def turn(known: Ready, under_way: dict[int, str]) -> list[Task]:
    with gate.turn():
        begun = delivery.claim("me", DUE, 100, known)
    under_way |= {task.delivery.pk: task.network for task in begun}
    return begun


def end(known: Ready, under_way: dict[int, str]) -> None:
    """All calls have come back."""
    for row in Delivery.objects.filter(pk__in=under_way):
        known.free(row.account_id)
    Delivery.objects.filter(pk__in=under_way).update(
        state="sent", owner="", lease_until=None, run_at=None
    )
    under_way.clear()
