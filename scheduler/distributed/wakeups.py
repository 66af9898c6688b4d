"""Wake-ups: one job that says "look", deferred in the transaction that makes work due.

Two roads, because each has a hole that the other covers. The *job* waits for a worker that has a
lane free, also when none listens now; but one that was deferred earlier may be fetched before this
transaction is through. The *note* arrives exactly at the commit; but only where somebody listens.
"""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import OperationalError, connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException

QUEUE = "gema"
TASK = "gema.wake"
CHANNEL = "gema"
LOOK = ""  # what a note says that names no time
# Any number will do, as long as nothing else in this database locks it.
KEY = 0x67656D62

# Whoever inserts a second job waits at the unique index until the first one's transaction ends. So
# only one inserts at a time, and the others do not wait but leave it: their note is enough.
MAY_DEFER = """
SELECT pg_try_advisory_xact_lock(%s) AND NOT EXISTS (
    SELECT 1 FROM procrastinate_jobs WHERE queueing_lock = %s AND status = 'todo')
"""


class Unreadable(Exception):
    """A note that none of our workers wrote. Look, in case it means something."""


def wake() -> None:
    """Work becomes due with the commit of this transaction: somebody will look then."""
    with transaction.atomic():
        note(LOOK)
        pass_on()


def pass_on() -> None:
    """Somebody with a lane free shall look. One such job waits at a time."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(MAY_DEFER, [KEY, TASK])
            [needed] = cursor.fetchone()
        if needed:
            _defer()


def _defer() -> None:
    try:
        # A savepoint, so that the caller's transaction outlives a job that was there after all.
        with transaction.atomic():
            app.configure_task(TASK, queue=QUEUE, queueing_lock=TASK).defer()
    except AlreadyEnqueued:
        pass
    except ConnectorException as error:
        # It is the same connection; who uses it waits for the database, whoever asked it last.
        raise OperationalError("the wake-up could not be deferred") from error


def note(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, text])


def note_time(at: datetime) -> None:
    """Tell the leader's clock when to ring next."""
    note(at.isoformat())


def noted_time(text: str) -> datetime | None:
    """The time that a note names; None: look now. Raises ``Unreadable``."""
    if text == LOOK:
        return None
    try:
        at = datetime.fromisoformat(text)
        if at.tzinfo is None:
            raise Unreadable
        return at.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Unreadable from error
