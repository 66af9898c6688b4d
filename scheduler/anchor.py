"""The last trusted reading of the clocks, kept beside the data so that it outlives the process.

Within one start of the machine both clocks can be compared with it, also when the wall clock
jumped while nothing of ours ran. A new start of the machine leaves less to go by: a doubt that was
left open still counts, time does not go back, and how long the machine was off nobody here knows.
So it is with a folder without a reading, and with one of another machine.
"""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import msgspec

from scheduler.timewatch import TOLERANCE, Jumped, Reading

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


class Past(NamedTuple):
    """``trusted``: the reading to compare with. ``doubt``: from before the machine was started
    anew. ``unproven``: nothing here says whether its clock is right, because it was off, or has
    never kept a reading in this folder."""

    trusted: Reading | None = None
    doubt: Jumped | None = None
    unproven: bool = False


@dataclass(frozen=True, slots=True)
class Anchor:
    """``boot`` names this start of the machine; empty where the system does not say."""

    folder: Path
    boot: str

    def load(self, wall: datetime) -> Past:
        """``wall``: what the clock says now."""
        try:
            kept = msgspec.json.decode((self.folder / FILE).read_bytes(), type=Kept)
        except (OSError, msgspec.DecodeError):
            return Past(unproven=True)
        if self.boot and kept.boot == self.boot:
            return Past(Reading(kept.wall, kept.steady))
        if kept.host != socket.gethostname():
            return Past(unproven=True)
        if kept.doubt is not None:
            return Past(doubt=Jumped(timedelta(seconds=kept.doubt)))
        if wall < kept.wall - TOLERANCE:
            return Past(doubt=Jumped(wall - kept.wall))
        return Past(unproven=True)

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
