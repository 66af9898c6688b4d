"""One returned mail, from the mail server: ``gema take_returned_mail < message``.

It says nothing where all is well: a mail server may send on what a program prints.
"""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import OperationalError
from django.utils import timezone

from channels.press import returns

KEEP = getattr(os, "EX_TEMPFAIL", 75)  # "keep it and ask again later" to Postfix, Exim, sendmail


class Command(BaseCommand):
    help = "Reads a report about a mail that could not be delivered, as it came, from its input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", default="", help="the address it came to, if you know it")

    def handle(self, *args: Any, **options: Any) -> None:
        data = sys.stdin.buffer.read(returns.MOST_BYTES)
        while sys.stdin.buffer.read(returns.MOST_BYTES):
            pass  # or the mail server finds its pipe broken
        try:
            changed = returns.take(data, timezone.now(), options["to"])
        except OperationalError as error:
            self.stderr.write(f"the record cannot be written now: {type(error).__name__}")
            sys.exit(KEEP)
        if options["verbosity"] > 1:
            self.stdout.write("taken" if changed else "nothing to do")
