#!/usr/bin/env python3
"""Gema's commands: `python manage.py help`."""

from __future__ import annotations

import os
import signal
import sys

from django.core.management import execute_from_command_line

from web.config import WrongSetting

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "web.settings")
    # A shell that puts us into the background has SIGINT ignored; a person's Ctrl-C still counts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.umask(0o077)  # the database holds sessions and sealed credentials: its owner's alone
    try:
        execute_from_command_line(sys.argv)
    except WrongSetting as e:
        sys.exit(str(e))
