"""A person's word that the clock of this machine is right, where no page can be reached."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from collections.abc import Collection
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from scheduler import confirming, doubt
from scheduler.confirming import Word
from scheduler.models import Worker

LOOK_SECONDS = 0.5


class Command(BaseCommand):
    help = "Say that the clock is right after it jumped; sending goes on where a worker reads it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--wait", type=float, default=20.0, help="seconds to wait for the workers (20)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        self.stdout.write(f"This machine says {now:%Y-%m-%d %H:%M:%S} UTC.")
        doubting = doubt.doubting()
        if not doubting:
            self.stdout.write("No worker says that its clock is in doubt.")
        waits = {}
        for worker in doubting:
            if confirming.confirm(worker, by=None, at=now) is Word.WAITS:
                waits[worker.pk] = f"{worker.host}, process {worker.pid}"
            else:
                self.stdout.write(f"Gone for long: {worker.host}, process {worker.pid}.")
        self._wait(waits, options["wait"])

    def _wait(self, waits: dict[str, str], seconds: float) -> None:
        """Raises CommandError, if one of them has not read it in this time."""
        until = time.monotonic() + seconds
        while waits:
            for owner in _trusting(waits):
                self.stdout.write(f"Confirmed: {waits.pop(owner)}.")
            if waits and time.monotonic() >= until:
                names = "; ".join(waits.values())
                raise CommandError(f"Noted, but not read yet, and nothing is sent there: {names}.")
            time.sleep(min(LOOK_SECONDS, seconds) if waits else 0)


def _trusting(owners: Collection[str]) -> list[str]:
    """Those whose own row says so; one that is missing says nothing."""
    rows = Worker.objects.filter(pk__in=list(owners), doubt_since=None)
    return list(rows.values_list("pk", flat=True))
