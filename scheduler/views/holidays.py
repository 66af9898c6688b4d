"""Public holidays of a year: everybody reads them, the centre's administrators change them."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from content.numbers import number
from content.refusals import Refusal
from content.requests import SignedInRequest
from scheduler import timing
from scheduler.models import Holiday
from scheduler.recurring import days_off, holidays, times
from scheduler.views.reading import home_zone


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: SignedInRequest) -> HttpResponse:
    today = times.day_in(home_zone(request), timezone.now())
    year = number(request.GET.get("tahun", ""))
    year = year if year in timing.YEARS else today.year
    if request.method != "POST":
        return _draw(request, year, today)
    try:
        day = _take(request)
    except Refusal as e:
        return _draw(request, year, today, refusal=e, status=409)
    messages.success(request, _("Hari libur diperbarui. Jadwal rutin menyesuaikan diri."))
    return redirect(f"{reverse('scheduler:holidays')}?tahun={day.year}")


def _take(request: SignedInRequest) -> date:
    """The day it is now about."""
    sent, by, at = request.POST, request.user, timezone.now()
    was = holidays.read_day(sent["was"]) if sent.get("was") else None
    if sent.get("act") == "hapus" and was is not None:
        holidays.remove(was, by=by, at=at)
        return was
    if sent.get("act") == "semula" and was is not None:
        holidays.as_published(was, by=by, at=at)
        return was
    day = holidays.read_day(sent.get("date", ""))
    shared_leave = sent.get("leave") == "1"
    holidays.put(day, sent.get("name", ""), shared_leave=shared_leave, by=by, at=at, instead_of=was)
    return day


def _draw(
    request: SignedInRequest,
    year: int,
    today: date,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    found = days_off.between(date(year, 1, 1), date(year, 12, 31))
    said = Holiday.objects.filter(day__year=year, name="")
    context = {
        "year": year,
        "today": today,
        "days": list(found.values()),
        "removed": [(each, days_off.published(year).get(each.day)) for each in said],
        "estimates": any(off.estimate for off in found.values()),
        "before": year - 1 if year - 1 in timing.YEARS else None,
        "after": year + 1 if year + 1 in timing.YEARS else None,
        "may_edit": holidays.may_edit(request.scope),
        "sent": request.POST if refusal else {},
        "refusal": refusal,
    }
    return render(request, "scheduler/holidays.html", context, status=status)
