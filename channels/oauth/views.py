"""Signing in at a network: off to it, back from it, and which of the found accounts to connect."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from channels import connecting, registry
from channels.connecting import NotConnected
from channels.keepers import KEEPERS, accounts_of, offices_of
from channels.models import Account, Handshake
from channels.oauth import handshake
from channels.oauth.handshake import Found
from channels.oauth.offer import offer
from channels.oauth.words import NotValid
from channels.signs import sign
from content.models import Office
from content.moments import short_when
from content.requests import SignedInRequest


@login_required
@require_POST
def start(request: SignedInRequest) -> HttpResponse:
    """Prepare the way, for an office's new account or for the one named ``akun``."""
    account = _account(request) if request.POST.get("akun") else None
    office = account.office if account else _office(request)
    kind = account.kind if account else request.POST.get("kanal", "")
    if kind not in registry.CHANNELS:
        raise Http404
    offered = offer(kind, request.POST)
    asked = None
    if offered and offered.asks:
        if not offered.asks.is_valid():
            return _refuse(request, office, kind, account, _first_fault(offered.asks))
        asked = offered.asks.cleaned_data["credentials"]
    try:
        begun = handshake.begin(
            office, kind, asked, by=request.user, at=timezone.now(), account=account
        )
    except NotConnected as e:
        return _refuse(request, office, kind, account, str(e))
    return redirect("channels:oauth_away", begun.pk)


@login_required
@require_safe
@never_cache
def away(request: SignedInRequest, pk: int) -> HttpResponse:
    """The last page before the network: as whom to sign in there, and the link that leads there.

    A link, because the policy of our pages lets no form end outside.
    """
    try:
        begun = _begun(request, pk)
        address = handshake.address(begun)
    except NotConnected as e:
        return _over(request, e)
    context = {
        "begun": begun,
        "address": address,
        "host": urlsplit(address).hostname,
        "offer": offer(begun.kind),
        "channel": sign(begun.kind),
        "until": short_when(begun.ends_at, begun.office.zone),
    }
    return render(request, "channels/connect_away.html", context)


@never_cache
def back(request: HttpRequest, provider: str) -> HttpResponse:
    """Where the network sends people back to. Its code is in the address, so nobody stays here."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("scheduler:accounts"))
    return _back(request, provider)  # type: ignore[arg-type]  # somebody is signed in


@require_safe
def _back(request: SignedInRequest, provider: str) -> HttpResponse:
    query = {name: request.GET.get(name, "") for name in ("state", "code", "error")}
    now = timezone.now()
    begun = handshake.waiting(provider, query["state"], by=request.user, at=now)
    if begun is None or not request.scope.may(KEEPERS, begun.office):
        return _over(request, NotValid())
    try:
        handshake.come_back(begun, query, at=now)
    except NotConnected as e:
        return _refuse(request, begun.office, begun.kind, begun.account, str(e))
    if begun.account_id:
        return redirect("account_reconnect_found", begun.account_id, begun.pk)
    return redirect("channels:oauth_found", begun.pk)


@login_required
@never_cache
def found(request: SignedInRequest, pk: int) -> HttpResponse:
    """What may be connected. Nothing is, before somebody says so."""
    try:
        begun = _begun(request, pk)
        rows = [_row(begun, one) for one in handshake.found_by(begun)]
    except NotConnected as e:
        return _over(request, e)
    faults: list[str] = []
    if request.method == "POST":
        chosen = [r for n, r in enumerate(rows) if str(n) in request.POST.getlist("pilih")]
        made = _connect(request, begun, [row["found"] for row in chosen], faults)
        if made and not faults:
            handshake.over(pk)
            return _done(request, made)
        if not chosen:
            faults.append(_("Pilih dahulu akun yang disambungkan."))
        rows = [_row(begun, row["found"]) for row in rows]
    context = {"begun": begun, "channel": sign(begun.kind), "rows": rows, "faults": faults}
    return render(request, "channels/connect_found.html", context, status=422 if faults else 200)


def _connect(
    request: SignedInRequest, begun: Handshake, chosen: list[Found], faults: list[str]
) -> list[Account]:
    """Those that could be connected; why others could not is added to ``faults``."""
    made = []
    for one in chosen:
        choice = one.choice
        try:
            profile = one.profile or connecting.read_profile(
                begun.office, choice.kind, choice.credentials
            )
            account = connecting.connect(
                begun.office, choice.kind, choice.credentials, profile,
                by=request.user, at=timezone.now(), kept=one.kept(),
            )  # fmt: skip
        except NotConnected as e:
            faults.append(f"{one.name}: {e}")
        else:
            made.append(account)
    return made


def _done(request: SignedInRequest, made: list[Account]) -> HttpResponse:
    accounts = ", ".join(account.called for account in made)
    said = ngettext("Akun %(accounts)s tersambung.", "Akun %(accounts)s tersambung.", len(made))
    messages.success(request, said % {"accounts": accounts})
    return redirect("scheduler:account", made[0].pk)


def _row(begun: Handshake, found: Found) -> dict[str, Any]:
    """One line of the list. ``taken``: why it cannot be chosen."""
    same = Account.objects.usable().filter(kind=found.choice.kind, remote_id=found.remote_id)
    there = same.first() if found.remote_id else None
    taken = ""
    if there:
        mine = there.office_id == begun.office_id
        taken = _("Sudah tersambung di kantor ini") if mine else _("Milik kantor lain")
    wanted = found.choice.kind == begun.kind and not there
    return {"found": found, "channel": sign(found.choice.kind), "taken": taken, "wanted": wanted}


def _begun(request: SignedInRequest, pk: int) -> Handshake:
    """This person's own, on an office whose accounts he still keeps. Raises NotValid."""
    if not request.scope.has(*KEEPERS):
        raise Http404
    begun = handshake.mine(pk, by=request.user, at=timezone.now())
    if not request.scope.may(KEEPERS, begun.office):
        raise NotValid
    return begun


def _over(request: SignedInRequest, why: NotConnected) -> HttpResponse:
    """Who goes back in his browser, or comes too late, reads so and can begin another visit."""
    messages.error(request, str(why))
    return redirect("scheduler:accounts")


def _account(request: SignedInRequest) -> Account:
    number = request.POST.get("akun", "")
    if not (number.isascii() and number.isdecimal()):
        raise Http404
    return get_object_or_404(accounts_of(request.scope), pk=int(number[:18]))


def _office(request: SignedInRequest) -> Office:
    code = request.POST.get("kantor", "").replace("\x00", "")  # PostgreSQL takes none
    return get_object_or_404(offices_of(request.scope), code=code)


def _first_fault(form: Any) -> str:
    return str(next(iter(form.errors.values()))[0])


def _refuse(
    request: SignedInRequest, office: Office, kind: str, account: Account | None, why: str
) -> HttpResponse:
    """Back to where one starts, with the reason."""
    messages.error(request, why)
    if account:
        return redirect("account_reconnect", account.pk)
    return redirect(f"{reverse('channels:connect')}?kantor={office.code}&kanal={kind}")
