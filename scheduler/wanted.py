"""The time an office asked for: read from a post, said in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time

from content.zones import GapError, say_when, wall_to_instant
from scheduler.models import Mode
from scheduler.when import Wall


def read(wanted: Mapping[str, str] | None, zone: str) -> tuple[Wall, Mode] | None:
    """None when nothing (readable) was asked for."""
    if not wanted:
        return None
    try:
        day, clock = date.fromisoformat(wanted["date"]), time.fromisoformat(wanted["time"])
        mode = Mode(wanted.get("mode", Mode.TOGETHER))
    except (KeyError, ValueError):
        return None
    return Wall(day, clock, zone), mode


def instant(wanted: Mapping[str, str] | None, zone: str) -> datetime | None:
    asked = read(wanted, zone)
    if asked is None:
        return None
    try:
        return wall_to_instant(asked[0].day, asked[0].clock, zone).at
    except GapError:
        return None


def words(wanted: Mapping[str, str] | None, zone: str) -> str:
    """Senin, 7 Desember 2026 pukul 08.00 WIB; empty when nothing was asked for."""
    at = instant(wanted, zone)
    return say_when(at, zone) if at is not None else ""
