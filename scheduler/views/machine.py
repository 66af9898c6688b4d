"""The engine, for administrators of the centre: which processes send, and how well."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from content.models import Office, Role
from content.requests import SignedInRequest
from content.scope import Scope
from scheduler import engine, vitals
from scheduler.views.reading import home_zone


def may_see(scope: Scope) -> bool:
    centres = Office.objects.filter(parent=None)
    return any(scope.may([Role.ADMINISTRATOR], centre) for centre in centres)


@login_required
@never_cache
@require_safe
def page(request: SignedInRequest) -> HttpResponse:
    if not may_see(request.scope):
        raise Http404
    now, zone = timezone.now(), home_zone(request)
    context = {
        "vitals": vitals.read(now, zone),
        "distributed": engine.is_distributed(),
        "now": now,
        "zone": zone,
    }
    return render(request, "scheduler/machine.html", context)
