"""Dates, times and spans of time, read as people type them on a phone."""

from __future__ import annotations

import re
from datetime import date, time

from composer.slots.base import SlotError, one_line
from content import zones
from content.marks import gettext_noop

BAD_DATE = gettext_noop("Tanggal “%(typed)s” tidak terbaca. Tulis misalnya 27/11/2026.")
OTHER_DAY = gettext_noop("%(date)s jatuh pada hari %(day)s, bukan %(typed)s.")
NO_SUCH_DATE = gettext_noop("Tanggal %(typed)s tidak ada di kalender.")
BAD_TIME = gettext_noop("Jam “%(typed)s” tidak terbaca. Tulis misalnya 08.00.")
BAD_SPAN = gettext_noop("Jam “%(typed)s” tidak terbaca. Tulis mulai dan selesai: 08.00–12.00.")
SPAN_BACKWARDS = gettext_noop("Jam selesai (%(end)s) harus sesudah jam mulai (%(start)s).")

_MONTHS = {
    short: number
    for number, name in enumerate(zones.MONTHS, start=1)
    for short in {name.lower(), name[:3].lower()}
} | {"agt": 8, "ags": 8, "sept": 9, "nop": 11, "nopember": 11, "pebruari": 2, "peb": 2}
_DAY_NUMBERS = {name.lower(): number for number, name in enumerate(zones.DAYS)} | {"ahad": 6}

OPEN_END = "selesai"  # as on every invitation: until it is over

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_FIGURES = re.compile(r"(\d{1,2})\s*[/.\- ]\s*(\d{1,2})\s*[/.\- ]\s*(\d{4}|\d{2})")
_WORDS = re.compile(r"(\d{1,2})[\s\-]+([a-z]+)\.?[\s\-]+(\d{4})", re.IGNORECASE)
_DAY_NAME = re.compile(
    r"(?:hari\s+)?(senin|selasa|rabu|kamis|jum[’'`]?at|sabtu|minggu|ahad)[\s,]+", re.I
)
_ZONE = re.compile(r"\s*(?:wib|wita|wit)\.?$", re.IGNORECASE)
_PUKUL = re.compile(r"^(?:pukul|jam|pkl\.?)\s+", re.IGNORECASE)
_TIME = re.compile(r"(\d{1,2})(?:\s*[.:]\s*(\d{2})(?:[.:]00)?)?")
_DASH = re.compile(r"\s*(?:[-–—]|s\s*/\s*d|s\.d\.|sampai(?:\s+dengan)?|hingga)\s*", re.IGNORECASE)


def parse_date(typed: str) -> str:
    """27/11/2026, 27 November 2026, Jumat, 27 Nov 2026 or 2026-11-27 -> 2026-11-27"""
    text = one_line(typed)
    named = _DAY_NAME.match(text)
    year, month, day = _date_parts(text[named.end() :] if named else text)
    try:
        value = date(year, month, day)
    except ValueError:
        raise SlotError(NO_SUCH_DATE, typed=text[:40]) from None
    if named and value.weekday() != _DAY_NUMBERS[re.sub(r"[’'`]", "", named[1].lower())]:
        right = zones.DAYS[value.weekday()]
        raise SlotError(OTHER_DAY, date=zones.plain_date(value), day=right, typed=named[1])
    return value.isoformat()


def _date_parts(text: str) -> tuple[int, int, int]:
    if match := _ISO.fullmatch(text):
        year, month, day = match.groups()
        return int(year), int(month), int(day)
    if match := _FIGURES.fullmatch(text):
        day, month, year = match.groups()
        return int(year) + (2000 if len(year) == 2 else 0), int(month), int(day)
    if (match := _WORDS.fullmatch(text)) and match[2].lower() in _MONTHS:
        return int(match[3]), _MONTHS[match[2].lower()], int(match[1])
    raise SlotError(BAD_DATE, typed=text[:40])


def parse_time(typed: str) -> str:
    """8.00, 08:00, pukul 8 or 08.00 WIB -> 08:00"""
    text = one_line(typed)
    clock = _clock(text)
    if clock is None:
        raise SlotError(BAD_TIME, typed=text[:40])
    return clock


def _clock(text: str) -> str | None:
    match = _TIME.fullmatch(_PUKUL.sub("", _ZONE.sub("", text)))
    if match is None or not match[1].isascii():
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def parse_span(typed: str) -> str:
    """8.00-12.00, pukul 08:00 s/d 12:00 WIB -> 08:00-12:00; 8 s.d. selesai -> 08:00-selesai"""
    text = one_line(typed)
    ends = _DASH.split(_PUKUL.sub("", text))
    start, end = (_end_of_span(part) for part in ends) if len(ends) == 2 else (None, None)
    if start is None or end is None or start == OPEN_END:
        raise SlotError(BAD_SPAN, typed=text[:40])
    if end <= start:
        raise SlotError(SPAN_BACKWARDS, start=start.replace(":", "."), end=end.replace(":", "."))
    return f"{start}-{end}"


def _end_of_span(text: str) -> str | None:
    return OPEN_END if _ZONE.sub("", text).lower() == OPEN_END else _clock(text)


def long_date(value: str, zone: str) -> str:
    return zones.say_date(date.fromisoformat(value))


def plain_date(value: str, zone: str) -> str:
    return zones.plain_date(date.fromisoformat(value))


def short_date(value: str, zone: str) -> str:
    return zones.short_date(date.fromisoformat(value))


def day_number(value: str, zone: str) -> str:
    return str(date.fromisoformat(value).day)


def month(value: str, zone: str) -> str:
    """Nov 2026"""
    return zones.short_date(date.fromisoformat(value)).partition(" ")[2]


def day_name(value: str, zone: str) -> str:
    return zones.DAYS[date.fromisoformat(value).weekday()]


def zoned_time(value: str, zone: str) -> str:
    return f"{bare_time(value, zone)} {zone}".strip()


def bare_time(value: str, zone: str) -> str:
    return zones.say_time(time.fromisoformat(value))


def zoned_span(value: str, zone: str) -> str:
    start, end = value.split("-")
    if end == OPEN_END:
        return f"{zoned_time(start, zone)}–{OPEN_END}"
    return f"{bare_span(value, zone)} {zone}".strip()


def bare_span(value: str, zone: str) -> str:
    start, end = value.split("-")
    last = end if end == OPEN_END else bare_time(end, zone)
    return f"{bare_time(start, zone)}–{last}"
