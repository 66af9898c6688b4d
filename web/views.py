"""The shell's own pages: home and health."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from composer.library import choices
from content import drafts
from content.models import Office
from content.requests import SignedInRequest
from scheduler import engine, vitals
from scheduler.doubt import doubting
from web import home as home_page
from web import home_tasks
from web.navigation import DEFAULT_ZONE


@login_required
@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    now, scope = timezone.now(), request.scope
    office = Office.objects.filter(pk__in=filter(None, [scope.home_office_id()])).first()
    zone = office.zone if office is not None else DEFAULT_ZONE
    context = {
        "greeting": home_page.greeting(now, zone),
        "called": home_page.called(request.user),
        "office": office,
        "now": now,
        "zone": zone,
        "tasks": home_tasks.tasks(scope, now),
        "drafts": home_page.own_drafts(scope),
        "handed_in": home_page.handed_in(scope),
        "coming": home_page.coming(scope, now),
        "latest": home_page.latest(scope),
        "is_new": home_page.is_new(scope),
        "quick_offices": drafts.offices_to_write_for(scope),
        "templates": choices(),
        "key": uuid.uuid4(),
    }
    return render(request, "web/home.html", context)


@never_cache
@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """The process answers. Touches nothing."""
    return JsonResponse({"live": True})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers, and who sends here can send. Says nothing about why not.

    A clock in doubt is said, but is no reason to take the pages away: on one of them a person
    confirms it.
    """
    if engine.expected() and not engine.is_ready():
        return _ready(False)
    try:
        in_doubt = engine.is_in_doubt() or bool(doubting())
    except DatabaseError:
        return _ready(False)
    return JsonResponse({"ready": True, "clock": "in doubt"}) if in_doubt else _ready(True)


@never_cache
@require_safe
def engine_ready(request: HttpRequest) -> HttpResponse:
    """Whether anybody sends, in whichever process. For whatever wakes a person at night."""
    try:
        return _ready(vitals.somebody_sends(vitals.hands()))
    except DatabaseError:
        return _ready(False)


def _ready(is_it: bool) -> JsonResponse:
    return JsonResponse({"ready": is_it}, status=200 if is_it else 503)
