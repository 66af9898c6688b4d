"""Who leads: a lease in one row, by the database's clock, so that hosts need not agree on the time.

The holder renews it every second. A holder that was stopped or cut off knows by its own steady
clock that its lease has run out, before anybody else can have taken it. The database's clock may be
set back: a lease that has stood unrenewed for its term, by the steady clock of who watches it, has
run out whatever it says.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

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
   OR (lead.owner = %(dead)s AND lead.until = %(unrenewed)s)
RETURNING fence
"""
HELD_BY = "SELECT owner, until FROM scheduler_lead"
GIVE_BACK = "UPDATE scheduler_lead SET until = clock_timestamp() WHERE owner = %s"


class Lease:
    """``held`` may be asked from any thread; the rest is for the one that watches."""

    def __init__(self, owner: str, seconds: Callable[[], float] = seconds_since_boot) -> None:
        self._owner = owner
        self._seconds = seconds
        self._until = 0.0
        # What another held when it was last seen to change, and when that was.
        self._theirs: tuple[str, datetime] | None = None
        self._theirs_since = 0.0

    def held(self) -> bool:
        return self._seconds() < self._until

    def take(self) -> bool:
        """Take it if it is free, or renew it. Whether it is ours now."""
        asked = self._seconds()
        dead, unrenewed = self._run_out(asked) or (None, None)
        given: dict[str, Any] = {"me": self._owner, "term": TERM}
        given |= {"dead": dead, "unrenewed": unrenewed}
        with connection.cursor() as cursor:
            cursor.execute(TAKE, given)
            won = cursor.fetchone()
            if not won:
                cursor.execute(HELD_BY)
                self._watch(cursor.fetchone(), asked)
        self._until = asked + TERM - MARGIN if won else 0.0
        return self.held()

    def _watch(self, theirs: tuple[str, datetime] | None, now: float) -> None:
        if theirs != self._theirs:
            self._theirs, self._theirs_since = theirs, now

    def _run_out(self, now: float) -> tuple[str, datetime] | None:
        """The lease of another that has stood for its term."""
        return self._theirs if now - self._theirs_since > TERM + MARGIN else None

    def give_back(self) -> None:
        """Another may lead at once."""
        self._until = 0.0
        with connection.cursor() as cursor:
            cursor.execute(GIVE_BACK, [self._owner])
