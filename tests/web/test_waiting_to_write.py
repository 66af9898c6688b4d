"""A transaction on SQLite that finds another one writing."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from django.db import OperationalError, connection, transaction

from content.models import Post

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL locks rows"),
]


@contextmanager
def somebody_writes() -> Iterator[sqlite3.Connection]:
    name = connection.settings_dict["NAME"]
    with closing(sqlite3.connect(name, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


def waits() -> int:
    """Milliseconds that SQLite itself waits for a statement outside a transaction."""
    with connection.cursor() as cursor:
        return int(cursor.execute("PRAGMA busy_timeout").fetchone()[0])


def test_it_begins_when_the_other_has_ended() -> None:
    with somebody_writes() as other:
        threading.Timer(0.1, other.execute, ["COMMIT"]).start()
        with transaction.atomic():
            assert not other.in_transaction
            assert not Post.objects.exists()
    assert waits() == 20_000


def test_it_gives_up_after_the_time_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.05)
    with (
        somebody_writes(),
        pytest.raises(OperationalError, match="locked"),
        transaction.atomic(),
    ):
        pytest.fail("two would write at once")
    assert waits() == 50
    with transaction.atomic():
        assert not Post.objects.exists()


def test_another_fault_is_not_taken_for_waiting() -> None:
    connection.ensure_connection()
    connection.connection.execute("BEGIN")
    try:
        with pytest.raises(OperationalError, match="within a transaction"), transaction.atomic():
            pytest.fail("it has not begun")
    finally:
        connection.connection.execute("ROLLBACK")
    assert waits() == 20_000
