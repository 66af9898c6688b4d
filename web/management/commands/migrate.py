"""Django's own, but patient: it never makes others queue behind it for long."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.commands.migrate import Command as Migrate
from django.db import OperationalError, connection

# A change of a table waits for whoever uses it, and everybody else waits behind the change. So it
# waits this long only, gives way, and tries again.
LOCK_TIMEOUT = "2s"
GIVE_WAY_SECONDS = 3.0
TRIES = 40
LOCK_NOT_AVAILABLE = "55P03"


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "postgresql":
            super().handle(*args, **options)
            return
        for left in reversed(range(TRIES)):
            try:
                self._once(*args, **options)
                return
            except OperationalError as error:
                if left == 0 or not _gave_way(error):
                    raise
            self.stderr.write("A table is in use; trying again in a moment.")
            time.sleep(GIVE_WAY_SECONDS)

    def _once(self, *args: Any, **options: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [LOCK_TIMEOUT])
        try:
            super().handle(*args, **options)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', '0', false)")


def _gave_way(error: OperationalError) -> bool:
    return getattr(error.__cause__, "sqlstate", "") == LOCK_NOT_AVAILABLE
