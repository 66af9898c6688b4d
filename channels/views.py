"""Connecting an account of an office. How it is doing afterwards: scheduler/views/accounts.py."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from channels import connecting, registry
from channels.connecting import ConnectForm, NotConnected
from channels.keepers import KEEPERS, offices_of
from channels.models import Account
from channels.oauth.offer import offer
from channels.signs import sign
from channels.ways import ways
from content.models import Office
from content.requests import SignedInRequest


@login_required
@never_cache
def connect(request: SignedInRequest) -> HttpResponse:
    """Choose office and network, then give what the network needs."""
    if not request.scope.has(*KEEPERS):
        raise Http404
    offices = offices_of(request.scope)
    asked = request.POST if request.method == "POST" else request.GET
    kind = asked.get("kanal", "")
    if not asked.get("kantor") or not registry.is_usable(kind):
        return _choose(request, offices, asked)
    office = get_object_or_404(offices, code=asked["kantor"].replace("\x00", ""))
    form = ConnectForm(kind, request.POST if request.method == "POST" else None)
    detail = ""
    if request.method == "POST" and form.is_valid():
        try:
            made = _connect(request, office, form)
        except NotConnected as e:
            form.add_error(None, str(e))
            detail = e.detail
        else:
            messages.success(request, _("Akun %(account)s tersambung.") % {"account": made.called})
            return redirect("scheduler:account", made.pk)
    context = {
        "form": form,
        "detail": detail,
        "office": office,
        "channel": sign(kind),
        "by_hand": registry.load(kind).capabilities.by_hand is not None,
        "offer": offer(kind),
    }
    return render(request, "channels/connect.html", context, status=422 if form.errors else 200)


def _choose(
    request: SignedInRequest, offices: QuerySet[Office], asked: Mapping[str, str]
) -> HttpResponse:
    """``only``: the one office there is to choose."""
    few = list(offices[:2])
    context = {
        "offices": offices,
        "only": few[0] if len(few) == 1 else None,
        "ways": ways(),
        "asked": asked,
    }
    return render(request, "channels/connect_choose.html", context)


def _connect(request: SignedInRequest, office: Office, form: ConnectForm) -> Account:
    credentials = form.cleaned_data["credentials"]
    found = connecting.read_profile(office, form.kind, credentials)
    return connecting.connect(
        office, form.kind, credentials, found, by=request.user, at=timezone.now()
    )
