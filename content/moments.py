"""Days and moments in the language of the screen: ``content.zones``, translated.

For what a person at the desk reads. What is published speaks the language of its post and takes
its words from ``content.zones`` itself.
"""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from content import zones

AMOUNTS = {
    zones.Unit.MINUTE: ngettext_lazy("%(n)d menit", "%(n)d menit", "n"),
    zones.Unit.HOUR: ngettext_lazy("%(n)d jam", "%(n)d jam", "n"),
    zones.Unit.DAY: ngettext_lazy("%(n)d hari", "%(n)d hari", "n"),
    zones.Unit.MONTH: ngettext_lazy("%(n)d bulan", "%(n)d bulan", "n"),
    zones.Unit.YEAR: ngettext_lazy("%(n)d tahun", "%(n)d tahun", "n"),
}


def day_name(day: date) -> str:
    return _(zones.DAYS[day.weekday()])


def month_name(day: date) -> str:
    return _(zones.MONTHS[day.month - 1])


def short_month(day: date) -> str:
    return month_name(day)[:3]


def say_date(day: date) -> str:
    """Senin, 7 Desember 2026"""
    return f"{day_name(day)}, {plain_date(day)}"


def plain_date(day: date) -> str:
    """7 Desember 2026"""
    return f"{day.day} {month_name(day)} {day.year}"


def short_date(day: date) -> str:
    """7 Des 2026"""
    return f"{day.day} {short_month(day)} {day.year}"


def say_time(clock: time) -> str:
    """08.00"""
    return _("%(hour)s.%(minute)s") % {"hour": f"{clock.hour:02}", "minute": f"{clock.minute:02}"}


def say_clock(instant: datetime, zone: str) -> str:
    """08.00 WIB"""
    local = instant.astimezone(ZoneInfo(zone))
    return f"{say_time(local.time())} {zones.abbreviation(zone, instant)}"


def say_when(instant: datetime, zone: str) -> str:
    """Senin, 7 Desember 2026 pukul 08.00 WIB"""
    date, clock = say_date(instant.astimezone(ZoneInfo(zone))), say_clock(instant, zone)
    return _("%(date)s pukul %(clock)s") % {"date": date, "clock": clock}


def short_when(instant: datetime, zone: str) -> str:
    """7 Des 2026, 08.00 WIB"""
    return f"{short_date(instant.astimezone(ZoneInfo(zone)))}, {say_clock(instant, zone)}"


def relative(instant: datetime, now: datetime) -> str:
    """3 menit lagi, 2 jam lalu: coarse on purpose, for a glance."""
    later = instant > now
    if not (time := amount(instant, now)):
        return _("sebentar lagi") if later else _("baru saja")
    return (_("%(time)s lagi") if later else _("%(time)s lalu")) % {"time": time}


def amount(one: datetime, other: datetime) -> str:
    """3 jam: how far apart they are; empty for less than a minute."""
    number, unit = zones.apart(one, other)
    return str(AMOUNTS[unit] % {"n": number}) if number else ""
