"""What everybody must know on every page: what keeps things from going out, since when and why."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.models import Role
from content.moments import short_when
from content.scope import Scope
from scheduler import safe_mode
from scheduler.alarm_words import came_back, jumped
from scheduler.doubt import doubting
from scheduler.models import Reach, Stop
from scheduler.views.machine import may_see
from scheduler.words import alarm_of
from web import disk


@dataclass(frozen=True, slots=True)
class Alarm:
    """``by``: empty where no person did it. ``place``: the page that says more."""

    what: str
    since: str
    by: str
    reason: str
    sign: str = "hand-stop"
    place: str = "scheduler:stops"


# The rest of them is a number: a red page tells nothing more than a red line.
MOST_STOPS = 3
WIDEST_FIRST = (Reach.ALL, Reach.CHANNEL, Reach.TOPIC, Reach.OFFICE, Reach.ACCOUNT)


def standing(scope: Scope, zone: str) -> list[Alarm]:
    """What reaches this person's offices, told in the time of ``zone``."""
    general = (*_of_the_clock(zone), *_of_the_record(zone), *_of_the_disk(scope))
    return [*general, *_of_stops(scope, zone)]


def _of_stops(scope: Scope, zone: str) -> list[Alarm]:
    found = Stop.objects.standing().concerning(scope).select_related("office", "account", "by")
    stops = sorted(found, key=lambda stop: WIDEST_FIRST.index(Reach(stop.reach)))
    alarms = [
        Alarm(alarm_of(stop), short_when(stop.at, zone), stop.by.name, stop.reason)
        for stop in stops[:MOST_STOPS]
    ]
    more = len(stops) - MOST_STOPS
    if more > 0:
        words = ngettext("%(n)d penghentian lain berlaku", "%(n)d penghentian lain berlaku", more)
        alarms.append(Alarm(words % {"n": more}, "", "", ""))
    return alarms


def _of_the_clock(zone: str) -> list[Alarm]:
    """One is enough: the page names every worker that doubts."""
    return [
        Alarm(
            jumped(worker.doubt_seconds, worker.doubt_since),
            short_when(worker.doubt_since, zone),
            "",
            _("Tidak ada yang mulai dikirim sampai jamnya dipastikan benar."),
            sign="clock-exclamation",
            place="scheduler:clock",
        )
        for worker in doubting()[:1]
        if worker.doubt_since is not None
    ]


def _of_the_record(zone: str) -> list[Alarm]:
    mode = safe_mode.current()
    if mode is None:
        return []
    return [
        Alarm(
            came_back(mode, zone),
            short_when(mode.entered_at, zone),
            "",
            _("Setiap kiriman dicari dahulu sebelum dikirim."),
            sign="history",
            place="scheduler:restored",
        )
    ]


def _of_the_disk(scope: Scope) -> list[Alarm]:
    """Early for those who can make room; for everybody when writing is about to fail."""
    taken = disk.filled()
    filling, full = settings.DISK_FILLS
    if taken < filling or (taken < full and not scope.has(Role.ADMINISTRATOR)):
        return []
    return [
        Alarm(
            _("Penyimpanan server terisi %(percent)d%%") % {"percent": taken * 100},
            "",
            "",
            _("Bila penuh, tidak ada yang bisa disimpan atau dikirim."),
            sign="database-exclamation",
            place="scheduler:machine" if may_see(scope) else "",
        )
    ]
