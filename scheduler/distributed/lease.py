"""Who leads: a lease in one row, by the database's clock, so that hosts need not agree on the time.

The holder renews it every second. A holder that was stopped or cut off knows by its own steady
clock that its lease has run out, before anybody else can have taken it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import connection

from scheduler.workers import seconds_since_boot

log = logging.getLogger(__name__)

TERM = 5.0  # seconds
RENEW = 1.0
MARGIN = 1.0  # between our giving up and another's taking over

TAKE = """
INSERT INTO scheduler_lead AS lead (id, owner, fence, since, until)
VALUES (1, %(me)s, 1, clock_timestamp(), clock_timestamp() + %(term)s * interval '1 second')
ON CONFLICT (id) DO UPDATE SET
    owner = EXCLUDED.owner,
    until = EXCLUDED.until,
    fence = lead.fence + (lead.owner <> EXCLUDED.owner)::int,
    since = CASE WHEN lead.owner = EXCLUDED.owner THEN lead.since ELSE EXCLUDED.since END
WHERE lead.owner = EXCLUDED.owner OR lead.until <= clock_timestamp()
RETURNING fence
"""
GIVE_BACK = "UPDATE scheduler_lead SET until = clock_timestamp() WHERE owner = %s"


class Lease:
    """``held`` may be asked from any thread; the rest is for the one that watches."""

    def __init__(self, owner: str, seconds: Callable[[], float] = seconds_since_boot) -> None:
        self._owner = owner
        self._seconds = seconds
        self._until = 0.0

    def held(self) -> bool:
        return self._seconds() < self._until

    def take(self) -> bool:
        """Take it if it is free, or renew it. Whether it is ours now."""
        asked = self._seconds()
        with connection.cursor() as cursor:
            cursor.execute(TAKE, {"me": self._owner, "term": TERM})
            won = cursor.fetchone()
        self._until = asked + TERM - MARGIN if won else 0.0
        return self.held()

    def give_back(self) -> None:
        """Another may lead at once."""
        self._until = 0.0
        with connection.cursor() as cursor:
            cursor.execute(GIVE_BACK, [self._owner])
