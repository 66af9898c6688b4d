"""The rules a person can choose, as RRULE texts and in words. Pure but for the language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from content.moments import day_name, plain_date

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKDAYS = (0, 1, 2, 3, 4)
# A Monday, to name days of the week by.
MONDAY = date(2026, 12, 7)
# Later in the month than every month reaches: then its last day is meant.
LAST_SURE_DAY = 28


class Every(StrEnum):
    WEEK = "pekan"
    DATE = "tanggal"
    WEEKDAY = "hari-ke"
    LAST_WORKDAY = "hari-kerja-terakhir"


@dataclass(frozen=True, slots=True)
class Shape:
    """``weekdays``: Monday is 0. ``nth``: -1 is the last. ``interval``: of weeks, else months."""

    every: Every
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    day: int = 1
    nth: int = 1
    until: date | None = None
    count: int | None = None

    def __str__(self) -> str:
        return ";".join(filter(None, (*self._pattern(), self._interval(), self._end())))

    def _pattern(self) -> tuple[str, ...]:
        match self.every:
            case Every.WEEK:
                return ("FREQ=WEEKLY", f"BYDAY={','.join(CODES[n] for n in self.weekdays)}")
            case Every.DATE:
                return ("FREQ=MONTHLY", *_month_day(self.day))
            case Every.WEEKDAY:
                return ("FREQ=MONTHLY", f"BYDAY={self.nth}{CODES[self.weekdays[0]]}")
            case Every.LAST_WORKDAY:
                return ("FREQ=MONTHLY", "BYDAY=MO,TU,WE,TH,FR", "BYSETPOS=-1")

    def _interval(self) -> str:
        return f"INTERVAL={self.interval}" if self.interval > 1 else ""

    def _end(self) -> str:
        if self.until is not None:
            return f"UNTIL={self.until:%Y%m%d}"
        return f"COUNT={self.count}" if self.count else ""


def _month_day(day: int) -> tuple[str, ...]:
    """The 31st means the last day of a shorter month, not no day at all."""
    if day <= LAST_SURE_DAY:
        return (f"BYMONTHDAY={day}",)
    nearest = ",".join(str(n) for n in range(LAST_SURE_DAY, day + 1))
    return (f"BYMONTHDAY={nearest}", "BYSETPOS=-1")


def read(rule: str) -> Shape:
    """The shape whose text this is."""
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    until = parts.get("UNTIL")
    every, weekdays, nth = _pattern_of(parts)
    return Shape(
        every,
        interval=int(parts.get("INTERVAL", "1")),
        weekdays=weekdays,
        day=int(parts.get("BYMONTHDAY", "1").split(",")[-1]),
        nth=nth,
        until=date.fromisoformat(until) if until else None,
        count=int(parts["COUNT"]) if "COUNT" in parts else None,
    )


def _pattern_of(parts: dict[str, str]) -> tuple[Every, tuple[int, ...], int]:
    by_day = parts.get("BYDAY", "")
    if parts["FREQ"] == "WEEKLY":
        return Every.WEEK, tuple(CODES.index(code) for code in by_day.split(",")), 1
    if "BYMONTHDAY" in parts:
        return Every.DATE, (), 1
    if "BYSETPOS" in parts:
        return Every.LAST_WORKDAY, (), 1
    return Every.WEEKDAY, (CODES.index(by_day[-2:]),), int(by_day[:-2])


def words(shape: Shape) -> str:
    """Setiap Senin dan Kamis, sampai 31 Desember 2027"""
    match shape.every:
        case Every.WEEK:
            said = _weekly(shape)
        case Every.DATE:
            said = _monthly(shape) % {"day": _date_words(shape.day)}
        case Every.WEEKDAY:
            name = day_name(date.fromordinal(MONDAY.toordinal() + shape.weekdays[0]))
            nth = _("%(weekday)s %(nth)s") % {"weekday": name, "nth": nth_words(shape.nth)}
            said = _monthly(shape) % {"day": nth}
        case Every.LAST_WORKDAY:
            said = _monthly(shape) % {"day": _("hari kerja terakhir")}
    return said + _ending(shape)


def _weekly(shape: Shape) -> str:
    days = _weekdays(shape.weekdays)
    if shape.interval == 1:
        return _("Setiap %(days)s") % {"days": days}
    return _("Setiap %(n)d pekan: %(days)s") % {"n": shape.interval, "days": days}


def _weekdays(weekdays: tuple[int, ...]) -> str:
    names = [day_name(date.fromordinal(MONDAY.toordinal() + n)) for n in weekdays]
    if len(names) == len(CODES):
        return _("hari")
    if weekdays == WORKDAYS:
        return _("%(first)s sampai %(last)s") % {"first": names[0], "last": names[-1]}
    if len(names) < 2:
        return "".join(names)
    return _("%(days)s dan %(last)s") % {"days": ", ".join(names[:-1]), "last": names[-1]}


def _monthly(shape: Shape) -> str:
    if shape.interval == 1:
        return _("Setiap bulan: %(day)s")
    return (_("Setiap %(n)d bulan") % {"n": shape.interval}) + ": %(day)s"


def _date_words(day: int) -> str:
    said = _("tanggal %(n)d") % {"n": day}
    return said if day <= LAST_SURE_DAY else said + _(" atau hari terakhirnya")


def nth_words(nth: int) -> str:
    named = {1: _("pertama"), 2: _("kedua"), 3: _("ketiga"), 4: _("keempat")}
    return named.get(nth, _("terakhir"))


def _ending(shape: Shape) -> str:
    if shape.until is not None:
        return _(", sampai %(day)s") % {"day": plain_date(shape.until)}
    return _(", %(n)d kali") % {"n": shape.count} if shape.count else ""
