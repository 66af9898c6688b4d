"""Money, numbers and percentages, with Indonesian points and commas."""

from __future__ import annotations

import re
from decimal import Decimal

from composer.slots.base import SlotError, one_line
from content.marks import gettext_noop

BAD_MONEY = gettext_noop("Jumlah “%(typed)s” tidak terbaca. Tulis rupiah penuh, misalnya 650.000.")
BAD_NUMBER = gettext_noop("Angka “%(typed)s” tidak terbaca. Tulis misalnya 1.250 atau 88,12.")
BAD_PERCENTAGE = gettext_noop("Persentase “%(typed)s” tidak terbaca. Tulis misalnya 88,12.")
OVER_HUNDRED = gettext_noop("Persentase paling tinggi 100.")

_RUPIAH = re.compile(r"(?:(?:rp|idr)\.?\s*)?([\d.\s]+)(?:,(?:00|-{1,2}|–|—)|\s*-)?", re.IGNORECASE)
_GROUPED = re.compile(r"[0-9]{1,3}(?:[. ][0-9]{3})+|[0-9]+")
_DECIMAL = re.compile(r"(-?)([0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,([0-9]+))?")
_POINT = re.compile(r"(-?)([0-9]+)\.([0-9]+)")
MOST_DIGITS = 15


def parse_money(typed: str) -> str:
    """Rp 650.000,- or 650000 -> 650000"""
    text = one_line(typed)
    match = _RUPIAH.fullmatch(text)
    figures = match[1].strip() if match else ""
    if not _GROUPED.fullmatch(figures) or len(figures) > MOST_DIGITS + 5:
        raise SlotError(BAD_MONEY, typed=text[:40])
    return str(int(re.sub(r"\D", "", figures)))


def parse_number(typed: str) -> str:
    """1.250 -> 1250 and 88.12 -> 88,12; the comma keeps 88,125 apart from 88.125 thousand."""
    text = one_line(typed)
    match = _DECIMAL.fullmatch(text) or _POINT.fullmatch(text)
    if match is None or len(text) > MOST_DIGITS + 5:
        raise SlotError(BAD_NUMBER, typed=text[:40])
    sign, whole, part = match.groups()
    number = Decimal(f"{sign}{whole.replace('.', '')}.{part or 0}")
    # Adding zero turns -0 into 0.
    value = format(number + 0, "f").rstrip("0").rstrip(".")
    return value.replace(".", ",")


def parse_percentage(typed: str) -> str:
    """88,12 %, 88.12% or 88,12 persen -> 88,12"""
    text = one_line(typed)
    figures = re.sub(r"\s*(?:%|persen)$", "", text, flags=re.IGNORECASE)
    try:
        value = parse_number(figures)
    except SlotError:
        raise SlotError(BAD_PERCENTAGE, typed=text[:40]) from None
    if not 0 <= Decimal(value.replace(",", ".")) <= 100:
        raise SlotError(OVER_HUNDRED)
    return value


def rupiah(value: str, zone: str = "") -> str:
    return f"Rp{grouped(value)}"


def grouped(value: str, zone: str = "") -> str:
    """1250 -> 1.250 and 88,12 -> 88,12"""
    whole, comma, rest = value.partition(",")
    sign = "-" if whole.startswith("-") else ""
    return f"{sign}{int(whole.lstrip('-')):,}".replace(",", ".") + comma + rest


def percent(value: str, zone: str = "") -> str:
    return f"{grouped(value)}%"
