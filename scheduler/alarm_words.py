"""Sentences about a clock that jumped and a record that came back."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from content.moments import amount, short_when
from scheduler.models import SafeMode, Why


def jumped(seconds: int, since: datetime) -> str:
    """Jam server melompat maju 2 jam; pengiriman dibekukan"""
    by = amount(since, since + timedelta(seconds=abs(seconds)))
    if seconds > 0:
        return _("Jam server melompat maju %(by)s; pengiriman dibekukan") % {"by": by}
    return _("Jam server melompat mundur %(by)s; pengiriman dibekukan") % {"by": by}


def came_back(mode: SafeMode, zone: str) -> str:
    """Dipulihkan dari cadangan 7 Des 2026, 01.00 WIB"""
    if mode.why == Why.UNSURE:
        return _("Catatan Gema ini mungkin bukan yang terbaru")
    if mode.recorded_until is None:
        return _("Dipulihkan dari cadangan")
    return _("Dipulihkan dari cadangan %(moment)s") % {
        "moment": short_when(mode.recorded_until, zone)
    }
