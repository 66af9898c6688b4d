"""Django's own, but on PostgreSQL it gives way to whoever uses a table."""

from __future__ import annotations

from typing import Any

from django.core.management.commands.migrate import Command as Migrate
from django.db import connection

from web import upgrade


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> None:
        def change() -> None:
            Migrate.handle(self, *args, **options)

        if connection.vendor == "postgresql":
            upgrade.patiently(change, self.stderr.write)
        else:
            change()
