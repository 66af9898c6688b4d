"""What the pump remembers of the lanes is a hint: it may be wrong, and nothing goes wrong by it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from scheduler import acts, delivery, heads, stops
from scheduler.delivery import Task
from scheduler.heads import Head
from scheduler.lanes import Ready
from scheduler.models import Delivery, Reach, State
from tests.people import MORNING, Network
from tests.scheduler.stage import again, planned

DUE = MORNING + timedelta(hours=1)

pytestmark = pytest.mark.django_db


def turn(ready: Ready, free: int = 1) -> list[int]:
    with transaction.atomic():
        tasks: list[Task] = delivery.claim("me", DUE, free, ready)
    return [task.delivery.pk for task in tasks]


def lanes(network: Network, count: int) -> list[Delivery]:
    return [planned(network, network.account(handle=f"lane{n}"))[0] for n in range(count)]


def test_the_longest_due_goes_first_however_it_was_learnt() -> None:
    ready = Ready()
    ready.fill([Head("b", 2, "x"), Head("c", 3, "x")])
    ready.add([Head("a", 9, "x")])
    assert [ready.pop(1) for _ in range(3)] == [{9}, {2}, {3}]


def test_all_is_read_once_and_then_taken_from_memory(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = lanes(network, 3)
    ready = Ready()
    started = turn(ready)
    monkeypatch.setattr(heads, "find", lambda now, most: pytest.fail("read again"))
    started += turn(ready) + turn(ready)
    assert started == [row.pk for row in rows]


def test_with_more_than_was_read_the_rest_is_read_when_it_is_its_turn(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scheduler.lanes.MOST", 2)
    monkeypatch.setattr("scheduler.delivery.MOST", 2)
    rows = lanes(network, 5)
    ready = Ready()
    started = [pk for _ in range(8) for pk in turn(ready)]
    assert sorted(started) == sorted(row.pk for row in rows)


def test_what_was_cancelled_meanwhile_does_not_start(network: Network) -> None:
    first, second = lanes(network, 2)
    ready = Ready()
    assert turn(ready) == [first.pk]
    acts.cancel(again(second), by=network.tono, at=MORNING)
    assert turn(ready) == []


def test_what_a_stop_reaches_meanwhile_does_not_start(network: Network) -> None:
    first, second = lanes(network, 2)
    ready = Ready()
    assert turn(ready) == [first.pk]
    stops.stop(Reach.ALL, "Uji", by=network.rina, at=MORNING)
    assert turn(ready) == []
    assert again(second).state == State.HELD


def test_a_freed_lane_gives_its_next_and_not_one_behind_it(network: Network) -> None:
    account = network.account()
    rows = [planned(network, account)[0] for _ in range(3)]
    ready = Ready()
    assert turn(ready, free=3) == [rows[0].pk]
    Delivery.objects.filter(pk=rows[0].pk).update(state=State.SENT, lease_until=None, owner="")
    ready.free(account.pk)
    assert turn(ready, free=3) == [rows[1].pk]
