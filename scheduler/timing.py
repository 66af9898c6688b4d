"""A time as a person types it into a form: date, hour, mode, or "as soon as possible"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from django.utils.translation import gettext as _

from content.refusals import Refusal
from content.zones import GapError, say_time, wall_to_instant
from scheduler.models import Mode
from scheduler.when import Wall


class Unreadable(Refusal):
    """Type the date and the hour again."""


@dataclass(frozen=True, slots=True)
class Timing:
    """``wall`` None: as soon as possible."""

    wall: Wall | None
    mode: Mode


def read(sent: Mapping[str, str], zone: str) -> Timing:
    """Fields ``when`` (``now`` or ``at``), ``date``, ``time``, ``mode``. Raises Unreadable."""
    mode = Mode(sent["mode"]) if sent.get("mode") in Mode.values else Mode.TOGETHER
    if sent.get("when") == "now":
        return Timing(None, mode)
    return Timing(wall_of(sent.get("date", ""), sent.get("time", ""), zone), mode)


def wall_of(day: str, clock: str, zone: str) -> Wall:
    """Raises Unreadable, also where the clocks of the zone never show this time."""
    try:
        wall = Wall(date.fromisoformat(day), time.fromisoformat(clock), zone)
    except ValueError:
        raise Unreadable(_("Isi tanggal dan jam, misalnya 7 Desember 2026 pukul 08.00.")) from None
    try:
        wall_to_instant(wall.day, wall.clock, zone)
    except GapError as gap:
        valid = say_time(gap.next_valid.time())
        raise Unreadable(
            _("Jam itu tidak ada di zona waktu ini karena jam digeser. Pakai %(time)s.")
            % {"time": valid}
        ) from gap
    return wall
