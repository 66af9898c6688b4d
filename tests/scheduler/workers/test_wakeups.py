"""Wake-ups are deferred in the transaction that makes work due, one at a time, and nobody waits."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import psycopg
import pytest
from django.db import OperationalError, connection, connections, transaction
from procrastinate.contrib.django import connector_params

from content.models import Office
from scheduler import engine
from scheduler.distributed import leftovers, wakeups
from tests import people

pytestmark = pytest.mark.postgres


def waiting(status: str = "todo") -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status::text = %s", [status])
        return int(cursor.fetchone()[0])


@pytest.fixture(autouse=True)
def _no_jobs(_on_postgres: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def elsewhere(work: Callable[[], None]) -> float:
    """Seconds that ``work`` took in a thread and on a connection of its own."""
    took = []

    def run() -> None:
        began = time.monotonic()
        work()
        took.append(time.monotonic() - began)
        connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(10)
    assert took, "it waits"
    return took[0]


def test_a_wake_up_comes_and_goes_with_its_transaction() -> None:
    seen: list[int] = []
    with transaction.atomic():
        engine.wake()
        elsewhere(lambda: seen.append(waiting()))
    assert (seen, waiting()) == ([0], 1)


def test_what_is_rolled_back_wakes_nobody() -> None:
    with transaction.atomic():
        engine.wake()
        transaction.set_rollback(True)
    assert waiting() == 0


def test_one_wake_up_waits_however_much_becomes_due() -> None:
    for _ in range(5):
        with transaction.atomic():
            engine.wake()
            engine.wake()
    assert waiting() == 1


def test_two_who_make_work_due_at_once_do_not_wait_for_each_other() -> None:
    with transaction.atomic():
        engine.wake()
        assert elsewhere(engine.wake) < 1
    assert waiting() == 1


def test_a_wake_up_that_was_there_after_all_breaks_nothing() -> None:
    engine.wake()
    with transaction.atomic():
        wakeups._defer()
        people.build()
    assert Office.objects.count() == 5
    assert waiting() == 1


def test_a_database_that_goes_away_is_told_of_as_such() -> None:
    """The pump and the watch wait for it then; anything else would end their threads."""

    def cut_off() -> None:
        connection.ensure_connection()
        backend = connection.connection.info.backend_pid
        with psycopg.connect(**connector_params(), autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", [backend])
        with pytest.raises(OperationalError):
            wakeups._defer()

    elsewhere(cut_off)


def test_the_note_arrives_with_the_commit_and_not_before() -> None:
    with psycopg.connect(**connector_params(), autocommit=True) as line:
        line.execute(f"LISTEN {wakeups.CHANNEL}")
        with transaction.atomic():
            engine.wake()
            assert list(line.notifies(timeout=0.2)) == []
        [note] = line.notifies(timeout=5, stop_after=1)
    assert wakeups.noted_time(note.payload) is None


def test_a_noted_time_is_read_as_it_was_written() -> None:
    with psycopg.connect(**connector_params(), autocommit=True) as line:
        line.execute(f"LISTEN {wakeups.CHANNEL}")
        wakeups.note_time(people.MORNING)
        [note] = line.notifies(timeout=5, stop_after=1)
    assert wakeups.noted_time(note.payload) == people.MORNING


def test_wake_ups_left_by_killed_workers_become_one_that_waits() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock, status)"
            " SELECT 'gema', 'gema.wake', 'gema.wake', 'doing' FROM generate_series(1, 3)"
        )
    leftovers.clear()
    assert (waiting("doing"), waiting()) == (0, 1)
    leftovers.clear()
    assert waiting() == 1
