"""From what a person typed to the moments at which accounts speak. Pure.

*Serentak*: one moment for all, the wall clock of the desk that plans.
*Waktu setempat*: the same wall clock in each account's own office.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from content.zones import wall_to_instant


@dataclass(frozen=True, slots=True)
class Wall:
    """A wall-clock time as typed, in the zone of the office it was typed for."""

    day: date
    clock: time
    zone: str

    def __str__(self) -> str:
        return f"{self.day.isoformat()}T{self.clock:%H:%M}"


@dataclass(frozen=True, slots=True)
class Due:
    at: datetime
    wall: str
    zone: str


def dues(wall: Wall, mode: str, zones: Iterable[str]) -> list[Due]:
    """One moment per account, given the zone of each account's office."""
    if mode == "setempat":
        return [due(Wall(wall.day, wall.clock, zone)) for zone in zones]
    one = due(wall)
    return [one for _zone in zones]


def due(wall: Wall) -> Due:
    return Due(wall_to_instant(wall.day, wall.clock, wall.zone).at, str(wall), wall.zone)
