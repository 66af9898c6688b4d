"""Tables follow the code: who changes them, one at a time, and who waits until they are there.

A worker of the previous release goes on over newer tables (docs/scaling.md), so only what is
missing is waited for.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

# Any number will do, as long as nothing else in this database locks it.
KEY = 0x67656D63
ASK_SECONDS = 1.0
# A change of a table waits for whoever uses it, and everybody else waits behind the change. So it
# waits this long only, gives way, and tries again.
LOCK_TIMEOUT = "2s"
GIVE_WAY_SECONDS = 3.0
TRIES = 40
LOCK_NOT_AVAILABLE = "55P03"


def missing() -> list[str]:
    """Migrations of this release that the database has not had."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [str(migration) for migration, _ in plan]


def wait(
    stop: threading.Event,
    tell: Callable[[str], object],
    *,
    missing: Callable[[], list[str]] = missing,
    ask_seconds: float = ASK_SECONDS,
) -> bool:
    """Until this release's tables are there. False: asked to stop before that."""
    told = ""
    while not stop.is_set():
        lacking = _state(missing)
        if not lacking:
            return True
        if lacking != told:
            tell(lacking)
            told = lacking
        stop.wait(ask_seconds)
    return False


def _state(missing: Callable[[], list[str]]) -> str:
    """Empty: all is there. Else what a person should know."""
    try:
        lacking = missing()
    except DatabaseError as error:
        connection.close()
        return f"Waiting for the database ({type(error).__name__})."
    finally:
        connection.close()
    return f"Waiting for `manage.py migrate`: {lacking[0]}…" if lacking else ""


@contextmanager
def alone() -> Iterator[None]:
    """Several web processes that start together set up one after another."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [KEY])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [KEY])


def patiently(change: Callable[[], None], tell: Callable[[str], object]) -> None:
    """Change tables without making everybody queue behind us. ``change`` may run several times."""
    for left in reversed(range(TRIES)):
        try:
            _with_lock_timeout(change)
            return
        except OperationalError as error:
            if left == 0 or not _gave_way(error):
                raise
        tell("A table is in use; trying again in a moment.")
        time.sleep(GIVE_WAY_SECONDS)


def _with_lock_timeout(change: Callable[[], None]) -> None:
    _set_lock_timeout(LOCK_TIMEOUT)
    try:
        change()
    finally:
        _set_lock_timeout("0")


def _set_lock_timeout(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [value])


def _gave_way(error: OperationalError) -> bool:
    return getattr(error.__cause__, "sqlstate", "") == LOCK_NOT_AVAILABLE
