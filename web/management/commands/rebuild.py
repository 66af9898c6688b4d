"""The engine's own memory anew, from the record."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from scheduler.rebuild import rebuild


class Command(BaseCommand):
    help = "Make the engine's own memory anew from the record. Safe while Gema runs."

    def handle(self, *args: Any, **options: Any) -> None:
        done = rebuild(timezone.now())
        self.stdout.write(f"Workers that are dead, forgotten: {done.workers}.")
        self.stdout.write(f"Apps that rested and may send again: {done.rests}.")
        self.stdout.write(f"Sends that count for their share, counted anew: {done.calls}.")
        self.stdout.write(
            "Engines were woken; one in another process looks at its next safety ring."
            " Posts, deliveries and attempts are as they were."
        )
