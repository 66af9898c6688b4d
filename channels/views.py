"""Accounts of the offices: how each is doing, and connecting new ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from channels import connecting, opening, registry, vault
from channels.base import DeliveryError
from channels.connecting import ConnectForm, NotConnected
from channels.health import health
from channels.history import history
from channels.keepers import KEEPERS, accounts_of, offices_of
from channels.models import Account, AccountState, KeptSession
from channels.oauth.offer import offer
from channels.press import lists
from channels.signs import sign, signs
from channels.ways import ways
from channels.words import word
from content.models import Office
from content.moments import short_when
from content.requests import SignedInRequest
from content.workflow import PUBLISHERS

PER_PAGE = 50


@login_required
@require_safe
def accounts(request: SignedInRequest) -> HttpResponse:
    """All accounts this person sees, those that need somebody on request."""
    now = timezone.now()
    every = Account.objects.visible_to(request.scope).select_related("office")
    state, kind = request.GET.get("keadaan", ""), request.GET.get("kanal", "")
    query = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    found = every
    if state == "terputus":
        found = found.filter(state=AccountState.DISCONNECTED)
    elif state != "semua":
        found = found.usable()
    if kind in registry.CHANNELS:
        found = found.filter(kind=kind)
    if query:
        found = found.filter(
            Q(office__name__icontains=query)
            | Q(office__short_name__icontains=query)
            | Q(handle__icontains=query)
        )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [row(account, now) for account in page],
        "broken": every.filter(state=AccountState.DISCONNECTED).count(),
        "state": state,
        "kind": kind,
        "query": query,
        "kinds": signs(),
        "may_connect": request.scope.has(*KEEPERS),
    }
    return render(request, "channels/accounts.html", context)


@login_required
@require_safe
def account(request: SignedInRequest, account_id: int) -> HttpResponse:
    found = get_object_or_404(
        Account.objects.visible_to(request.scope).select_related("office", "connected_by"),
        pk=account_id,
    )
    kept = KeptSession.objects.filter(account=found).first()
    lasts = kept.lasts_until if kept else None
    until = short_when(lasts, found.office.zone) if lasts else ""
    context = row(found, timezone.now()) | {
        "lasts_until": until,
        "renews": kept and lasts and kept.renew_at and kept.renew_at < lasts,
        "keeps": request.scope.may(KEEPERS, found.office),
        "may_stop": found.state != AccountState.RETIRED
        and request.scope.may(PUBLISHERS, found.office),
        "inside": connecting.is_inside(found.kind),
        "history": history(found),
        "known": registry.is_usable(found.kind),
        "keeps_list": lists.kept_by(request.scope).filter(pk=found.pk).exists(),
    }
    return render(request, "channels/account.html", context)


@login_required
@require_POST
def check(request: SignedInRequest, account_id: int) -> HttpResponse:
    """A harmless read, now. Changes nothing: what a failed delivery finds counts, not this."""
    found = get_object_or_404(accounts_of(request.scope), pk=account_id)
    try:
        profile = opening.open_channel(found).check()
    except vault.Locked:
        messages.error(
            request, _("Kredensialnya tidak bisa dibuka lagi. Sambungkan akun ini lagi.")
        )
    except DeliveryError as e:
        messages.error(request, str(word(e.reason)))
    else:
        messages.success(
            request, _("Akun menjawab dengan baik: %(name)s.") % {"name": profile.name}
        )
    return redirect("channels:account", account_id)


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
    if request.method == "POST" and form.is_valid():
        try:
            made = _connect(request, office, form)
        except NotConnected as e:
            form.add_error(None, str(e))
        else:
            messages.success(request, _("Akun %(account)s tersambung.") % {"account": made.called})
            return redirect("channels:account", made.pk)
    context = {
        "form": form,
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


def row(found: Account, now: Any) -> dict[str, Any]:
    """What the pages say about one account."""
    zone = found.office.zone
    return {
        "account": found,
        "channel": sign(found.kind),
        "health": health(found, now),
        "last_success": short_when(found.last_success_at, zone) if found.last_success_at else "",
        "connected": short_when(found.connected_at, zone),
    }
