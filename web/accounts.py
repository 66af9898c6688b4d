"""What happens to an account that deliveries wait for: connecting it again, using it no more."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from channels import connecting
from channels.connecting import ConnectForm, NotConnected
from channels.models import Account
from channels.signs import sign
from content.people import ADMINISTRATORS
from content.requests import SignedInRequest
from scheduler.acts import reconnected
from scheduler.models import ENDED, Delivery


@login_required
@never_cache
def reconnect(request: SignedInRequest, account_id: int) -> HttpResponse:
    account = _account(request, account_id)
    form = ConnectForm(account.kind, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            _reconnect(request, account, form)
        except NotConnected as e:
            form.add_error(None, str(e))
        else:
            messages.success(request, _("Akun tersambung lagi. Yang tertahan dilanjutkan."))
            return redirect("channels:account", account.pk)
    context = {"form": form, "account": account, "channel": sign(account.kind)}
    return render(
        request, "web/account_reconnect.html", context, status=422 if form.errors else 200
    )


@login_required
@transaction.atomic
def retire(request: SignedInRequest, account_id: int) -> HttpResponse:
    """Only when nothing is planned on it any more: nothing may vanish without a word."""
    account = _account(request, account_id)
    unfinished = Delivery.objects.filter(account=account).exclude(state__in=ENDED)
    waiting = unfinished.count()
    if request.method == "POST" and not waiting:
        connecting.retire(account, by=request.user, at=timezone.now())
        messages.success(request, _("Akun ini tidak dipakai lagi; kredensialnya dihapus."))
        return redirect("channels:account", account.pk)
    context = {"account": account, "waiting": waiting, "channel": sign(account.kind)}
    status = 409 if request.method == "POST" else 200
    return render(request, "web/account_retire.html", context, status=status)


def _reconnect(request: SignedInRequest, account: Account, form: ConnectForm) -> None:
    now = timezone.now()
    credentials = form.cleaned_data["credentials"]
    found = connecting.read_profile(account.office, account.kind, credentials)
    with transaction.atomic():
        connecting.connect_again(account, credentials, found, by=request.user, at=now)
        reconnected(account, now)


def _account(request: SignedInRequest, account_id: int) -> Account:
    reach = request.scope.reach(ADMINISTRATORS)
    return get_object_or_404(Account.objects.filter(reach).select_related("office"), pk=account_id)
