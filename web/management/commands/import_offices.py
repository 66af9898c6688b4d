"""Read the offices from a CSV file: all of it, or nothing where a line is wrong."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from content.offices import write
from content.offices.plan import Plan
from content.spreadsheets import Unreadable
from web.office_import import bring_in


class Command(BaseCommand):
    help = "Add and change offices from a CSV file. Offices it does not name are left alone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--check", action="store_true", help="only say what would change")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            data = options["file"].read_bytes()
        except OSError as e:
            raise CommandError(f"{options['file']}: {e.strerror}") from e
        try:
            if options["check"]:
                plan = write.look(data)
            else:
                plan, _moved = bring_in(data, by=None)
        except (Unreadable, write.Faulty) as e:
            raise CommandError(str(e)) from e
        self._report(plan)

    def _report(self, plan: Plan) -> None:
        for change in plan.changes:
            sign = "+" if change.is_new else "~"
            fields = "" if change.is_new else f" ({', '.join(change.fields)})"
            self.stdout.write(f"{sign} {change.code} {change.name}{fields}")
        self.stdout.write(
            f"{len(plan.added)} added, {len(plan.changed)} changed, {plan.same} the same,"
            f" {len(plan.absent)} not in the file"
        )
