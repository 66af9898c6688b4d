"""The record is put back under a running engine: it looks before it sends."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import OperationalError, connection, transaction

from scheduler import delivery, intents, pump, safe_mode
from scheduler.models import Attempt, Delivery, Record, SafeMode, State, Why
from scheduler.send import perform
from scheduler.witness import RecordWentBack, Seen, Witness
from tests import people
from tests.scheduler.stage import DUE, Stage, planned
from tests.scheduler.test_trust import Shifted, due, engine, sent, until

pytestmark = pytest.mark.django_db(transaction=True)


def put_back() -> None:
    """What a copy from before the send holds: planned, and no attempt."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM scheduler_attempt")
        cursor.execute(
            "UPDATE scheduler_delivery SET state = 'planned', run_at = due_at, attempts = 0,"
            " version = 1, remote_id = '', url = '', finished_at = NULL, started_at = NULL"
        )


def test_what_was_sent_is_looked_for_and_not_sent_again(tmp_path: Path) -> None:
    due(timedelta(0))
    with engine(tmp_path, Shifted()) as running:
        assert until(lambda: sent() == 1)
        put_back()
        running.wake()
        assert until(lambda: SafeMode.objects.exists())
        assert until(lambda: sent() == 1)
    assert Delivery.objects.get().state == State.SENT
    assert not Attempt.objects.exists()
    assert SafeMode.objects.get().why == Why.RESTORED
    seen = Witness(tmp_path).read()
    assert isinstance(seen, Seen)
    assert seen.identity == Record.objects.latest("pk").identity


def test_it_is_noticed_also_where_another_intent_has_taken_its_number() -> None:
    network = people.build()
    planned(network)
    newest = delivery.newest_of(Stage().turn(DUE))
    assert newest is not None
    with transaction.atomic():
        assert delivery.claim("me", DUE, 1, newest=newest) == []
    Attempt.objects.update(started_at=DUE + timedelta(seconds=9))
    with pytest.raises(RecordWentBack), transaction.atomic():
        delivery.claim("me", DUE, 1, newest=newest)


def test_the_intent_that_a_claim_has_written_is_the_newest_of_the_record() -> None:
    network = people.build()
    planned(network, *(network.account(handle=name) for name in ("satu", "dua", "tiga")))
    with transaction.atomic():
        tasks = delivery.claim("me", DUE, 3)
    mine, newest = delivery.newest_of(tasks), intents.newest()
    assert len(tasks) == 3
    assert mine is not None
    assert newest is not None
    assert mine[:3] == newest[:3]
    assert delivery.newest_of([]) is None


def test_the_second_worker_that_notices_begins_nothing_anew(tmp_path: Path) -> None:
    people.build()
    workers = [Witness(tmp_path / name) for name in ("a", "b")]
    for worker, name in zip(workers, ("a", "b"), strict=True):
        (tmp_path / name).mkdir()
        safe_mode.begin(worker, DUE)
    for worker in workers:
        safe_mode.went_back(worker, DUE)
    assert SafeMode.objects.count() == 1
    assert {worker.identity for worker in workers} == {Record.objects.latest("pk").identity}


def test_another_worker_that_sends_just_now_is_not_an_older_copy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Asked after the database was away: how far the witness has seen, and then the record."""
    monkeypatch.setattr(pump, "RETRY_SECONDS", 0.01)
    [row] = planned(people.build(), due=DUE + timedelta(days=1))
    asked, went_back = threading.Event(), threading.Event()
    away = iter([False, False, True])

    def now() -> datetime:
        if next(away, False):
            raise OperationalError("away")
        return DUE

    def another_sends() -> int:
        number = row.tries.count() + 1
        made = Attempt.objects.create(delivery=row, number=number, started_at=DUE)
        asked.set()
        return made.pk

    alone = pump.Pump(
        lanes=1,
        now=now,
        perform=perform,
        arm=lambda at: None,
        went_back=went_back.set,
        seen_until=another_sends,
    )
    alone.start()
    assert asked.wait(10)
    assert alone.stop(within=10)
    assert not went_back.is_set()
