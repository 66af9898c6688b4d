"""A backup into an empty data folder."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from web import single
from web.backup.put_back import put_back


class Command(BaseCommand):
    help = "Restore a backup into an empty data folder. Gema then looks before it sends."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="a folder that `backup` has made")

    def handle(self, *args: Any, **options: Any) -> None:
        lock = single.lock(settings.DATA)
        try:
            done = put_back(
                options["folder"],
                settings.DATA,
                settings.MEDIA_ROOT,
                timezone.now(),
                settings.STATE,
            )
        finally:
            os.close(lock)
        self.stdout.write(
            f"Restored: {len(done.manifest.files)} files, as of"
            f" {done.manifest.taken_at:%Y-%m-%d %H:%M} UTC."
        )
        self.stdout.write(
            f"Safe mode: {done.looked_for} deliveries are looked for before they are sent."
        )
        if done.locked:
            self.stderr.write(
                f"{done.locked} accounts cannot be opened with the secrets here. Put the"
                " secrets.json of that desk into this data folder, or connect them again."
            )
