"""The gate: starting sends and setting a stop never overtake each other.

Whoever claims goes through it side by side with other workers; whoever sets or lifts a stop waits
for them and keeps them out until his transaction ends. On SQLite, where one transaction writes at a
time, the database does this by itself.
"""

from __future__ import annotations

from django.db import connection

# Any number will do, as long as nothing else in this database locks it.
KEY = 0x67656D61


def go_through() -> None:
    _lock("pg_advisory_xact_lock_shared")


def close() -> None:
    _lock("pg_advisory_xact_lock")


def _lock(function: str) -> None:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [KEY])
