"""Stopping deliveries: what is stopped, what was under way then, and the form."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from content.refusals import Refusal
from content.requests import SignedInRequest
from scheduler import resuming, stops, underway, words
from scheduler.models import Stop
from scheduler.stoppable import Stoppable
from scheduler.underway import Calls
from scheduler.views.reading import home_zone


@dataclass(frozen=True, slots=True)
class Card:
    """One standing stop. ``held``: how much of what this person sees it holds. ``asks``: lifting it
    asks what is to become of something."""

    stop: Stop
    may_lift: bool
    held: int
    asks: bool
    calls: Calls


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: SignedInRequest) -> HttpResponse:
    """Everybody sees what is stopped and why; who may stop has a form. An address may fill it."""
    stoppable = Stoppable.by(request.scope)
    refusal = None
    if request.method == "POST":
        try:
            made = _stop(request, stoppable)
        except Refusal as e:
            refusal = e
        else:
            said = {"what": words.reach_of(made)}
            told = _(
                "Dihentikan: %(what)s. Tidak ada lagi yang mulai dikirim; penarikan tetap berjalan."
            )
            messages.warning(request, told % said)
            return redirect("scheduler:stops")
    context = {
        "standing": _standing(request),
        "past": _past(request),
        "offered": stoppable,
        "sent": request.POST or request.GET,
        "reason": request.POST.get("reason", ""),
        "zone": home_zone(request),
        "refusal": refusal,
    }
    return render(request, "scheduler/stops.html", context, status=409 if refusal else 200)


@login_required
@never_cache
@require_safe
def under_way(request: SignedInRequest, stop_id: int) -> HttpResponse:
    """What was being sent when the stop was set, as it stands now; asked for until it has ended."""
    stop = get_object_or_404(Stop.objects.concerning(request.scope), pk=stop_id)
    context = {"stop": stop, "calls": underway.calls(stop, request.scope)}
    return render(request, "scheduler/_under_way.html", context)


def _stop(request: SignedInRequest, stoppable: Stoppable) -> Stop:
    reach, named = stoppable.read(request.POST)
    reason = request.POST.get("reason", "")
    return stops.stop(reach, reason, by=request.user, at=timezone.now(), **named)


def _standing(request: SignedInRequest) -> list[Card]:
    found = Stop.objects.standing().concerning(request.scope)
    return [_card(request, stop) for stop in found.select_related("by", "office", "account")]


def _card(request: SignedInRequest, stop: Stop) -> Card:
    held = resuming.held_by(stop).visible_to(request.scope).count()
    return Card(
        stop,
        stops.may_lift(request.scope, stop),
        held,
        held > 0 or resuming.strays(stop).visible_to(request.scope).exists(),
        underway.calls(stop, request.scope),
    )


def _past(request: SignedInRequest) -> QuerySet[Stop]:
    over = Stop.objects.exclude(lifted_at=None).concerning(request.scope).order_by("-lifted_at")
    return over.select_related("by", "lifted_by", "office", "account")[:20]
