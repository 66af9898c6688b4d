"""The gate: starting sends and setting a stop never overtake each other.

Whoever claims goes through it side by side with other workers; whoever sets or lifts a stop waits
for them and keeps them out until his transaction ends. On SQLite, where one transaction writes at a
time, the database does this by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from content.rows import rows as select

# Any number will do, as long as nothing else in this database locks it.
KEY = 0x67656D61
COUNTING = 0x67656D64


@contextmanager
def turn(*, claims: bool = True) -> Iterator[None]:
    """A transaction that may start sends, through the gate from its beginning to its end.

    Only who holds no row yet may wait here: whoever has closed the gate may need that row.
    """
    with transaction.atomic():
        if claims:
            _lock("pg_advisory_xact_lock_shared")
        yield


def close() -> None:
    _lock("pg_advisory_xact_lock")


def count_alone() -> None:
    """Workers that count against what apps may send, or let apps rest, do it one after the other,
    to the end of a turn. One lock for all apps: a turn meets them in any order, first when it
    writes outcomes and again when it claims, so with one for each two turns could cross.
    """
    _lock("pg_advisory_xact_lock", COUNTING)


def _lock(function: str, key: int = KEY) -> None:
    if connection.vendor == "postgresql":
        select(f"SELECT {function}(%(key)s)", {"key": key})
