"""Series, their days and holidays in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time

from django.utils.translation import gettext as _

from content.moments import day_name, plain_date, say_clock, say_date, say_time
from scheduler.models import Mode, Series
from scheduler.recurring import shape, times
from scheduler.recurring.place import DayOff, Placed


@dataclass(frozen=True, slots=True)
class Condition:
    """How a series stands, for a chip."""

    word: str
    icon: str
    tone: str


@dataclass(frozen=True, slots=True)
class Line:
    """A day that a series would come to. ``clock`` is empty where it does not go out."""

    when: str
    clock: str
    holiday: str
    did: str


def rule_words(series: Series) -> str:
    """Setiap Senin, 09.00 WIB"""
    first = times.due(series.first, series.clock, series.zone).at
    clock = clock_words(series.clock, first, series.zone, series.mode)
    return f"{shape.words(shape.read(series.rule))}, {clock}"


def clock_words(clock: time, at: datetime, zone: str, mode: str) -> str:
    """09.00 WIB; or 09.00, by the clock of each office."""
    if mode == Mode.LOCAL:
        return _("%(time)s waktu setempat") % {"time": say_time(clock)}
    return say_clock(at, zone)


def condition(series: Series) -> Condition:
    if series.ended_at is not None:
        return Condition(_("Berakhir"), "calendar-off", "neutral")
    if series.paused_at is not None:
        return Condition(_("Dijeda"), "player-pause", "wait")
    if series.post.approval_id is None:
        return Condition(_("Menunggu persetujuan"), "hourglass", "wait")
    return Condition(_("Berjalan"), "calendar-repeat", "good")


def holiday_words(off: DayOff | None) -> str:
    """Libur nasional: Hari Raya Natal"""
    if off is None:
        return ""
    if not off.shared_leave:
        said = _("Libur nasional: %(name)s") % {"name": off.name}
    elif off.name.lower().startswith("cuti bersama"):
        said = off.name
    else:
        said = _("Cuti bersama: %(name)s") % {"name": off.name}
    return said + (_(" (perkiraan)") if off.estimate else "")


def lines(placed: Iterable[Placed], clock: time, zone: str, mode: str) -> list[Line]:
    return [_line(each, clock, zone, mode) for each in placed]


def _line(placed: Placed, clock: time, zone: str, mode: str) -> Line:
    day = placed.day or placed.grid
    at = times.due(day, clock, zone).at
    said = clock_words(clock, at, zone, mode) if placed.day else ""
    return Line(say_date(day), said, holiday_words(placed.off), did_words(placed))


def did_words(placed: Placed) -> str:
    """What the holiday did to this day."""
    if placed.merged:
        return _("digabung dengan tanggal di dekatnya")
    if placed.day is None:
        return _("dilewati")
    if placed.moved:
        was = f"{day_name(placed.grid)}, {plain_date(placed.grid)}"
        return (
            _("maju dari %(day)s") if placed.day < placed.grid else _("mundur dari %(day)s")
        ) % {"day": was}
    return ""
