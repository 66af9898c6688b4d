"""One time of a series: leaving it out, bringing it back, moving it."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from content.refusals import Refusal
from content.requests import SignedInRequest
from content.workflow import WRITERS
from content.zones import abbreviation
from scheduler import timing
from scheduler.models import Series
from scheduler.recurring import occasions, saying, showing, steer
from scheduler.recurring.showing import Occasion
from scheduler.views.series import find


@login_required
@require_safe
def occasion(request: SignedInRequest, series_id: int, day: date) -> HttpResponse:
    return drawn(request, find(request, series_id), day)


@login_required
@require_POST
def act(request: SignedInRequest, series_id: int, day: date, act: str) -> HttpResponse:
    series = find(request, series_id)
    at = timezone.now()
    try:
        match act:
            case "lewati":
                occasions.skip(series, day, by=request.user, at=at)
                done = _("Dilewati. Tanggal ini tidak keluar.")
            case "kembalikan":
                occasions.restore(series, day, by=request.user, at=at)
                done = _("Dikembalikan. Tanggal ini keluar seperti biasa.")
            case _move:
                sent = request.POST
                wall = timing.wall_of(sent.get("date", ""), sent.get("time", ""), series.zone)
                occasions.retime(series, day, wall, by=request.user, at=at)
                done = _("Waktunya dipindahkan, hanya untuk kali ini.")
    except Refusal as e:
        return drawn(request, find(request, series_id), day, refusal=e, status=409)
    messages.success(request, done)
    return redirect("scheduler:series", series_id)


def drawn(
    request: SignedInRequest,
    series: Series,
    day: date,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    one = showing.one(series, day)
    if one is None:
        raise Http404
    now = timezone.now()
    local = one.at.astimezone(ZoneInfo(series.zone))
    ahead = series.ended_at is None and one.at > now
    context = {
        "series": series,
        "one": one,
        "rule": saying.rule_words(series),
        "may_steer": ahead and steer.may_steer(series, request.scope),
        "may_write": ahead and _may_write(request, series, one),
        "date": request.POST.get("date") or f"{local:%Y-%m-%d}",
        "time": request.POST.get("time") or f"{local:%H:%M}",
        "zone_word": abbreviation(series.zone, one.at),
        "refusal": refusal,
        "now": now,
    }
    return render(request, "scheduler/occasion.html", context, status=status)


def _may_write(request: SignedInRequest, series: Series, one: Occasion) -> bool:
    free = one.own is None and one.goes_out and series.post.approval_id is not None
    return free and request.scope.may(WRITERS, series.post.office)
