"""Stopping deliveries, and going on."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from channels import registry
from content.models import Office
from content.refusals import Refusal
from content.requests import SignedInRequest
from scheduler import stops
from scheduler.models import Delivery, Hold, Reach, State, Stop


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
    context = {
        "standing": Stop.objects.standing().select_related("by", "office"),
        "past": Stop.objects.exclude(lifted_at=None).select_related("by", "lifted_by", "office")[
            :20
        ],
        "held": Delivery.objects.visible_to(request.scope)
        .filter(state=State.HELD, reason=Hold.STOPPED)
        .distinct()
        .count(),
        "may_stop": request.scope.has(*stops.MAY_STOP),
        "reaches": Reach.choices,
        "offices": Office.objects.filter(request.scope.reach(stops.MAY_STOP, prefix="")),
        "kinds": [(kind, registry.load(kind).label) for kind in registry.CHANNELS],
        "sent": request.POST,
        "refusal": refusal,
    }
    return render(request, "scheduler/stops.html", context, status=409 if refusal else 200)


def _stop(request: SignedInRequest) -> None:
    """Stops what the form names. A form that names nothing we know is refused, never guessed."""
    sent = request.POST
    if sent.get("reach") not in Reach.values:
        raise stops.ReachMissing
    reach, office, kind = Reach(sent["reach"]), None, ""
    if reach is Reach.OFFICE:
        reachable = Office.objects.visible_to(request.scope)
        office = get_object_or_404(reachable, code=sent.get("office", ""))
    if reach is Reach.CHANNEL:
        kind = sent.get("kind", "")
        if kind not in registry.CHANNELS:
            raise stops.ReachMissing
    stops.stop(
        reach, sent.get("reason", ""), by=request.user, at=timezone.now(), office=office, kind=kind
    )


@login_required
@require_POST
def lift(request: SignedInRequest, stop_id: int) -> HttpResponse:
    standing = get_object_or_404(Stop.objects.select_related("office"), pk=stop_id)
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
