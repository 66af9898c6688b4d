"""Wall-clock time as Indonesia lives it: WIB, WITA, WIT, and the words for days and moments.

Pure: an instant is an aware datetime, a zone is an IANA name, and nothing here reads a clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from content.marks import gettext_noop

DAYS = (
    gettext_noop("Senin"),
    gettext_noop("Selasa"),
    gettext_noop("Rabu"),
    gettext_noop("Kamis"),
    gettext_noop("Jumat"),
    gettext_noop("Sabtu"),
    gettext_noop("Minggu"),
)
MONTHS = (
    gettext_noop("Januari"),
    gettext_noop("Februari"),
    gettext_noop("Maret"),
    gettext_noop("April"),
    gettext_noop("Mei"),
    gettext_noop("Juni"),
    gettext_noop("Juli"),
    gettext_noop("Agustus"),
    gettext_noop("September"),
    gettext_noop("Oktober"),
    gettext_noop("November"),
    gettext_noop("Desember"),
)
# "Agt" and "Agu" are both seen; the dictionary of the language office has "Agu".
SHORT_MONTHS = tuple(month[:3] for month in MONTHS)

# Keppres 41/1987. The zone database knows these places by "WIB" and the like as well, but not
# on every system, so the names are ours.
INDONESIAN = {
    "Asia/Jakarta": "WIB",
    "Asia/Pontianak": "WIB",
    "Asia/Makassar": "WITA",
    "Asia/Ujung_Pandang": "WITA",
    "Asia/Jayapura": "WIT",
}

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR


class Unit(Enum):
    """What a distance in time is said in."""

    MINUTE = "menit"
    HOUR = "jam"
    DAY = "hari"
    MONTH = "bulan"
    YEAR = "tahun"


class GapError(Exception):
    """This wall-clock time does not exist in the zone. Offer ``next_valid`` (local, aware)."""

    def __init__(self, next_valid: datetime) -> None:
        super().__init__(f"skipped by the zone, next valid is {next_valid.isoformat()}")
        self.next_valid = next_valid


@dataclass(frozen=True, slots=True)
class Moment:
    """A wall-clock time turned into an instant (UTC).

    ``later`` is set where the clock shows this time twice; then ask which one is meant.
    """

    at: datetime
    later: datetime | None = None


def abbreviation(zone: str, at: datetime) -> str:
    """WIB, WITA or WIT; abroad the zone's own letters, or its distance from UTC."""
    if zone in INDONESIAN:
        return INDONESIAN[zone]
    local = at.astimezone(ZoneInfo(zone))
    name = local.tzname() or ""
    return name if name.isalpha() else _offset(local.utcoffset() or timedelta(0))


def _offset(distance: timedelta) -> str:
    minutes = round(distance.total_seconds() / MINUTE)
    if minutes == 0:
        return "UTC"
    sign = "+" if minutes > 0 else "-"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{sign}{hours}" + (f".{rest:02}" if rest else "")


def say_date(day: date) -> str:
    """Senin, 7 Desember 2026"""
    return f"{DAYS[day.weekday()]}, {plain_date(day)}"


def plain_date(day: date) -> str:
    """7 Desember 2026"""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short_date(day: date) -> str:
    """7 Des 2026"""
    return f"{day.day} {SHORT_MONTHS[day.month - 1]} {day.year}"


def say_time(clock: time) -> str:
    """08.00"""
    return f"{clock.hour:02}.{clock.minute:02}"


def say_when(instant: datetime, zone: str) -> str:
    """Senin, 7 Desember 2026 pukul 08.00 WIB"""
    local = instant.astimezone(ZoneInfo(zone))
    return f"{say_date(local)} pukul {say_clock(instant, zone)}"


def short_when(instant: datetime, zone: str) -> str:
    """7 Des 2026, 08.00 WIB"""
    local = instant.astimezone(ZoneInfo(zone))
    return f"{short_date(local)}, {say_clock(instant, zone)}"


def say_clock(instant: datetime, zone: str) -> str:
    """08.00 WIB"""
    local = instant.astimezone(ZoneInfo(zone))
    return f"{say_time(local.time())} {abbreviation(zone, instant)}"


def wall_to_instant(day: date, clock: time, zone: str) -> Moment:
    """The instant at which the clocks of ``zone`` show this; ``GapError`` if they never do."""
    place = ZoneInfo(zone)
    first = datetime.combine(day, clock.replace(tzinfo=None, fold=0), tzinfo=place)
    second = first.replace(fold=1)
    at, later = first.astimezone(UTC), second.astimezone(UTC)
    if at == later:
        return Moment(at)
    if at > later:  # the two readings are crossed: the clocks jumped over this time
        raise GapError(_after_gap(later, at, place))
    return Moment(at, later)


def _after_gap(before: datetime, after: datetime, place: ZoneInfo) -> datetime:
    """The first wall-clock time after the jump, found to the second."""
    low, high = before, after
    start = before.astimezone(place).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        if middle.astimezone(place).utcoffset() == start:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0).astimezone(place)


def apart(one: datetime, other: datetime) -> tuple[int, Unit]:
    """The distance in the largest unit that fits; no minutes when it is less than one."""
    seconds = abs((one - other).total_seconds())
    if seconds < HOUR:
        return int(seconds // MINUTE), Unit.MINUTE
    if seconds < DAY:
        return int(seconds // HOUR), Unit.HOUR
    days = int(seconds // DAY)
    if days < 30:
        return days, Unit.DAY
    if days < 365:
        return days // 30, Unit.MONTH
    return days // 365, Unit.YEAR
