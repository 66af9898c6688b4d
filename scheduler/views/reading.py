"""Reading what a form or an address says, and where the person who sent it is at home."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from content.models import Office, Post
from content.requests import SignedInRequest


def home_zone(request: SignedInRequest) -> str:
    """The zone of the person's own office, for times that belong to no office."""
    home = request.scope.home_office_id()
    if home is None:
        return str(settings.GEMA.desk.zone)
    return Office.objects.values_list("zone", flat=True).get(pk=home)


def back_to(address: str, otherwise: str, *, mark: str = "") -> HttpResponseRedirect:
    """To a page of ours only. ``mark``: the part of it to look at."""
    if address.startswith("/") and url_has_allowed_host_and_scheme(address, None):
        return HttpResponseRedirect(address.partition("#")[0] + mark)
    return redirect(otherwise)


def timing_of(request: SignedInRequest, post: Post) -> dict[str, str]:
    """What the time fields show: what was just sent, else what the office asked for."""
    if request.method == "POST":
        return {key: request.POST.get(key, "") for key in ("when", "date", "time", "mode")}
    asked = post.wanted or {}
    return {**asked, "when": "at" if asked.get("date") else "now"}
