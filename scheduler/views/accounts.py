"""Accounts of the offices: how each is doing, and what is coming to it if nobody does anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST, require_safe

from channels import connecting, opening, registry, vault
from channels.base import DeliveryError
from channels.history import history
from channels.keepers import KEEPERS, accounts_of
from channels.models import Account, AccountQuerySet, AccountState
from channels.press import lists
from channels.signs import sign, signs
from channels.words import word
from content.moments import short_when
from content.requests import SignedInRequest
from content.workflow import PUBLISHERS
from scheduler import costs, outlook
from scheduler import outlook_words as words
from scheduler.outlook import Line, Rank

A_PAGE = 50
IN_USE, NEEDED, LOST, ALL = "", "perlu", "terputus", "semua"
STATES: dict[str, str | Promise] = {
    IN_USE: _lazy("Dipakai"),
    NEEDED: _lazy("Perlu Anda"),
    LOST: _lazy("Terputus"),
    ALL: _lazy("Semua"),
}


@login_required
@require_safe
def accounts(request: SignedInRequest) -> HttpResponse:
    """All accounts this person sees, those that need somebody first."""
    now = timezone.now()
    state, kind = request.GET.get("keadaan", ""), request.GET.get("kanal", "")
    query = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    state = state if state in STATES else IN_USE
    kind = kind if kind in registry.CHANNELS else ""
    found = _matching(Account.objects.visible_to(request.scope), kind, query)
    lines = outlook.lines(found, now)
    taken = [line for line in lines if _takes(state, line)]
    page: Page[Line] = Paginator(taken, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": _rows(list(page.object_list), now),
        "states": _states(lines),
        "state": state,
        "kind": kind,
        "query": query,
        "kinds": signs(),
        "bills": _bills(found, now),
        "may_connect": request.scope.has(*KEEPERS),
    }
    return render(request, "scheduler/accounts.html", context)


@login_required
@require_safe
def account(request: SignedInRequest, account_id: int) -> HttpResponse:
    rows = Account.objects.visible_to(request.scope)
    full = rows.select_related("office", "connected_by")
    return _one(request, get_object_or_404(full, pk=account_id))


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
        return _one(request, found, failed={"said": word(e.reason), "detail": e.detail})
    else:
        messages.success(
            request, _("Akun menjawab dengan baik: %(name)s.") % {"name": profile.name}
        )
    return redirect("scheduler:account", account_id)


def _one(
    request: SignedInRequest, found: Account, *, failed: dict[str, Any] | None = None
) -> HttpResponse:
    now = timezone.now()
    itself = Account.objects.filter(pk=found.pk)
    [line] = outlook.lines(itself, now)
    context = _row(found, line, now) | {
        "failed": failed,
        "login": words.login_words(found, line, now),
        "quota": words.left_words(line.share, now) if line.share else "",
        "source": words.source_words(found, line.share, now) if line.share else "",
        "connected": short_when(found.connected_at, found.office.zone),
        "bills": _bills(itself, now),
        "keeps": request.scope.may(KEEPERS, found.office),
        "may_stop": found.state != AccountState.RETIRED
        and request.scope.may(PUBLISHERS, found.office),
        "inside": connecting.is_inside(found.kind),
        "history": history(found),
        "known": registry.is_usable(found.kind),
        "keeps_list": lists.kept_by(request.scope).filter(pk=found.pk).exists(),
    }
    return render(request, "scheduler/account.html", context)


def _matching(rows: AccountQuerySet, kind: str, query: str) -> AccountQuerySet:
    if kind:
        rows = rows.filter(kind=kind)
    if query:
        rows = rows.filter(
            Q(office__name__icontains=query)
            | Q(office__short_name__icontains=query)
            | Q(handle__icontains=query)
            | Q(name__icontains=query)
        )
    return rows


def _takes(state: str, line: Line) -> bool:
    match state:
        case "perlu":
            return line.needs_a_person
        case "terputus":
            return line.rank is Rank.LOST
        case "semua":
            return True
        case _in_use:
            return line.rank is not Rank.RETIRED


def _states(lines: Iterable[Line]) -> list[tuple[str, str | Promise, int]]:
    counts: Counter[str] = Counter()
    for line in lines:
        counts.update(state for state in STATES if _takes(state, line))
    return [(state, label, counts[state]) for state, label in STATES.items()]


def _rows(lines: Sequence[Line], now: datetime) -> list[dict[str, Any]]:
    found = Account.objects.select_related("office").in_bulk([line.pk for line in lines])
    return [_row(found[line.pk], line, now) for line in lines if line.pk in found]


def _row(found: Account, line: Line, now: datetime) -> dict[str, Any]:
    """What the pages say about one account."""
    last = found.last_success_at
    return {
        "account": found,
        "line": line,
        "channel": sign(found.kind),
        "health": words.chip(found, line, now),
        "worries": list(words.worries(found, line, now)),
        "login_day": words.login_day(found, line),
        "left": words.left_of(line, now),
        "last_success": short_when(last, found.office.zone) if last else "",
    }


def _bills(rows: AccountQuerySet, now: datetime) -> list[dict[str, Any]]:
    return [
        {"bill": bill, "said": words.bill_words(bill), "price": words.price_words(bill.cost)}
        for bill in costs.bills(rows, now)
    ]
