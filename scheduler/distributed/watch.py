"""One thread on one connection: hears notes, and keeps or seeks the lead."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Protocol

import psycopg
from django.db import DatabaseError, connection

from scheduler.distributed import wakeups
from scheduler.distributed.lease import RENEW, Lease
from scheduler.distributed.rounds import Rounds
from scheduler.workers import seconds_since_boot

log = logging.getLogger(__name__)

RETRY_SECONDS = 0.5


class Hears(Protocol):
    """What the watch tells its worker, always from the watch's own thread."""

    def may_lead(self) -> bool: ...

    def heard(self, text: str) -> None: ...

    def lead_begins(self) -> None: ...

    def lead_ends(self) -> None: ...


class Watch:
    """Comes back by itself when the database does. What it missed meanwhile is looked for.

    ``rounds``: that it still goes round, in service or in waiting for the database.
    """

    def __init__(self, lease: Lease, worker: Hears) -> None:
        self.rounds = Rounds()
        self._lease = lease
        self._worker = worker
        self._leads = False
        self._tend_at = 0.0
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)

    def start(self) -> None:
        self._thread.start()

    @property
    def is_alive(self) -> bool:
        return self._thread.is_alive() and not self.rounds.have_ended

    def stop(self, within: float) -> None:
        self._stopping.set()
        self._thread.join(within)

    def _run(self) -> None:
        try:
            while not self._stopping.is_set():
                self._guarded(self._listen)
            self._guarded(self._hand_over)
        finally:
            connection.close()

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except (DatabaseError, psycopg.Error) as error:
            log.warning("the database is away (%s); listening again soon", type(error).__name__)
            connection.close()
            self._tell_lead()
            self.rounds.came_round()
            self._stopping.wait(RETRY_SECONDS)

    def _listen(self) -> None:
        connection.ensure_connection()
        line: psycopg.Connection[object] = connection.connection
        line.execute(f"LISTEN {wakeups.CHANNEL}")
        self._worker.heard(wakeups.LOOK)  # whatever was said while nobody listened
        while not self._stopping.is_set():
            self._tend()
            for text in self._next_notes(line):
                self._worker.heard(text)

    def _next_notes(self, line: psycopg.Connection[object]) -> list[str]:
        """Those that have come, each text once; waits for the first until it is time to tend.

        They are read to the end before anybody hears of them. ``notifies`` holds the connection's
        lock between two of them, and who asks it anything in that moment waits for himself.
        """
        notes = list(line.notifies(timeout=self._until_tending(), stop_after=1))
        return list(dict.fromkeys(note.payload for note in notes))

    def _until_tending(self) -> float:
        return max(0.0, self._tend_at - seconds_since_boot())

    def _tend(self) -> None:
        """Once a second, however much there is to hear."""
        if self._until_tending() == 0:
            if self._worker.may_lead():
                self._lease.take()
            elif self._lease.held():
                self._lease.give_back()
            self._tend_at = seconds_since_boot() + RENEW
            self._tell_lead()
            self.rounds.came_round()

    def _tell_lead(self) -> None:
        leads = self._lease.held()
        if leads and not self._leads:
            log.warning("this worker's clock leads")
            self._worker.lead_begins()
        elif self._leads and not leads:
            log.warning("this worker's clock leads no more")
            self._worker.lead_ends()
        self._leads = leads

    def _hand_over(self) -> None:
        if self._leads:
            self._leads = False
            self._worker.lead_ends()
            self._lease.give_back()
            wakeups.note(wakeups.LOOK)
