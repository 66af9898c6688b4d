"""From a day of the calendar to the moments at which accounts speak. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from content.zones import GapError, wall_to_instant
from scheduler.models import Mode
from scheduler.when import Due, Wall


def due(day: date, clock: time, zone: str) -> Due:
    """Where the clocks of a zone jump over this time, the first one after the jump."""
    try:
        at = wall_to_instant(day, clock, zone).at
    except GapError as gap:
        at = gap.next_valid.astimezone(UTC)
    return Due(at, str(Wall(day, clock, zone)), zone)


def due_for(day: date, clock: time, zone: str, mode: str, own_zone: str) -> Due:
    """For one account: at one moment for all, or by the clock of its own office."""
    return due(day, clock, own_zone if mode == Mode.LOCAL else zone)


def first_of(day: date, clock: time, zone: str, mode: str, zones: Iterable[str]) -> datetime:
    """The first of the accounts' moments."""
    each = [due_for(day, clock, zone, mode, own).at for own in zones]
    return min(each, default=due(day, clock, zone).at)


def day_in(zone: str, at: datetime) -> date:
    return at.astimezone(ZoneInfo(zone)).date()
