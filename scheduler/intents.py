"""Intents: the durable note of a call, on disk before the outside world is touched."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from content.rows import among, listed, rows
from scheduler.models import Delivery

# The claims and their intents; `write` says who claims, and when.
BEGIN = """
UPDATE scheduler_delivery
   SET state = 'sending', attempts = attempts + 1, started_at = %(now)s, version = version + 1,
       owner = %(owner)s, lease_until = %(until)s
 WHERE id {among}
"""
# The same key once more, where nothing can be read: it stays unconfirmed all the while.
REPEAT = """
UPDATE scheduler_delivery
   SET attempts = attempts + 1, looks = looks + 1, version = version + 1,
       owner = %(owner)s, lease_until = %(until)s
 WHERE id {among}
"""
NOTE = """
INSERT INTO scheduler_attempt (delivery_id, number, started_at, outcome, detail, noted)
SELECT d.id, d.attempts, %(now)s, '', '', '{{}}' FROM {begun} RETURNING id, delivery_id, number
"""
NEWEST = """
SELECT id, delivery_id, number, started_at FROM scheduler_attempt ORDER BY id DESC LIMIT 1
"""


class Intent(NamedTuple):
    """An attempt as the database has it. A record that does not have it any more went back."""

    id: int
    delivery: int
    number: int
    started_at: Any


def write(
    sends: Sequence[Delivery], owner: str, now: datetime, until: datetime, begin: str = BEGIN
) -> dict[int, Intent]:
    """Claim these for this owner until then, and note that they are being sent. ``begin``: BEGIN or
    REPEAT.

    By the ids of the deliveries. What is claimed is what was read and locked in this transaction.
    """
    if not sends:
        return {}
    at = connection.ops.adapt_datetimefield_value
    ids = listed([row.id for row in sends])
    given = {"now": at(now), "owner": owner, "until": at(until), "ids": ids}
    if connection.vendor == "postgresql":
        # One question instead of two.
        begun = begin.format(among=among()) + "RETURNING id, attempts"
        noted = rows(f"WITH d AS ({begun}) {NOTE.format(begun='d')}", given)
    else:
        rows(begin.format(among=among()), given)
        begun = f"scheduler_delivery d WHERE d.id {among()}"
        noted = rows(NOTE.format(begun=begun), given)
    return {delivery: Intent(pk, delivery, number, now) for pk, delivery, number in noted}


def newest() -> Intent | None:
    """By whichever worker."""
    found = rows(NEWEST, {})
    return Intent(*found[0]) if found else None
