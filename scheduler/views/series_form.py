"""Making a series of an approved post, and changing one: a rule, its days to come, and a button."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from content.models import Post
from content.moments import day_name
from content.numbers import number
from content.refusals import Refusal
from content.requests import SignedInRequest
from content.zones import abbreviation
from scheduler import desk, plan
from scheduler.models import Policy, Series
from scheduler.recurring import reading, saying, shape, steer, times
from scheduler.recurring.reading import Fields
from scheduler.recurring.refusals import SeriesOver, WrongRule
from scheduler.recurring.shape import MONDAY, Every
from scheduler.refusals import NotADispatcher
from scheduler.views.planning import chosen_accounts, find_to_plan
from scheduler.views.series import drawn, find, visible

PATTERNS = (Every.WEEK, Every.DATE, Every.WEEKDAY, Every.LAST_WORKDAY)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    post = find_to_plan(request, public_id)
    if request.method != "POST":
        today = times.day_in(post.office.zone, timezone.now())
        return _draw(request, post, reading.new(today))
    return _send(request, post, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, series_id: int) -> HttpResponse:
    """Ends the old one and begins a new one: what has been keeps the rule it was made by."""
    old = find(request, series_id)
    if old.ended_at is not None or not steer.may_steer(old, request.scope):
        refusal = SeriesOver() if old.ended_at is not None else NotADispatcher()
        return drawn(request, old, refusal=refusal, status=409)
    post = find_to_plan(request, old.post.public_id)
    if request.method != "POST":
        today = times.day_in(post.office.zone, timezone.now())
        return _draw(request, post, reading.of(old, today), old=old)
    return _send(request, post, old)


@login_required
@require_safe
def preview(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """The days a rule comes to; asked for while a person chooses."""
    post = find_to_plan(request, public_id)
    old = visible(request).filter(post=post, pk=number(request.GET.get("old", ""))).first()
    context = _preview(request, request.GET, reading.sent(request.GET), post, old)
    return render(request, "scheduler/_series_preview.html", context)


def _send(request: SignedInRequest, post: Post, old: Series | None) -> HttpResponse:
    fields = reading.sent(request.POST)
    if request.POST.get("act") == "preview":
        return _draw(request, post, fields, old=old)
    post.version = number(request.POST.get("version", ""))
    accounts = chosen_accounts(request, desk.accounts_for(post, request.scope))
    try:
        made = steer.start(
            post,
            accounts,
            reading.wish(fields),
            by=request.user,
            at=timezone.now(),
            request_key=_key(request),
            instead_of=old,
        )
    except Refusal as e:
        fresh = find_to_plan(request, post.public_id)
        return _draw(request, fresh, fields, old=old, refusal=e, status=409)
    messages.success(request, _("Jadwal rutin dibuat.") if old is None else _("Jadwal diganti."))
    return redirect("scheduler:series", made.pk)


def _key(request: SignedInRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return None


def _draw(
    request: SignedInRequest,
    post: Post,
    fields: Fields,
    *,
    old: Series | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    targets = desk.targets(post, request.scope)
    context = {
        **_preview(request, request.POST, fields, post, old),
        "post": post,
        "old": old,
        "fields": fields,
        "targets": targets,
        "chosen": _chosen(request, old, {str(account.pk) for account in targets.own}),
        "plannable": post.status in plan.PLANNABLE and post.approval is not None,
        "patterns": PATTERNS,
        "weekdays": [(str(n), day_name(MONDAY.replace(day=MONDAY.day + n))) for n in range(7)],
        "nths": [(str(n), shape.nth_words(n)) for n in reading.NTHS],
        "policies": Policy.choices,
        "key": request.POST.get("key") or uuid.uuid4(),
        "zone": abbreviation(post.office.zone, timezone.now()),
        "refusal": refusal,
        "wrong": refusal.field if isinstance(refusal, WrongRule) else "",
    }
    return render(request, "scheduler/series_form.html", context, status=status)


def _chosen(request: SignedInRequest, old: Series | None, own: set[str]) -> set[str]:
    if request.method == "POST":
        return set(request.POST.getlist("account"))
    if old is not None:
        return {str(pk) for pk in old.accounts.values_list("pk", flat=True)}
    return own


def _preview(
    request: SignedInRequest, sent: QueryDict, fields: Fields, post: Post, old: Series | None
) -> dict[str, object]:
    zone = post.office.zone
    accounts = desk.accounts_for(post, request.scope)
    zones = [a.office.zone for a in accounts if str(a.pk) in sent.getlist("account")] or [zone]
    try:
        wish = reading.wish(fields)
    except WrongRule as e:
        return {"lines": [], "said": "", "unreadable": str(e)}
    placed = steer.preview(wish, zones, zone, timezone.now(), instead_of=old)
    return {
        "lines": saying.lines(placed, wish.clock, zone, wish.mode),
        "said": shape.words(wish.shape),
        "unreadable": "",
    }
