"""Bytes on disk: all there or not there at all, under a name that says nothing."""

from __future__ import annotations

import errno
import os
import secrets
import tempfile
from pathlib import Path

READABLE_BY_GROUP = 0o640
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def fresh_name(suffix: str) -> str:
    """``3f/a1/3fa1….jpg``: two levels, so that no folder gets crowded."""
    token = secrets.token_hex(16)
    return f"{token[:2]}/{token[2:4]}/{token}{suffix}"


def put(path: Path, data: bytes) -> None:
    """Write a file so that a crash leaves all of it or none. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fchmod(file.fileno(), READABLE_BY_GROUP)
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    _settle(path.parent)


def _settle(folder: Path) -> None:
    """Make the name itself survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
