"""The list of series, one series, and steering it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from content.models import Post
from content.refusals import Refusal
from content.requests import SignedInRequest
from content.workflow import PUBLISHERS
from scheduler.models import Series, SeriesQuerySet
from scheduler.recurring import saying, showing, steer
from scheduler.recurring.saying import Condition

A_PAGE = 25
VIEWS = {"berjalan": _("Berjalan"), "berakhir": _("Berakhir")}
ACTS: dict[str, tuple[Callable[..., None], str | Promise]] = {
    "jeda": (steer.pause, _("Dijeda. Tidak ada yang keluar sampai Anda melanjutkannya.")),
    "lanjut": (steer.resume, _("Dilanjutkan dari tanggal berikutnya.")),
    "akhiri": (steer.end, _("Diakhiri. Tidak ada lagi yang akan keluar.")),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """One series in the list. ``when``: what comes next, in words."""

    series: Series
    rule: str
    condition: Condition
    kinds: tuple[str, ...]
    when: str


@login_required
@require_safe
def series_list(request: SignedInRequest) -> HttpResponse:
    view = request.GET.get("tampil", "")
    view = view if view in VIEWS else "berjalan"
    rows = visible(request).filter(ended_at__isnull=view == "berjalan")
    page = Paginator(rows.prefetch_related("accounts"), A_PAGE).get_page(request.GET.get("page"))
    now = timezone.now()
    context = {
        "view": view,
        "views": VIEWS.items(),
        "page_obj": page,
        "listed": [_listed(each, now) for each in page],
        "may_start": Post.objects.filter(request.scope.reach(PUBLISHERS)).exists(),
    }
    return render(request, "scheduler/series_list.html", context)


def _listed(series: Series, now: datetime) -> Listed:
    rule, how = saying.rule_words(series), saying.condition(series)
    kinds = tuple(dict.fromkeys(account.kind for account in series.accounts.all()))
    when = ""
    if series.ended_at is None and series.paused_at is None:
        coming = (each for each in showing.coming(series, now) if each.goes_out)
        when = next((f"{each.when}, {each.clock}" for each in coming), "")
    return Listed(series, rule, how, kinds, when)


@login_required
@require_safe
def series(request: SignedInRequest, series_id: int) -> HttpResponse:
    return drawn(request, find(request, series_id))


def drawn(
    request: SignedInRequest, one: Series, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    context = {
        "series": one,
        "rule": saying.rule_words(one),
        "condition": saying.condition(one),
        "coming": showing.coming(one, now),
        "gone_by": showing.gone_by(one, now),
        "accounts": one.accounts.select_related("office").order_by("office__path", "kind"),
        "may_steer": one.ended_at is None and steer.may_steer(one, request.scope),
        "refusal": refusal,
        "now": now,
    }
    return render(request, "scheduler/series.html", context, status=status)


@login_required
@require_POST
def act(request: SignedInRequest, series_id: int, act: str) -> HttpResponse:
    """Pause, resume or end; the answer says what is true now."""
    one = find(request, series_id)
    take, done = ACTS[act]
    try:
        take(one, by=request.user, at=timezone.now())
    except Refusal as e:
        return drawn(request, find(request, series_id), refusal=e, status=409)
    messages.success(request, str(done))
    return redirect("scheduler:series", series_id)


def visible(request: SignedInRequest) -> SeriesQuerySet:
    rows: SeriesQuerySet = Series.objects.visible_to(request.scope)
    return rows.select_related("post__office", "post__approval", "made_by", "ended_by")


def find(request: SignedInRequest, series_id: int) -> Series:
    found: Series = get_object_or_404(visible(request), pk=series_id)
    return found
