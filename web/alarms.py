"""What everybody must know on every page: sending is stopped, since when, by whom and why."""

from __future__ import annotations

from dataclasses import dataclass

from content.moments import short_when
from content.scope import Scope
from scheduler.models import Stop
from scheduler.words import alarm_of


@dataclass(frozen=True, slots=True)
class Alarm:
    what: str
    since: str
    by: str
    reason: str


def standing(scope: Scope, zone: str) -> list[Alarm]:
    """The stops that reach this person's offices, told in the time of ``zone``."""
    stops = Stop.objects.standing().concerning(scope).select_related("office", "account", "by")
    return [
        Alarm(alarm_of(stop), short_when(stop.at, zone), stop.by.name, stop.reason)
        for stop in stops
    ]
