"""What the address of the page asks for. Pure but for its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from web.awareness.measure import Measure
from web.awareness.period import Period, twelve_months, up_to

OWN = "sendiri"
USUAL = "30"
DAYS = {"7": 7, "30": 30, "90": 90}
YEAR = "tahun"
SPANS: dict[str, str | Promise] = {
    "7": _("7 hari"),
    "30": _("30 hari"),
    "90": _("90 hari"),
    YEAR: _("12 bulan"),
}
LONGEST = 2 * 366


@dataclass(frozen=True, slots=True)
class Only:
    """What the figures are narrowed to; "" is everything."""

    office: str = ""
    kind: str = ""
    topic: str = ""
    template: str = ""

    def __bool__(self) -> bool:
        return bool(self.office or self.kind or self.topic or self.template)


@dataclass(frozen=True, slots=True)
class Asked:
    """``span``: a key of SPANS, or OWN. ``typed``: the dates as they were typed. ``fault``: why
    they are not what is shown, "" if they are."""

    period: Period
    span: str
    measure: Measure
    only: Only
    typed: tuple[str, str] = ("", "")
    fault: str = ""


class BadDates(Exception):
    """Show the usual period, and this sentence."""


def read(query: Mapping[str, str], today: date) -> Asked:
    """Whatever is not understood is as if it had not been asked for, but for dates: of these a
    person is told."""
    only = Only(
        office=query.get("kantor", ""),
        kind=query.get("kanal", ""),
        topic=query.get("topik", ""),
        template=query.get("templat", ""),
    )
    typed = (query.get("dari", "").strip()[:20], query.get("sampai", "").strip()[:20])
    span = query.get("masa", "")
    span = OWN if any(typed) else span if span in SPANS else USUAL
    fault = ""
    try:
        period = _own(*typed, today) if span == OWN else _period(span, today)
    except BadDates as e:
        period, fault = _period(USUAL, today), str(e)
    return Asked(period, span, _measure(query.get("ukuran", "")), only, typed, fault)


def _measure(word: str) -> Measure:
    return next((each for each in Measure if each.value == word), Measure.VIEWS)


def _period(span: str, today: date) -> Period:
    return twelve_months(today) if span == YEAR else up_to(today, DAYS[span])


def _own(first_typed: str, last_typed: str, today: date) -> Period:
    first, last = _day(first_typed), _day(last_typed) if last_typed else today
    if first > last:
        raise BadDates(_("Tanggal mulai harus sebelum tanggal akhir."))
    if first > today:
        raise BadDates(_("Rentang itu belum dimulai. Pilih tanggal yang sudah lewat."))
    period = Period(first, min(last, today))
    if period.days > LONGEST:
        raise BadDates(_("Paling panjang dua tahun sekaligus. Persempit tanggalnya."))
    return period


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadDates(_("Tulis tanggal mulai dan akhir, misalnya 2026-11-01.")) from None
