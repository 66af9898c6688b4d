"""A process that sends. Any number of them, on any number of machines, over one PostgreSQL."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from scheduler import engine
from scheduler.safe_mode import Word
from web import chores, health, knows, selfcheck, sharing, upgrade
from web.config import WrongSetting

LOOK_SECONDS = 1.0


class Command(BaseCommand):
    help = "Sends what is due, beside other workers. SIGTERM or Ctrl-C: ends its calls, then stops."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--health",
            metavar="HOST:PORT",
            help="answer /livez and /readyz there, for a supervisor",
        )
        knows.of_the_record(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _setter(stop))
        if not engine.is_distributed():
            raise WrongSetting(
                'engine.kind: `manage.py worker` is for "distributed"; with "embedded" the process'
                " that serves the pages sends, too."
            )
        if options["health"]:
            health.serve(options["health"])
        selfcheck.check_zones()
        selfcheck.check_clock(timezone.now(), time.time(), None)
        if not upgrade.wait(stop, self.stderr.write):
            return
        selfcheck.check_agreement(timezone.now(), sharing.database_time())
        sharing.check()
        self._work(stop, word=options["record"])

    def _work(self, stop: threading.Event, *, word: Word | None) -> None:
        running = engine.run(chores.give_to, word=word)
        self.stdout.write(f"Gema worker  {socket.gethostname()} {os.getpid()}")
        self.stdout.flush()
        while not stop.wait(LOOK_SECONDS) and running.is_alive:
            pass
        died = not running.is_alive
        if not running.stop(settings.GEMA.engine.drain_seconds):
            self.stderr.write("Some calls had not answered; other workers look for them.")
        if died:
            # A worker that looks well but sends nothing is worse than none.
            sys.exit("A part of this worker has died; the log says why.")


def _setter(stop: threading.Event) -> Any:
    def handler(number: int, frame: FrameType | None) -> None:
        stop.set()

    return handler
