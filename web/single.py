"""One engine per data folder: a lock that the operating system drops when the process ends."""

from __future__ import annotations

import fcntl
import os
import socket
from pathlib import Path

from web.config import WrongSetting


class AlreadyRunning(WrongSetting):
    """Another process serves this data folder."""


def lock(folder: Path) -> int:
    """Take the folder for this process. The returned descriptor stays open for its life."""
    fd = os.open(folder / "engine.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(fd)
        raise AlreadyRunning(f"{folder}: Gema is already running with this data folder.") from None
    return fd


def place(folder: Path) -> str:
    """The name of this lock among those of all machines."""
    return f"{socket.gethostname()}:{folder}"[-300:]
