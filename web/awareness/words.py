"""Figures, days and names in the language of the screen."""

from __future__ import annotations

from datetime import time

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from channels import registry
from channels.signs import sign
from composer.library import library
from content import zones
from content.moments import say_time, short_date, short_month
from content.topics import topic_label
from web.awareness.hours import Slot
from web.awareness.period import Period, Step, Stretch

THOUSAND, MILLION, BILLION = 1_000, 1_000_000, 1_000_000_000
LONG_ENOUGH = 10 * THOUSAND  # up to here a number is written out


def full(number: float) -> str:
    """12.430"""
    return number_format(round(number), force_grouping=True)


def short(number: float) -> str:
    """12,4 rb: for an axis, where there is no room."""
    if number < LONG_ENOUGH:
        return full(number)
    if number < MILLION:
        return _("%(n)s rb") % {"n": _some(number / THOUSAND)}
    if number < BILLION:
        return _("%(n)s jt") % {"n": _some(number / MILLION)}
    return _("%(n)s M") % {"n": _some(number / BILLION)}


def percent(share: float) -> str:
    """3,2 %; without a decimal from a hundred on."""
    value = 100 * share
    return f"{full(value) if value >= 100 else number_format(value, 1)} %"


def decimal(number: float) -> str:
    """1,4"""
    return number_format(number, 1)


def between(period: Period) -> str:
    """24 Okt – 22 Nov 2026"""
    first, last = period.first, period.last
    if first == last:
        return short_date(last)
    if first.year == last.year:
        return f"{first.day} {short_month(first)} – {short_date(last)}"
    return f"{short_date(first)} – {short_date(last)}"


def column(stretch: Stretch, step: Step) -> str:
    """Below a column: 22 Nov, or Nov, and Jan 2027 where a year begins."""
    day = stretch.first
    if step is Step.MONTH:
        return f"{short_month(day)} {day.year}" if day.month == 1 else short_month(day)
    return f"{day.day} {short_month(day)}"


def stretch_name(stretch: Stretch, step: Step) -> str:
    """In a table, where there is room: with its year, and its end if it has one."""
    if step is Step.DAY:
        return short_date(stretch.first)
    return between(Period(stretch.first, stretch.last))


def hour_name(slot: Slot) -> str:
    """Senin 09.00"""
    return f"{weekday_name(slot.weekday)} {clock(slot.hour)}"


def weekday_name(weekday: int) -> str:
    return _(zones.DAYS[weekday])


def weekday_short(weekday: int) -> str:
    """Sen"""
    return weekday_name(weekday)[:3]


def clock(hour: int) -> str:
    return say_time(time(hour))


def kind_label(kind: str) -> str:
    """A newer release may have brought a network that this one does not know."""
    return sign(kind).label if kind in registry.CHANNELS else kind


def template_label(key: str) -> str:
    found = library().get(key)
    return _(found.name) if found else key or _("(tanpa templat)")


def topic_name(topic: str) -> str:
    return topic_label(topic) if topic else _("(tanpa topik)")


def _some(number: float) -> str:
    """At most one decimal, and none that is a zero."""
    tenths = round(number * 10)
    return full(tenths // 10) if tenths % 10 == 0 else number_format(tenths / 10, 1)
