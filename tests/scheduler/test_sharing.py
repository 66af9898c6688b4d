"""Accounts that one app speaks for share what the network allows it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from channels import registry
from channels.base import NotSent, Pace, Reason
from channels.models import Account, SharedRest
from scheduler import delivery, gate
from scheduler.delivery import Task
from scheduler.models import Delivery, State
from tests.people import MORNING, Network
from tests.scheduler.stage import Stage, again, always, planned, x_credentials

DUE = MORNING + timedelta(hours=1)
MINUTE = timedelta(minutes=1)
OURS, THEIRS = "x:ours", "x:theirs"

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return Stage()


def on_x(network: Network, handle: str, app: str = OURS) -> Account:
    return network.account("x", handle=handle, app=app, credentials=x_credentials())


def due_on(network: Network, *accounts: Account) -> list[Delivery]:
    post = network.approved(MORNING, texts={"x": "Layanan buka.", "practice": "Layanan buka."})
    return planned(network, *accounts, post=post)


def test_a_rest_of_the_app_is_a_rest_of_all_its_lanes_and_of_no_other(
    network: Network, stage: Stage
) -> None:
    first, second = on_x(network, "first"), on_x(network, "second")
    other, practice = on_x(network, "other", THEIRS), network.account()
    full = NotSent(
        Reason.RATE_LIMITED, again_at=DUE + 5 * MINUTE, whole_account=True, whole_app=True
    )
    due_on(network, first)
    stage.turn(DUE, always(full))
    rows = due_on(network, second, other, practice)
    stage.turn(DUE)
    assert [again(row).state for row in rows] == [State.PLANNED, State.SENT, State.SENT]
    assert delivery.next_time(DUE) == DUE + 5 * MINUTE
    stage.turn(DUE + 5 * MINUTE)
    assert again(rows[0]).state == State.SENT


def test_what_an_app_may_send_is_counted_over_all_its_lanes(
    network: Network, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow(monkeypatch, Pace(2, timedelta(minutes=10)))
    rows = due_on(network, *(on_x(network, f"lane{n}") for n in range(3)))
    free = due_on(network, on_x(network, "other", THEIRS))
    assert len(stage.turn(DUE)) == 3
    assert [again(row).state for row in (*rows, *free)].count(State.SENT) == 3
    assert again(rows[2]).state == State.PLANNED
    assert stage.turn(DUE + 9 * MINUTE) == []
    stage.turn(DUE + 10 * MINUTE)
    assert again(rows[2]).state == State.SENT


def test_what_was_sent_in_earlier_turns_counts(
    network: Network, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow(monkeypatch, Pace(2, timedelta(minutes=10)))
    due_on(network, on_x(network, "first"))
    assert len(stage.turn(DUE)) == 1
    due_on(network, on_x(network, "second"), on_x(network, "third"))
    assert len(stage.turn(DUE + MINUTE)) == 1


def test_looking_is_not_counted(
    network: Network, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow(monkeypatch, Pace(1, timedelta(minutes=10)))
    [row] = due_on(network, on_x(network, "lane"))
    SharedRest.objects.all().delete()
    Delivery.objects.filter(pk=row.pk).update(state=State.UNCONFIRMED, run_at=DUE)
    stage.turn(DUE)
    assert stage.looked == [row.pk]
    assert not SharedRest.objects.exists()


def test_two_that_count_at_once_do_not_count_past_each_other(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow(monkeypatch, Pace(2, timedelta(minutes=10)))
    due_on(network, *(on_x(network, f"lane{n}") for n in range(4)))
    started: list[Task] = []
    for owner in ("one", "two"):
        with gate.turn():
            started += delivery.claim(owner, DUE, 4)
    assert len(started) == 2


def slow(monkeypatch: pytest.MonkeyPatch, pace: Pace) -> None:
    """X as it would be with a smaller allowance."""
    x = registry.load("x")

    monkeypatch.setattr(x, "capabilities", replace(x.capabilities, app_pace=pace))
