"""The database itself is struck: a process of PostgreSQL dies, all others with it, and it recovers
from its log by itself within a second or two."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from random import Random

from django.db import DatabaseError, connection

SERVING = """
SELECT pid FROM pg_stat_activity
 WHERE backend_type = 'client backend' AND datname = current_database()
   AND pid <> pg_backend_pid()
"""


class Blows:
    """``many`` of them, spread over as many kills of engines as ``over``."""

    def __init__(self, dice: Random, many: int, over: int) -> None:
        self._dice = dice
        self._due = sorted(dice.sample(range(1, max(over, many + 1)), many))

    def fall(self, kills: int) -> bool:
        """Strike, if so many engines have been killed that it is time. Whether it was."""
        if not self._due or kills < self._due[0]:
            return False
        with suppress(DatabaseError, IndexError, ProcessLookupError):  # down already; next time
            with connection.cursor() as cursor:
                cursor.execute(SERVING)
                pids = [pid for (pid,) in cursor.fetchall()]
            os.kill(self._dice.choice(pids), signal.SIGKILL)
            self._due.pop(0)
            return True
        connection.close()
        return False
