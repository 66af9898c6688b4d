"""Words and icons of the desk's screens: ``{% load schedule %}``."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import template
from django.utils.translation import gettext as _

from channels import registry
from channels.signs import sign
from content import moments
from content.revision_words import PARTS
from content.zones import abbreviation
from scheduler import words
from scheduler.desk import Change
from scheduler.models import State, Stop
from scheduler.recurring import saying
from scheduler.recurring.place import DayOff
from scheduler.signs import SIGNS
from scheduler.waiting import Urgency

register = template.Library()


@register.filter
def channel_label(kind: str) -> str:
    return sign(kind).label


@register.filter
def channel_icon(kind: str) -> str:
    return registry.load(kind).icon


@register.filter
def tone_of(state: str) -> str:
    return SIGNS[State(state)].tone


@register.filter
def icon_of(state: str) -> str:
    return SIGNS[State(state)].icon


@register.filter
def day_name(day: date) -> str:
    return moments.day_name(day)


@register.filter
def month_name(day: date) -> str:
    return moments.month_name(day)


@register.filter
def short_month_name(day: date) -> str:
    return moments.short_month(day)


@register.filter
def holiday_words(off: DayOff | None) -> str:
    """``Libur nasional: Hari Raya Natal``"""
    return saying.holiday_words(off)


@register.simple_tag
def clock(instant: datetime, zone: str) -> str:
    return moments.say_time(instant.astimezone(ZoneInfo(zone)).time())


@register.simple_tag
def zone_word(zone: str, now: datetime) -> str:
    """WIB, WITA, WIT, or what it is called abroad."""
    return abbreviation(zone, now)


@register.simple_tag
def waited(since: datetime, now: datetime) -> str:
    """``3 jam``: how long something has waited."""
    return moments.amount(since, now) or _("baru saja")


@register.simple_tag
def left(due: datetime, now: datetime) -> str:
    """``2 jam lagi``, ``lewat 2 jam``: how long until something should be out."""
    if due > now:
        return moments.relative(due, now)
    passed = moments.amount(due, now)
    return _("lewat %(time)s") % {"time": passed} if passed else _("sekarang")


@register.simple_tag
def distance(one: datetime, other: datetime) -> str:
    """``2 jam``; empty for less than a minute."""
    return moments.amount(one, other)


@register.simple_tag
def urgency_tone(urgency: Urgency, due: datetime, now: datetime) -> str:
    if due < now:
        return "bad"
    return "wait" if urgency is Urgency.PRESSING else "info"


@register.simple_tag
def short_day(instant: datetime, zone: str, now: datetime) -> str:
    """``Hari ini, 08.00 WIB``; the year only where it is another one."""
    local, today = instant.astimezone(ZoneInfo(zone)).date(), now.astimezone(ZoneInfo(zone)).date()
    clock = moments.say_clock(instant, zone)
    match (local - today).days:
        case 0:
            return _("Hari ini, %(clock)s") % {"clock": clock}
        case 1:
            return _("Besok, %(clock)s") % {"clock": clock}
        case -1:
            return _("Kemarin, %(clock)s") % {"clock": clock}
    if local.year != today.year:
        return moments.short_when(instant, zone)
    day = f"{moments.day_name(local)}, {local.day} {moments.short_month(local)}"
    return f"{day}, {clock}"


@register.simple_tag
def part_label(change: Change) -> str:
    """``Teks · X, Instagram``: which part of a revision changed, and where."""
    label = str(PARTS.get(change.part, change.part))
    names = ", ".join(_part_name(name) for name in change.names if name)
    return f"{label} · {names}" if names else label


def _part_name(name: str) -> str:
    return sign(name).label if name in registry.CHANNELS else name[:24]


@register.simple_tag
def stop_words(stop: Stop) -> str:
    return words.reach_of(stop)
