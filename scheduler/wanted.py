"""The time an office asked for: read from a post, said in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from content.moments import say_when
from content.zones import wall_to_instant
from scheduler import timing
from scheduler.models import Mode
from scheduler.timing import Unreadable
from scheduler.when import Wall


def read(wanted: Mapping[str, str] | None, zone: str) -> tuple[Wall, Mode] | None:
    """None when nothing (readable) was asked for."""
    if not wanted:
        return None
    mode = wanted.get("mode")
    try:
        wall = timing.wall_of(str(wanted.get("date")), str(wanted.get("time")), zone)
    except Unreadable:
        return None
    return wall, Mode(mode) if mode in Mode.values else Mode.TOGETHER


def instant(wanted: Mapping[str, str] | None, zone: str) -> datetime | None:
    asked = read(wanted, zone)
    return wall_to_instant(asked[0].day, asked[0].clock, zone).at if asked else None


def words(wanted: Mapping[str, str] | None, zone: str) -> str:
    """Senin, 7 Desember 2026 pukul 08.00 WIB; empty when nothing was asked for."""
    at = instant(wanted, zone)
    return say_when(at, zone) if at is not None else ""
