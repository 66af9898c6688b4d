"""Fill an empty database with the demo network."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from content.models import Office
from web.demo.load import load, signins


class Command(BaseCommand):
    help = "Load the demo network into an empty database. Any other database is left alone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--offices", type=int, default=0, help="fill up to this many offices")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.GEMA.desk.demo:
            raise CommandError("This desk is in service (desk.demo = false): no demo people here.")
        if not load(timezone.now(), offices=options["offices"], past=True):
            self.stdout.write("The database is not empty; nothing was changed.")
            return
        self.stdout.write(f"{Office.objects.count()} offices loaded.")
        for line in signins():
            self.stdout.write(line)
