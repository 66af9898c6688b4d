"""When the people of the campaign do what: in a thread of their own, as a stopped engine may keep
the database to itself for a while."""

from __future__ import annotations

import threading
import time

from django.db import DatabaseError, connection
from django.utils import timezone

from tests.crash import office
from tests.crash.office import Office
from tests.stubs.running import Network

EVERY = 0.5  # seconds
SEND_AGAIN_EVERY = 5.0


class Desk:
    """``busy``: whether they plan more while there is little to do."""

    def __init__(self, people: Office, network: Network, fill: int) -> None:
        self.busy = True
        self._people = people
        self._network = network
        self._fill = fill
        self._send_again_at = 0.0
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._work, name="desk", daemon=True)

    def open(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._closed.set()
        self._thread.join()

    def _work(self) -> None:
        while not self._closed.wait(EVERY):
            try:
                self._look_round()
            except DatabaseError:
                connection.close()  # as with a form that could not be saved: once more
        connection.close()

    def _look_round(self) -> None:
        now = timezone.now()
        self._people.reconnect(self._network, now)
        if time.monotonic() > self._send_again_at:
            self._people.send_again(now)
            self._send_again_at = time.monotonic() + SEND_AGAIN_EVERY
        if self.busy and office.waiting() < self._fill:
            self._people.work(now)
