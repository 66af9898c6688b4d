"""A record that came back from a backup: what was found to be live already, and what waits."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from content.requests import SignedInRequest
from scheduler import safe_mode
from scheduler.alarm_words import came_back
from scheduler.models import Delivery, DeliveryQuerySet, SafeMode
from scheduler.views.reading import home_zone

MOST = 100  # of each kind on the page; the number above says how many there are


@login_required
@require_safe
def page(request: SignedInRequest) -> HttpResponse:
    zone = home_zone(request)
    mode = safe_mode.current() or SafeMode.objects.first()
    context: dict[str, Any] = {"mode": mode, "zone": zone, "now": timezone.now()}
    if mode is not None:
        told = safe_mode.progress(mode, Delivery.objects.visible_to(request.scope))
        context |= {
            "what": came_back(mode, zone),
            "by_hand": _some(told.by_hand),
            "looking": _some(told.looking),
            "found": _some(told.found.order_by("-finished_at", "-pk")),
        }
    return render(request, "scheduler/restored.html", context)


def _some(rows: DeliveryQuerySet) -> tuple[int, list[Delivery]]:
    return rows.count(), list(rows.select_related("post", "account__office")[:MOST])
