"""A person's word that the clock of this machine is right, where no page can be reached."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from scheduler import doubt


class Command(BaseCommand):
    help = "Say that the clock is right after it jumped; sending goes on."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        self.stdout.write(f"This machine says {now:%Y-%m-%d %H:%M:%S} UTC.")
        doubting = doubt.doubting()
        for worker in doubting:
            doubt.confirm(worker, by=None, at=now)
            self.stdout.write(f"Confirmed: {worker.host}, process {worker.pid}.")
        if not doubting:
            self.stdout.write("No clock is in doubt.")
