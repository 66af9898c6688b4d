"""Ready means that a turn went through a moment ago, not that a process is there."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from scheduler import engine
from scheduler.engine import Embedded
from scheduler.models import Delivery, State
from tests import people
from tests.scheduler.stage import planned
from tests.scheduler.test_pump import rename

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 20.0


def until(what: Callable[[], bool]) -> bool:
    pause = threading.Event()
    for _ in range(int(PATIENCE / 0.05)):
        if what():
            return True
        pause.wait(0.05)
    return False


@contextmanager
def running(monkeypatch: pytest.MonkeyPatch) -> Iterator[Embedded]:
    """An engine that rings each second, and is overdue after two and a half without a turn."""
    monkeypatch.setattr(engine, "GRACE_SECONDS", -0.5)
    embedded = Embedded(2, timedelta(seconds=1))
    monkeypatch.setattr(engine, "_running", embedded)
    embedded.start()
    try:
        yield embedded
    finally:
        assert embedded.stop(10)


def test_with_the_record_away_it_lives_but_is_not_ready_and_comes_back_by_itself(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    network = people.build()
    with running(monkeypatch) as embedded:
        assert until(lambda: client.get("/readyz").status_code == 200)
        rename("scheduler_delivery", "scheduler_delivery_away")
        try:
            assert until(lambda: client.get("/readyz").status_code == 503)
            assert client.get("/livez").status_code == 200
            assert embedded.is_alive, "it waits; it does not die and start over and over"
        finally:
            rename("scheduler_delivery_away", "scheduler_delivery")
        assert until(lambda: client.get("/readyz").status_code == 200)
        at = datetime.now(UTC)
        [row] = planned(network, at=at, due=at)
        Delivery.objects.update(due_at=at, run_at=at)
        embedded.wake()
        assert until(lambda: Delivery.objects.get(pk=row.pk).state == State.SENT)
    assert Delivery.objects.get().attempts == 1
