"""The calendar: what is planned, sent, failed, waiting."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from channels import registry
from channels.signs import signs
from content.models import Office
from content.requests import SignedInRequest
from content.workflow import PUBLISHERS
from content.zones import INDONESIAN, abbreviation
from scheduler import acts, agenda, month, timing
from scheduler.models import Delivery, State
from scheduler.month import Day, Span
from scheduler.recurring import days_off
from scheduler.views.reading import home_zone

LEGEND = (State.PLANNED, State.SENT, State.HELD, State.UNCONFIRMED, State.MISSED, State.FAILED)
ZONES = [(name, INDONESIAN[name]) for name in timing.EVERYWHERE]
UNDO = "calendar-undo"


@login_required
@require_safe
def calendar(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    zone = zone_of(request)
    today = now.astimezone(ZoneInfo(zone)).date()
    span = _span(request, today)
    offices = list(Office.objects.visible_to(request.scope).filter(active=True))
    office = _one_of(request.GET.get("kantor", ""), [each.code for each in offices])
    kind = _one_of(request.GET.get("kanal", ""), registry.CHANNELS)
    days = _days(request, span, zone, office=office, kind=kind)
    context = {
        "span": span,
        "weeks": month.weeks(days),
        # On a phone the days that are over make room for today, if today is in sight.
        "past_entries": sum(len(day.entries) for day in days if day.past and day.inside)
        if today in span.days
        else 0,
        "empty": not any(day.entries for day in days),
        "by_week": span.month is None,
        "zone": zone,
        "zone_word": abbreviation(zone, now),
        "zones": ZONES,
        "offices": offices,
        "office": office,
        "kinds": [(one.kind, one.label) for one in signs()],
        "kind": kind,
        "today": today,
        # From a month to a week: this one if it is in sight, else the month's own.
        "week_day": today if today in span.days else span.middle,
        "may_move": request.scope.has(*PUBLISHERS),
        "legend": LEGEND,
        "undo": request.session.pop(UNDO, None),
    }
    return render(request, "scheduler/calendar.html", context)


def _days(request: SignedInRequest, span: Span, zone: str, **only: str) -> list[Day]:
    scope = request.scope
    first, last = span.bounds(zone)

    def may_move(delivery: Delivery) -> bool:
        return acts.may_move_along(delivery, scope)

    rows = agenda.deliveries(scope, first, last, **only)
    wishes = agenda.wishes(scope, first, last, **only)
    off = days_off.reader()
    return month.fill(span, rows, zone, timezone.now(), wishes=wishes, may_move=may_move, off=off)


def _one_of(asked: str, offered: Any) -> str:
    return asked if asked in offered else ""


def zone_of(request: SignedInRequest) -> str:
    """The zone of the calendar: as chosen, else that of the person's own office."""
    chosen = request.GET.get("zona", "") or request.POST.get("zona", "")
    return chosen if chosen in INDONESIAN else home_zone(request)


def _span(request: SignedInRequest, today: date) -> Span:
    week, wanted = request.GET.get("pekan", ""), request.GET.get("bulan", "")
    if week:
        day = _day(week) or today
        return month.week(date.fromordinal(day.toordinal() - day.weekday()))
    first = _day(f"{wanted}-01") or today
    return month.month(first.year, first.month)


def _day(text: str) -> date | None:
    try:
        return timing.read_day(text)
    except ValueError:
        return None
