"""The pages, and with the embedded engine the clock, in one process.

Ctrl-C or SIGTERM ends both in order.
"""

from __future__ import annotations

import os
import signal
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.core.wsgi import get_wsgi_application
from django.utils import timezone
from waitress.server import create_server

from content.models import Event, Office
from scheduler import engine
from scheduler.safe_mode import Word
from web import chores, knows, selfcheck, single, upgrade
from web.config import WrongSetting
from web.demo.load import load as load_demo
from web.demo.load import signins
from web.heads import bare_heads

# With `site.behind_proxy` nobody but the proxy can reach us, so what it says is believed: that the
# visitor came by https, and from which address (sign-in limits count by it).
BEHIND_PROXY: dict[str, Any] = {
    "trusted_proxy": "*",
    "trusted_proxy_count": 1,
    "trusted_proxy_headers": {"x-forwarded-proto", "x-forwarded-for"},
}


class Command(BaseCommand):
    help = "Serves Gema: the desk, the newsroom and, with the embedded engine, the clock."
    # The database may not exist yet; `serve` makes it.
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--trust-clock",
            action="store_true",
            help="the record is ahead, the clock is right",
        )
        knows.of_the_record(parser)
        parser.add_argument("--no-engine", action="store_true", help="serve pages, send nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        # Both said here: a shell that puts us into the background has SIGINT ignored.
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _interrupt)
        selfcheck.check_zones()
        # With workers, several processes may serve pages from one data folder.
        lock = None if engine.is_distributed() else single.lock(settings.DATA)
        with upgrade.alone():
            _set_up(trust_clock=options["trust_clock"])
        try:
            run_engine = not (options["no_engine"] or engine.is_distributed())
            self._serve(run_engine=run_engine, word=options["record"])
        finally:
            if lock is not None:
                os.close(lock)

    def _serve(self, *, run_engine: bool, word: Word | None) -> None:
        server = _server()
        running = None
        if run_engine:
            running = engine.run(chores.give_to, place=single.place(settings.DATA), word=word)
        self._greet(server.effective_port)
        try:
            server.run()
        except (KeyboardInterrupt, SystemExit):
            self.stdout.write("\nBerhenti…")
        finally:
            server.close()
            if running is not None and not running.stop(settings.GEMA.engine.drain_seconds):
                self.stderr.write("Some calls had not answered; they are looked for at the start.")

    def _greet(self, port: int) -> None:
        host = settings.GEMA.server.host
        self.stdout.write(f"\nGema  http://{host}:{port}/")
        self.stdout.write(f"Ruang berita  http://{host}:{port}/ruang-berita/\n")
        if settings.GEMA.desk.demo:
            for line in signins():
                self.stdout.write(line)
        self.stdout.write("\nCtrl-C untuk berhenti.")
        self.stdout.flush()


def _set_up(*, trust_clock: bool) -> None:
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    newest = Event.objects.order_by("-at").values_list("at", flat=True).first()
    selfcheck.check_clock(timezone.now(), time.time(), None if trust_clock else newest)
    if settings.GEMA.desk.demo and not Office.objects.exists():
        load_demo(timezone.now(), past=True)


def _server() -> Any:
    host, port = settings.GEMA.server.host, settings.GEMA.server.port
    try:
        return create_server(
            bare_heads(get_wsgi_application()),
            host=host,
            port=port,
            threads=settings.GEMA.server.threads,
            ident="Gema",
            clear_untrusted_proxy_headers=True,
            **(BEHIND_PROXY if settings.GEMA.site.behind_proxy else {}),
        )
    except OSError as e:
        raise WrongSetting(f"{host}:{port}: cannot listen there ({e.strerror}). Try PORT=…") from e


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
