"""Light, dark, or as the device says. A cookie, so that the first paint is already right."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

COOKIE = "gema_theme"
CHOICES = ("light", "dark")
YEAR = 365 * 24 * 3600


def chosen_theme(request: HttpRequest) -> str:
    """The person's choice; empty to follow the device."""
    value = request.COOKIES.get(COOKIE, "")
    return value if value in CHOICES else ""


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = "/"
    response = HttpResponseRedirect(target)
    choice = request.POST.get("theme", "")
    if choice in CHOICES:
        secure = request.is_secure()
        response.set_cookie(COOKIE, choice, max_age=YEAR, secure=secure, samesite="Lax")
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response
