"""A witness outside the database of how far this desk has come, so that an old copy is noticed.

A restored backup does not know that it is one: what went out since it was taken looks due. The
witness is one line in a file that names the record and its newest intent, written before the calls
of a turn go out. It survives the process without ``fsync``; after a power cut it may be a little
behind, which hides nothing that a restore of more than seconds would bring back.

There are two: one in the data folder, and one that this machine keeps elsewhere, because a copy of
the data folder that is put back brings its own witness along.
"""

from __future__ import annotations

import fcntl
import logging
import os
import re
from collections.abc import Sequence
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

    identities: Sequence[str]
    attempt: int
    witnessed: bool


class Judgement(StrEnum):
    """Whether this record is the newest there was."""

    NEWEST = "newest"
    RESTORED = "restored"
    UNSURE = "unsure"


def overtaken(elsewhere: Seen, record: Standing) -> bool:
    """Whether the machine's own witness has seen this record go further than it is.

    ``elsewhere`` follows the record through all its lives: a life that the record does not know
    came after it.
    """
    if elsewhere.identity not in record.identities:
        return True
    return elsewhere.identity == record.identities[-1] and record.attempt < elsewhere.attempt


class RecordWentBack(Exception):
    """It lacks what it had. Nothing may go out until safe mode was entered."""


def judge(seen: Seen | Unreadable | None, record: Standing) -> Judgement:
    """A record that no engine has had yet, or that has sent nothing, has nothing to repeat."""
    if isinstance(seen, Seen) and seen.identity in record.identities:
        # An earlier life ended with a restore, and that was dealt with when it did.
        current = seen.identity == record.identities[-1]
        behind = current and record.attempt < seen.attempt
        return Judgement.RESTORED if behind else Judgement.NEWEST
    if record.attempt and record.witnessed:
        return Judgement.UNSURE
    return Judgement.NEWEST


class Witness:
    """The line in ``folder``, and the one in ``state`` under the name of the record's first life.

    One each, however many processes share them.
    """

    def __init__(self, folder: Path, state: Path | None = None) -> None:
        self._state = state
        self._here = _Line(folder / FILE)
        self._elsewhere: _Line | None = None
        self._seen = Seen("", 0)

    @property
    def identity(self) -> str:
        """The life of the record that it speaks for now."""
        return self._seen.identity

    def read(self) -> Seen | Unreadable | None:
        return self._here.read()

    def read_elsewhere(self, root: str) -> Seen | None:
        """What this machine has seen of the record whose first life is ``root``."""
        found = _Line(self._state / root).read() if self._state is not None else None
        return found if isinstance(found, Seen) else None

    def begin(self, identity: str, attempt: int, root: str = "") -> None:
        """From now on it speaks for this record. Raises OSError where it cannot be written."""
        self._seen = Seen(identity, attempt)
        self._here.open()
        self._here.write(self._seen)
        if root:
            self._begin_elsewhere(root)

    def _begin_elsewhere(self, root: str) -> None:
        """Not every machine lets us; the one in the data folder goes on alone then."""
        if self._state is None:
            return
        line = self._elsewhere or _Line(self._state / root)
        try:
            self._state.mkdir(parents=True, exist_ok=True)
            line.open()
            line.write(self._seen)
        except OSError as e:
            log.warning("no witness outside the data folder (%s): set GEMA_STATE", e)
            line.close()
        else:
            self._elsewhere = line

    def seen_until(self) -> int:
        """How far this life of the record was seen, by any process over this folder."""
        seen = self.read()
        mine = isinstance(seen, Seen) and seen.identity == self._seen.identity
        return seen.attempt if mine and isinstance(seen, Seen) else 0

    def saw(self, attempt: int) -> None:
        """These intents are committed; their calls go out next. Never lowers what it says.

        A disk that refuses this must not stop the desk: it only makes a restore harder to notice.
        """
        if not self._here.is_open or attempt <= self._seen.attempt:
            return
        self._seen = Seen(self._seen.identity, attempt)
        for line in (self._here, self._elsewhere):
            try:
                if line is not None:
                    line.write(self._seen)
            except OSError:
                log.exception("the witness of the record could not be written")

    def close(self) -> None:
        self._here.close()
        if self._elsewhere is not None:
            self._elsewhere.close()
            self._elsewhere = None


class _Line:
    """One file with one line."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._fd = -1

    @property
    def is_open(self) -> bool:
        return self._fd != -1

    def read(self) -> Seen | Unreadable | None:
        try:
            found = LINE.fullmatch(self._path.read_bytes())
        except FileNotFoundError:
            return None
        except OSError:
            return Unreadable()
        return Seen(found[1].decode(), int(found[2])) if found else Unreadable()

    def open(self) -> None:
        if self._fd == -1:
            self._fd = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        os.ftruncate(self._fd, LENGTH)

    def close(self) -> None:
        if self._fd != -1:
            os.close(self._fd)
            self._fd = -1

    def write(self, seen: Seen) -> None:
        """Another process over the same folder may have come further: the highest stands."""
        fcntl.lockf(self._fd, fcntl.LOCK_EX)
        try:
            there = LINE.fullmatch(os.pread(self._fd, LENGTH, 0))
            if there and there[1].decode() == seen.identity and int(there[2]) >= seen.attempt:
                return
            os.pwrite(self._fd, f"gema {seen.identity} {seen.attempt:020}\n".encode(), 0)
        finally:
            fcntl.lockf(self._fd, fcntl.LOCK_UN)
