"""Stopping deliveries, and going on."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from channels import registry
from channels.signs import signs
from content.models import Office
from content.refusals import Refusal
from content.requests import SignedInRequest
from scheduler import stops
from scheduler.models import Delivery, Hold, Reach, State, Stop
from scheduler.views.reading import home_zone


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: SignedInRequest) -> HttpResponse:
    """Everybody sees what is stopped and why; who may stop has a form."""
    refusal = None
    if request.method == "POST":
        try:
            _stop(request)
        except Refusal as e:
            refusal = e
        else:
            messages.warning(request, _("Pengiriman dihentikan. Tidak ada yang dikirim lagi."))
            return redirect("scheduler:stops")
    reachable = _reachable(request)
    context = {
        "standing": _standing(request),
        "past": _past(),
        "held": Delivery.objects.visible_to(request.scope)
        .filter(state=State.HELD, reason=Hold.STOPPED)
        .count(),
        "reaches": _reaches(request) if reachable else [],
        "offices": reachable,
        "kinds": [(one.kind, one.label) for one in signs()],
        "sent": request.POST,
        "zone": home_zone(request),
        "refusal": refusal,
    }
    return render(request, "scheduler/stops.html", context, status=409 if refusal else 200)


def _reachable(request: SignedInRequest) -> list[Office]:
    return list(Office.objects.filter(request.scope.reach(stops.MAY_STOP, prefix="")))


def _reaches(request: SignedInRequest) -> list[tuple[Reach, str]]:
    """What this person may stop: a region its own offices, the centre everything."""
    mine = Reach if stops.may_stop(request.scope, None) else (Reach.OFFICE,)
    return [(reach, str(reach.label)) for reach in mine]


def _standing(request: SignedInRequest) -> list[tuple[Stop, bool]]:
    """Every stop, and whether this person may lift it."""
    found = Stop.objects.standing().select_related("by", "office")
    return [(stop, stops.may_lift(request.scope, stop)) for stop in found]


def _past() -> QuerySet[Stop]:
    over = Stop.objects.exclude(lifted_at=None).order_by("-lifted_at")
    return over.select_related("by", "lifted_by", "office")[:20]


def _stop(request: SignedInRequest) -> None:
    """Stops what the form names. A form that names nothing we know is refused, never guessed."""
    sent = request.POST
    if sent.get("reach") not in Reach.values:
        raise stops.ReachMissing
    reach, office, kind = Reach(sent["reach"]), None, ""
    if reach is Reach.OFFICE:
        named = {each.code: each for each in _reachable(request)}
        office = named.get(sent.get("office", ""))
    if reach is Reach.CHANNEL:
        kind = sent.get("kind", "")
    if (reach is Reach.OFFICE and office is None) or (
        reach is Reach.CHANNEL and kind not in registry.CHANNELS
    ):
        raise stops.ReachMissing
    stops.stop(
        reach, sent.get("reason", ""), by=request.user, at=timezone.now(), office=office, kind=kind
    )


@login_required
@require_POST
def lift(request: SignedInRequest, stop_id: int) -> HttpResponse:
    standing = get_object_or_404(Stop.objects.select_related("office", "by"), pk=stop_id)
    try:
        stops.lift(standing, by=request.user, at=timezone.now())
    except Refusal as e:
        messages.error(request, str(e))
    else:
        messages.success(
            request,
            _("Dilanjutkan. Yang masih dalam tenggang dikirim; yang terlambat menunggu keputusan."),
        )
    return redirect("scheduler:stops")
