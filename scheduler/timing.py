"""A time as a person types it into a form: date, hour, mode, or "as soon as possible"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from content.moments import day_name, plain_date, say_clock, say_date, say_time
from content.refusals import Refusal
from content.zones import GapError, abbreviation, wall_to_instant
from scheduler.models import Mode
from scheduler.when import Wall, dues

# Outside these years a date is a slip of the finger, and calendars cannot reckon with it.
YEARS = range(2000, 2101)
EVERYWHERE = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")


class Unreadable(Refusal):
    """Type the date and the hour again."""


@dataclass(frozen=True, slots=True)
class Timing:
    """``wall`` None: as soon as possible."""

    wall: Wall | None
    mode: Mode


def read(sent: Mapping[str, str], zone: str) -> Timing:
    """Fields ``when`` (``now`` or ``at``), ``date``, ``time``, ``mode``. Raises Unreadable."""
    mode = Mode(sent["mode"]) if sent.get("mode") in Mode.values else Mode.TOGETHER
    if sent.get("when") == "now":
        return Timing(None, mode)
    return Timing(wall_of(sent.get("date", ""), sent.get("time", ""), zone), mode)


def wall_of(day: str, clock: str, zone: str) -> Wall:
    """Raises Unreadable, also where the clocks of the zone never show this time."""
    try:
        wall = Wall(read_day(day), time.fromisoformat(clock).replace(tzinfo=None), zone)
    except ValueError:
        raise Unreadable(_("Isi tanggal dan jam, misalnya 7 Desember 2026 pukul 08.00.")) from None
    try:
        wall_to_instant(wall.day, wall.clock, zone)
    except GapError as gap:
        valid = say_time(gap.next_valid.time())
        raise Unreadable(
            _("Jam itu tidak ada di zona waktu ini karena jam digeser. Pakai %(time)s.")
            % {"time": valid}
        ) from gap
    return wall


def read_day(text: str) -> date:
    """Raises ValueError, also for years no calendar of ours shows."""
    day = date.fromisoformat(text)
    if day.year not in YEARS:
        raise ValueError(f"{day.year} is not a year we plan for")
    return day


def meaning(wall: Wall, mode: Mode, zones: Iterable[str]) -> str:
    """What was typed, said for whoever lives in another zone. ``zones``: of the chosen accounts.

    ``08.00 WIB = 09.00 WITA = 10.00 WIT``, or which zone comes first.
    """
    chosen = list(dict.fromkeys(zones))
    if mode == Mode.LOCAL and len({due.at for due in dues(wall, mode, chosen)}) > 1:
        return _in_turn(wall, chosen)
    moment = wall_to_instant(wall.day, wall.clock, wall.zone)
    at = moment.at
    same = " = ".join(_clock_in(at, zone, wall.day) for zone in _each_once(wall.zone, at))
    said = f"{say_date(wall.day)}: {same}."
    if moment.later is None:
        return said
    return f"{said} " + _("Jam itu ada dua kali karena jam digeser; dipakai yang pertama.")


def _each_once(first: str, at: datetime) -> list[str]:
    """The zone it was typed in and the three of Indonesia, no clock twice."""
    named = {abbreviation(zone, at): zone for zone in reversed((first, *EVERYWHERE))}
    rest = [zone for zone in EVERYWHERE if named[abbreviation(zone, at)] == zone]
    return [first, *(zone for zone in rest if zone != first)]


def _clock_in(at: datetime, zone: str, day: date) -> str:
    local = at.astimezone(ZoneInfo(zone)).date()
    said = say_clock(at, zone)
    return said if local == day else f"{said} ({day_name(local)})"


def _in_turn(wall: Wall, zones: Iterable[str]) -> str:
    """East first: the same hour comes there before it comes to the west."""
    at = {zone: wall_to_instant(wall.day, wall.clock, zone).at for zone in zones}
    order = dict.fromkeys(say_clock(at[zone], zone) for zone in sorted(at, key=lambda z: at[z]))
    return _("%(date)s: %(clocks)s, menurut jam setiap kantor.") % {
        "date": plain_date(wall.day),
        "clocks": _(", lalu ").join(order),
    }
