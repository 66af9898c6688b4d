"""What whoever starts Gema may know better than it does."""

from __future__ import annotations

from argparse import ArgumentParser

from scheduler.safe_mode import Word


def of_the_record(parser: ArgumentParser) -> None:
    """Kept as ``record``; None where nothing is said."""
    either = parser.add_mutually_exclusive_group()
    either.add_argument(
        "--trust-record",
        dest="record",
        action="store_const",
        const=Word.NEWEST,
        help="the record is the newest, though nothing outside it says so: no safe mode",
    )
    either.add_argument(
        "--restored",
        dest="record",
        action="store_const",
        const=Word.RESTORED,
        help="the record is a copy that was put back: look for everything before it is sent",
    )
