"""The shell's own pages: home and health."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from content.requests import SignedInRequest


@login_required
@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    return render(request, "web/home.html")


@never_cache
@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """The process answers. Touches nothing."""
    return JsonResponse({"live": True})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers. Says nothing about why not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"ready": False}, status=503)
    return JsonResponse({"ready": True})
