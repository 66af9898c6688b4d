"""Moving one entry of the calendar: by hand, by key, or by form. All of its deliveries or none."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from content.moments import say_when
from content.numbers import numbers
from content.refusals import Refusal
from content.requests import SignedInRequest
from content.zones import abbreviation
from scheduler import acts, timing
from scheduler.models import Delivery
from scheduler.views.calendar import UNDO, zone_of
from scheduler.views.reading import back_to


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: SignedInRequest) -> HttpResponse:
    """Without a time in the form each delivery keeps its hour."""
    sent = request.POST if request.method == "POST" else request.GET
    rows = _find(request, numbers(sent.getlist("delivery")))
    if request.method != "POST":
        return _draw(request, rows)
    try:
        _take(request, rows)
    except Refusal as e:
        if request.POST.get("time") is not None and not request.POST.get("undo"):
            return _draw(request, rows, refusal=e, status=409)
        messages.error(request, f"{e} {_('Tidak ada yang dipindahkan.')}" if rows[1:] else str(e))
    return back_to(
        request.POST.get("back", ""), "scheduler:calendar", mark=f"#pengantaran-{rows[0].pk}"
    )


def _take(request: SignedInRequest, rows: list[Delivery]) -> None:
    zone = zone_of(request)
    before = rows[0].due_at.astimezone(ZoneInfo(zone))
    clock = request.POST.get("time") or f"{before:%H:%M}"
    wall = timing.wall_of(request.POST.get("date", ""), clock, zone)
    acts.move_all(rows, wall, by=request.user, at=timezone.now())
    rows[0].refresh_from_db(fields=["due_at"])
    said = say_when(rows[0].due_at, zone)
    if request.POST.get("undo"):
        messages.success(request, _("Kembali ke %(when)s.") % {"when": said})
        return
    request.session[UNDO] = {
        "title": rows[0].post.title,
        "said": said,
        "ids": [row.pk for row in rows],
        "date": f"{before:%Y-%m-%d}",
        "time": f"{before:%H:%M}",
        "zone": zone,
    }


def _find(request: SignedInRequest, ids: list[int]) -> list[Delivery]:
    """All that were named, of one post at one moment, or nothing."""
    rows = Delivery.objects.visible_to(request.scope).filter(pk__in=ids)
    found = list(rows.select_related("account__office", "post__office").order_by("pk"))
    if not found or len(found) != len(set(ids)):
        raise Http404
    if len({(row.post_id, row.due_at) for row in found}) > 1:
        raise Http404
    return found


def _draw(
    request: SignedInRequest,
    rows: list[Delivery],
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    zone = zone_of(request)
    local = rows[0].due_at.astimezone(ZoneInfo(zone))
    context = {
        "rows": rows,
        "post": rows[0].post,
        "due_at": rows[0].due_at,
        "zone": zone,
        "zone_word": abbreviation(zone, rows[0].due_at),
        "date": request.POST.get("date") or f"{local:%Y-%m-%d}",
        "time": request.POST.get("time") or f"{local:%H:%M}",
        "back": request.POST.get("back") or request.GET.get("back", ""),
        "may_move": all(acts.may_move_along(row, request.scope) for row in rows),
        "refusal": refusal,
    }
    return render(request, "scheduler/move.html", context, status=status)
