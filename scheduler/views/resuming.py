"""Going on after a stop: what it holds, and what is to become of that."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from content.refusals import Refusal
from content.requests import SignedInRequest
from content.zones import abbreviation
from scheduler import resuming, stops, timing
from scheduler.models import Delivery, Stop
from scheduler.resuming import Choice, Resumed, Wish
from scheduler.views.reading import home_zone

A_PAGE = 40
WENT = {
    "going": ngettext_lazy("%(n)d dikirim bertahap", "%(n)d dikirim bertahap", "n"),
    "moved": ngettext_lazy("%(n)d dipindahkan", "%(n)d dipindahkan", "n"),
    "cancelled": ngettext_lazy("%(n)d dibatalkan", "%(n)d dibatalkan", "n"),
    "asking": ngettext_lazy("%(n)d dicari lagi", "%(n)d dicari lagi", "n"),
    "deciding": ngettext_lazy("%(n)d menunggu keputusan", "%(n)d menunggu keputusan", "n"),
}


@login_required
@never_cache
@require_safe
def resume(request: SignedInRequest, stop_id: int) -> HttpResponse:
    stop = _find(stop_id)
    if not stops.may_lift(request.scope, stop):
        raise Http404
    if stop.lifted_at is not None:
        return redirect("scheduler:stops")
    return _draw(request, stop)


@login_required
@require_POST
def lift(request: SignedInRequest, stop_id: int) -> HttpResponse:
    """Lifts, and does with what has waited as wished; or neither. A form without a wish sends
    what is in time and leaves the rest to a person."""
    stop = _find(stop_id)
    try:
        resumed = stops.lift(stop, _wish(request), by=request.user, at=timezone.now())
    except stops.MayNotLift as e:
        messages.error(request, str(e))
        return redirect("scheduler:stops")
    except Refusal as e:
        return _draw(request, stop, refusal=e, status=409)
    if resumed is None:
        messages.info(request, _already(stop))
        return redirect("scheduler:stops")
    messages.success(request, said(resumed))
    if resumed.deciding:
        return redirect("scheduler:needs")
    return redirect("scheduler:stops")


def _find(stop_id: int) -> Stop:
    rows = Stop.objects.select_related("office", "account", "by", "lifted_by")
    found: Stop = get_object_or_404(rows, pk=stop_id)
    return found


def _wish(request: SignedInRequest) -> Wish:
    sent = request.POST
    asked = sent.get("choice", Choice.GO)
    if asked not in list(Choice):
        raise stops.ChoiceMissing
    first = None
    if asked == Choice.MOVE:
        zone = home_zone(request)
        first = timing.wall_of(sent.get("date", ""), sent.get("time", ""), zone)
    return Wish(Choice(asked), first, sent.get("seen", ""))


def _already(stop: Stop) -> str:
    stop.refresh_from_db()
    by = stop.lifted_by
    return _("Sudah dilanjutkan oleh %(name)s.") % {"name": by.name if by else ""}


def said(resumed: Resumed) -> str:
    """What has become of what waited, each with its number."""
    parts = [
        str(words % {"n": number})
        for name, words in WENT.items()
        if (number := getattr(resumed, name))
    ]
    return _("Dilanjutkan: %(what)s.") % {"what": ", ".join(parts)} if parts else _("Dilanjutkan.")


def _draw(
    request: SignedInRequest, stop: Stop, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    now, sent = timezone.now(), request.POST
    zone = home_zone(request)
    soon = _next_hour(now, zone)
    waits = resuming.survey(stop, request.scope, now)
    rows = resuming.waiting(stop, now).select_related("post", "account__office")
    rows = rows.order_by("account__office__path", "account__kind", "account_id", "due_at", "pk")
    context = {
        "stop": stop,
        "strays": _strays(request, stop) if waits.strays else [],
        "waits": waits,
        "unasked": _unasked(request, stop) if waits.unasked else [],
        "page_obj": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "choice": sent.get("choice", Choice.GO),
        "date": sent.get("date", f"{soon:%Y-%m-%d}"),
        "time": sent.get("time", f"{soon:%H:%M}"),
        "zone": zone,
        "zone_word": abbreviation(zone, now),
        "refusal": refusal,
        "now": now,
    }
    return render(request, "scheduler/resume.html", context, status=status)


def _unasked(request: SignedInRequest, stop: Stop) -> QuerySet[Delivery]:
    rows = resuming.unasked(stop).visible_to(request.scope).select_related("post", "account")
    return rows.order_by("due_at", "pk")[:A_PAGE]


def _strays(request: SignedInRequest, stop: Stop) -> QuerySet[Delivery]:
    rows = resuming.strays(stop).visible_to(request.scope).select_related("post", "account")
    return rows.order_by("due_at", "pk")[:A_PAGE]


def _next_hour(now: datetime, zone: str) -> datetime:
    """A full hour, with time left to look at what was chosen."""
    later = now.astimezone(ZoneInfo(zone)) + timedelta(hours=1, minutes=15)
    return later.replace(minute=0)
