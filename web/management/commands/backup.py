"""The whole desk into a folder, while it runs."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from web.backup.take import take


class Command(BaseCommand):
    help = "Back up the record and its pictures into a new folder. Gema may be running."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="a new or empty folder, best on another disk")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        taken = take(folder, settings.DATA, settings.MEDIA_ROOT, timezone.now())
        size = taken.bytes / 1_000_000
        self.stdout.write(f"{folder}: {len(taken.manifest.files)} files, {size:.1f} MB.")
        for name in taken.missing:
            self.stderr.write(f"Named in the record, but not on disk: {name}")
        self.stdout.write(
            "The secrets are not in it. Keep secrets.json of the data folder somewhere else:"
            " without it every account has to be connected again."
        )
