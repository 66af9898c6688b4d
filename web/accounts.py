"""What happens to an account that deliveries wait for: connecting it again, using it no more."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from channels import connecting, registry
from channels.base import Profile
from channels.connecting import ConnectForm, NotConnected, TakenElsewhere
from channels.keepers import accounts_of
from channels.keeping import Kept
from channels.models import Account, AccountState, Handshake
from channels.oauth import handshake
from channels.oauth.handshake import Found
from channels.oauth.offer import offer
from channels.oauth.words import NotAmongThem
from channels.signs import sign
from content.requests import SignedInRequest
from scheduler.acts import reconnected
from scheduler.models import ENDED, Delivery


@login_required
@never_cache
def reconnect(request: SignedInRequest, account_id: int) -> HttpResponse:
    account = _account(request, account_id)
    if not registry.is_usable(account.kind):  # its page says why
        return redirect("scheduler:account", account_id)
    form = ConnectForm(account.kind, request.POST if request.method == "POST" else None)
    detail = ""
    if request.method == "POST" and form.is_valid():
        try:
            _reconnect(request, account, form)
        except NotConnected as e:
            form.add_error(None, str(e))
            detail = e.detail
        else:
            messages.success(request, _("Akun tersambung lagi. Yang tertahan dilanjutkan."))
            return redirect("scheduler:account", account.pk)
    context = {
        "form": form,
        "detail": detail,
        "account": account,
        "channel": sign(account.kind),
        "offer": offer(account.kind),
    }
    return render(
        request, "web/account_reconnect.html", context, status=422 if form.errors else 200
    )


@login_required
@never_cache
def reconnect_found(request: SignedInRequest, account_id: int, pk: int) -> HttpResponse:
    """Back from the network: this account, and others of the office that were lost with it."""
    account, now = _account(request, account_id), timezone.now()
    try:
        rows = _rows(handshake.mine(pk, by=request.user, at=now), account)
        if request.method == "POST":
            chosen = set(request.POST.getlist("pilih"))
            wanted = [row for n, row in enumerate(rows) if str(n) in chosen or len(rows) == 1]
            for found, lost in wanted:
                _again(request, lost, found)
            if wanted:
                handshake.over(pk)
                messages.success(request, _("Akun tersambung lagi. Yang tertahan dilanjutkan."))
                return redirect("scheduler:account", account_id)
    except NotConnected as e:
        messages.error(request, str(e))
        return redirect("account_reconnect", account_id)
    nothing = request.method == "POST"
    context = {
        "account": account,
        "channel": sign(account.kind),
        "rows": [(found, sign(lost.kind), lost) for found, lost in rows],
        "fault": _("Pilih dahulu akun yang disambungkan.") if nothing else "",
    }
    status = 422 if nothing else 200
    return render(request, "web/account_reconnect_found.html", context, status=status)


@login_required
@transaction.atomic
def retire(request: SignedInRequest, account_id: int) -> HttpResponse:
    """Only when nothing is planned on it any more: nothing may vanish without a word."""
    account = _account(request, account_id)
    # Whoever plans something on it holds the same lock (scheduler.plan).
    Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    unfinished = Delivery.objects.filter(account=account).exclude(state__in=ENDED)
    waiting = unfinished.count()
    if request.method == "POST" and not waiting:
        connecting.retire(account, by=request.user, at=timezone.now())
        messages.success(request, _("Akun ini tidak dipakai lagi; kredensialnya dihapus."))
        return redirect("scheduler:account", account.pk)
    context = {"account": account, "waiting": waiting, "channel": sign(account.kind)}
    status = 409 if request.method == "POST" else 200
    return render(request, "web/account_retire.html", context, status=status)


def _reconnect(request: SignedInRequest, account: Account, form: ConnectForm) -> None:
    credentials = form.cleaned_data["credentials"]
    found = connecting.read_profile(account.office, account.kind, credentials)
    _give(request, account, credentials, found)


def _rows(back: Handshake, account: Account) -> list[tuple[Found, Account]]:
    """What was found of this office's lost accounts, this one first.

    Raises NotConnected where this one is not among them.
    """
    there = {(found.choice.kind, found.remote_id): found for found in handshake.found_by(back)}
    own = there.get((account.kind, account.remote_id))
    if own is None or back.account_id != account.pk:
        raise NotAmongThem(account)
    lost = Account.objects.filter(office=account.office, state=AccountState.DISCONNECTED)
    others = [
        (there[other.kind, other.remote_id], other)
        for other in lost.exclude(pk=account.pk)
        if (other.kind, other.remote_id) in there
    ]
    return [(own, account), *others]


def _again(request: SignedInRequest, account: Account, found: Found) -> None:
    choice = found.choice
    profile = found.profile or connecting.read_profile(
        account.office, choice.kind, choice.credentials
    )
    _give(request, account, choice.credentials, profile, found.kept())


def _give(
    request: SignedInRequest,
    account: Account,
    credentials: Any,
    profile: Profile,
    kept: Kept | None = None,
) -> None:
    now = timezone.now()
    try:
        with transaction.atomic():
            connecting.connect_again(
                account, credentials, profile, by=request.user, at=now, kept=kept
            )
            reconnected(account, now)
    except IntegrityError:  # given up here once, and connected by another office this instant
        raise TakenElsewhere(account.called) from None


def _account(request: SignedInRequest, account_id: int) -> Account:
    return get_object_or_404(accounts_of(request.scope), pk=account_id)
