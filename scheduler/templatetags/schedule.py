"""Words and icons of the desk's screens: ``{% load schedule %}``."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from channels import registry
from content.revision_diff import Section
from content.zones import DAYS, MONTHS, relative, say_time
from scheduler.models import Reach, State, Stop
from scheduler.month import Span

register = template.Library()

SOON = timedelta(hours=2)
TONES = {
    State.PLANNED: "info",
    State.DUE: "wait",
    State.SENDING: "info",
    State.SENT: "good",
    State.FAILED: "bad",
    State.UNCONFIRMED: "odd",
    State.MISSED: "bad",
    State.HELD: "wait",
    State.CANCELLED: "neutral",
}
PARTS: dict[str, str | Promise] = {
    "title": gettext_lazy("Judul"),
    "text": gettext_lazy("Teks"),
    "slot": gettext_lazy("Isian"),
    "legal_basis": gettext_lazy("Dasar hukum"),
    "image": gettext_lazy("Gambar"),
    "images": gettext_lazy("Gambar per kanal"),
    "alt": gettext_lazy("Teks alternatif"),
    "caption": gettext_lazy("Keterangan gambar"),
    "image_credit": gettext_lazy("Kredit gambar"),
    "credit": gettext_lazy("Kredit sumber"),
    "correction": gettext_lazy("Ralat"),
    "template": gettext_lazy("Templat"),
    "topic": gettext_lazy("Topik"),
    "language": gettext_lazy("Bahasa"),
    "grace_minutes": gettext_lazy("Toleransi keterlambatan (menit)"),
}


@register.filter
def channel_label(kind: str) -> str:
    return registry.load(kind).label


@register.filter
def channel_icon(kind: str) -> str:
    return registry.load(kind).icon


@register.filter
def tone_of(state: str) -> str:
    return TONES[State(state)]


@register.filter
def day_name(day: date) -> str:
    return DAYS[day.weekday()]


@register.filter
def month_name(day: date) -> str:
    return MONTHS[day.month - 1]


@register.filter
def span_query(span: Span, which: str) -> str:
    """The query for the span before or after."""
    value = span.before if which == "before" else span.after
    return f"{'pekan' if span.month is None else 'bulan'}={value}"


@register.simple_tag
def clock(instant: datetime, zone: str) -> str:
    return say_time(instant.astimezone(ZoneInfo(zone)).time())


@register.simple_tag
def waited(since: datetime, now: datetime) -> str:
    """``3 jam``: how long something has waited."""
    return relative(since, now).removesuffix(" lalu")


@register.simple_tag
def urgency(due: datetime, now: datetime) -> str:
    return "wait" if due - now < SOON else "info"


@register.simple_tag
def part_label(part: Section) -> str:
    """``Teks · X``: which part of a revision changed."""
    label = str(PARTS.get(part.part, part.part))
    name = registry.load(part.name).label if part.name in registry.CHANNELS else part.name[:24]
    return f"{label} · {name}" if name else label


@register.simple_tag
def stop_words(stop: Stop) -> str:
    match stop.reach:
        case Reach.OFFICE if stop.office is not None:
            return _("%(office)s dan semua di bawahnya") % {"office": stop.office.name}
        case Reach.CHANNEL:
            return _("Semua kiriman ke %(channel)s") % {"channel": channel_label(stop.kind)}
        case _all:
            return _("Semua pengiriman")
