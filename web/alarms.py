"""What everybody must know on every page: sending is stopped, since when, by whom and why."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from channels.signs import sign
from content.moments import short_when
from content.scope import Scope
from scheduler.models import Reach, Stop


@dataclass(frozen=True, slots=True)
class Alarm:
    what: str
    since: str
    by: str
    reason: str


def standing(scope: Scope, zone: str) -> list[Alarm]:
    """The stops that reach this person's offices, told in the time of ``zone``."""
    above = {line for grant in scope.grants for line in _lines_above(grant.path)}
    ours = ~Q(reach=Reach.OFFICE) | scope.reach() | Q(office__path__in=above)
    stops = Stop.objects.standing().filter(ours).select_related("office", "by")
    return [
        Alarm(_what(stop), short_when(stop.at, zone), stop.by.name, stop.reason) for stop in stops
    ]


def _lines_above(path: str) -> list[str]:
    """``A/B/C/`` lies below ``A/`` and ``A/B/``, and a stop of either reaches it."""
    codes = path.rstrip("/").split("/")
    return ["/".join(codes[:depth]) + "/" for depth in range(1, len(codes) + 1)]


def _what(stop: Stop) -> str:
    if stop.office is not None:
        return _("Pengiriman %(office)s dihentikan") % {"office": stop.office.short_name}
    if stop.reach == Reach.CHANNEL:
        return _("Pengiriman ke %(channel)s dihentikan") % {"channel": sign(stop.kind).label}
    return _("Semua pengiriman dihentikan")
