"""The last trusted reading of the clocks, kept beside the data so that it outlives the process.

Within one start of the machine both clocks can be compared with it, also when the wall clock
jumped while nothing of ours ran. After a new start only a doubt that was left open still counts.
"""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from scheduler.timewatch import Jumped, Reading

FILE = "clock.json"
BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class Kept(msgspec.Struct, frozen=True):
    """``doubt``: seconds by which the wall clock had jumped, where that is still open. Processes of
    several machines may share the folder; a doubt is about the machine ``host`` only."""

    boot: str
    host: str
    wall: datetime
    steady: float
    doubt: float | None = None


@dataclass(frozen=True, slots=True)
class Anchor:
    """``boot`` names this start of the machine; empty where the system does not say."""

    folder: Path
    boot: str

    def load(self) -> tuple[Reading | None, Jumped | None]:
        """The reading to compare with, and a doubt from before the machine was started anew."""
        try:
            kept = msgspec.json.decode((self.folder / FILE).read_bytes(), type=Kept)
        except (OSError, msgspec.DecodeError):
            return None, None
        if self.boot and kept.boot == self.boot:
            return Reading(kept.wall, kept.steady), None
        if kept.doubt is None or kept.host != socket.gethostname():
            return None, None
        return None, Jumped(timedelta(seconds=kept.doubt))

    def keep(self, trusted: Reading, doubt: timedelta | None) -> None:
        seconds = doubt.total_seconds() if doubt is not None else None
        kept = Kept(self.boot, socket.gethostname(), trusted.wall, trusted.steady, seconds)
        # Several workers may share a folder.
        fresh = self.folder / f"{FILE}.{os.getpid()}"
        fresh.write_bytes(msgspec.json.encode(kept))
        fresh.replace(self.folder / FILE)


def boot_id() -> str:
    try:
        return BOOT_ID.read_text(encoding="ascii").strip()
    except OSError:
        return ""
