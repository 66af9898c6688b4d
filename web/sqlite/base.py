"""How a transaction waits until it may write.

SQLite's own way is to look again after longer and longer pauses, a tenth of a second at the end.
While a burst goes out the engine leaves the lock free for less than a millisecond at a time, and
somebody who saved a draft was seen to miss that moment for more than a second.
"""

from __future__ import annotations

import sqlite3
import time

from django.db.backends.sqlite3 import base

LOOK_AGAIN = 0.001


class DatabaseWrapper(base.DatabaseWrapper):
    def _start_transaction_under_autocommit(self) -> None:
        """Who will write says so at once and waits its turn, instead of failing half-way.

        Raises OperationalError ("database is locked") after the ``timeout`` of the settings.
        """
        timeout = float(self.settings_dict["OPTIONS"]["timeout"])
        self._let_sqlite_wait(0)
        try:
            with self.wrap_database_errors:
                self._begin(time.monotonic() + timeout)
        finally:
            self._let_sqlite_wait(timeout)

    def _begin(self, until: float) -> None:
        while True:
            try:
                self.connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if not _is_busy(error) or time.monotonic() > until:
                    raise
            else:
                return
            time.sleep(LOOK_AGAIN)

    def _let_sqlite_wait(self, seconds: float) -> None:
        self.connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")


def _is_busy(error: sqlite3.OperationalError) -> bool:
    """The low byte of the code is the kind; what stands above it says more."""
    return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
