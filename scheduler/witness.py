"""A witness outside the database of how far this desk has come, so that an old copy is noticed.

A restored backup does not know that it is one: what went out since it was taken looks due. The
witness is one line in the data folder that names the record and its newest intent, written before
the calls of a turn go out. It survives the process without ``fsync``; after a power cut it may be
a little behind, which hides nothing that a restore of more than seconds would bring back.
"""

from __future__ import annotations

import fcntl
import logging
import os
import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

log = logging.getLogger(__name__)

FILE = "witness"
LINE = re.compile(rb"gema ([0-9a-f]{32}) ([0-9]{20})\n")
LENGTH = len("gema ") + 32 + 1 + 20 + 1


@dataclass(frozen=True, slots=True)
class Seen:
    """``attempt``: the newest intent that was committed, 0 before the first."""

    identity: str
    attempt: int


class Unreadable:
    """There is a witness, but nobody can tell what it says."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the record says of itself. ``identities``: all its lives, newest last."""

    identities: Collection[str]
    attempt: int
    witnessed: bool


class Judgement(StrEnum):
    """Whether this record is the newest there was."""

    NEWEST = "newest"
    RESTORED = "restored"
    UNSURE = "unsure"


def judge(seen: Seen | Unreadable | None, record: Standing) -> Judgement:
    """A record that no engine has had yet, or that has sent nothing, has nothing to repeat."""
    if isinstance(seen, Seen) and seen.identity in record.identities:
        # An earlier life ended with a restore, and that was dealt with when it did.
        current = seen.identity == list(record.identities)[-1]
        behind = current and record.attempt < seen.attempt
        return Judgement.RESTORED if behind else Judgement.NEWEST
    if record.attempt and record.witnessed:
        return Judgement.UNSURE
    return Judgement.NEWEST


class Witness:
    """The line in ``folder``. One per data folder, however many processes share it."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._fd = -1
        self._seen = Seen("", 0)

    def read(self) -> Seen | Unreadable | None:
        try:
            found = LINE.fullmatch(self._path.read_bytes())
        except FileNotFoundError:
            return None
        except OSError:
            return Unreadable()
        return Seen(found[1].decode(), int(found[2])) if found else Unreadable()

    def begin(self, identity: str, attempt: int) -> None:
        """From now on it speaks for this record. Raises OSError where it cannot be written."""
        if self._fd == -1:
            self._fd = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        os.ftruncate(self._fd, LENGTH)
        self._seen = Seen(identity, attempt)
        self._write(self._seen)

    def saw(self, attempt: int) -> None:
        """These intents are committed; their calls go out next. Never lowers what it says.

        A disk that refuses this must not stop the desk: it only makes a restore harder to notice.
        """
        if self._fd == -1 or attempt <= self._seen.attempt:
            return
        self._seen = Seen(self._seen.identity, attempt)
        try:
            self._write(self._seen)
        except OSError:
            log.exception("the witness of the record could not be written")

    def close(self) -> None:
        if self._fd != -1:
            os.close(self._fd)
            self._fd = -1

    def _write(self, seen: Seen) -> None:
        """Another process over the same folder may have come further: the highest stands."""
        fcntl.lockf(self._fd, fcntl.LOCK_EX)
        try:
            there = LINE.fullmatch(os.pread(self._fd, LENGTH, 0))
            if there and there[1].decode() == seen.identity and int(there[2]) >= seen.attempt:
                return
            os.pwrite(self._fd, f"gema {seen.identity} {seen.attempt:020}\n".encode(), 0)
        finally:
            fcntl.lockf(self._fd, fcntl.LOCK_UN)
