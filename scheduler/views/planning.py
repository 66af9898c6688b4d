"""Choosing accounts and a time for an approved post."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from channels.corrections import Way
from channels.models import Account
from content.models import Post, Status
from content.numbers import number
from content.refusals import Refusal
from content.requests import SignedInRequest
from content.workflow import PUBLISHERS
from scheduler import desk, foresight, plan, timing, wanted
from scheduler.desk import Targets
from scheduler.foresight import Foreseen
from scheduler.recurring import days_off, saying
from scheduler.refusals import InThePast
from scheduler.views.reading import timing_of
from scheduler.when import dues


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def planning(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    post = find_to_plan(request, public_id)
    if request.method != "POST":
        return _draw(request, post)
    post.version = number(request.POST.get("version", ""))
    accounts = chosen_accounts(request, desk.accounts_for(post, request.scope))
    try:
        time = timing.read(request.POST, post.office.zone)
        made = plan.plan(
            post,
            accounts,
            time.wall,
            time.mode,
            by=request.user,
            at=timezone.now(),
            ways=chosen_ways(request, accounts),
        )
    except Refusal as e:
        return _draw(request, find_to_plan(request, public_id), refusal=e, status=409)
    messages.success(
        request,
        ngettext("%(n)d pengantaran dijadwalkan.", "%(n)d pengantaran dijadwalkan.", len(made))
        % {"n": len(made)},
    )
    return redirect("composer:post", public_id)


@login_required
@require_safe
def meaning(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """What the time fields mean as they stand now; asked for while a person types."""
    post = find_to_plan(request, public_id)
    accounts = desk.accounts_for(post, request.scope)
    chosen = set(request.GET.getlist("account"))
    said = meaning_of(request.GET, post, accounts, chosen)
    return render(request, "scheduler/_meaning.html", {"meaning": said})


def meaning_of(
    fields: Mapping[str, str], post: Post, accounts: Sequence[Account], chosen: Collection[str]
) -> str:
    """``08.00 WIB = 09.00 WITA = 10.00 WIT``; a refusal's own words where it cannot be read."""
    zones = [a.office.zone for a in accounts if str(a.pk) in chosen] or [post.office.zone]
    try:
        time = timing.read(fields, post.office.zone)
    except Refusal as e:
        return str(e)
    if time.wall is None:
        waits = post.status == Status.SUBMITTED
        return _("Dikirim begitu disetujui.") if waits else _("Dikirim begitu dijadwalkan.")
    if min(due.at for due in dues(time.wall, time.mode, zones)) < timezone.now() - plan.TYPING:
        return str(InThePast())
    return f"{timing.meaning(time.wall, time.mode, zones)} {_holiday_hint(time.wall.day)}".strip()


def _holiday_hint(day: date) -> str:
    """Whoever plans for a public holiday is told so."""
    off = days_off.reader()(day)
    return f"{saying.holiday_words(off)}." if off else ""


def chosen_accounts(request: SignedInRequest, accounts: Sequence[Account]) -> list[Account]:
    """Those of the offered accounts that were ticked; anything else in the form counts for
    nothing.
    """
    offered = {str(account.pk): account for account in accounts}
    return [offered[pk] for pk in dict.fromkeys(request.POST.getlist("account")) if pk in offered]


def chosen_ways(request: SignedInRequest, accounts: Iterable[Account]) -> dict[int, Way]:
    """Where a person has said so, what is out is taken down and published anew."""
    anew = {name for name, value in request.POST.items() if value == Way.ANEW}
    return {account.pk: Way.ANEW for account in accounts if f"way-{account.pk}" in anew}


def to_choose(
    request: SignedInRequest, post: Post, targets: Targets, *, again: bool
) -> dict[str, Any]:
    """The accounts to tick. For a correction: what will happen on each, and all of them ticked that
    it can reach. ``again``: as the form was sent.
    """
    revision = post.approval.revision if post.approval else post.head
    chosen = {str(account.pk) for account in targets.own}
    told: list[Foreseen] | None = None
    if post.is_public and revision is not None and revision.content.get("correction"):
        told = foresight.of_correction(post, revision, targets.all)
        chosen = {str(one.account.pk) for one in told if one.may and one.live}
    return {
        "targets": targets,
        "foreseen": told,
        "has_new": any(not one.live for one in told or ()),
        "chosen": set(request.POST.getlist("account")) if again else chosen,
        "anew": {pk for pk in targets.ids if request.POST.get(f"way-{pk}") == Way.ANEW},
    }


def find_to_plan(request: SignedInRequest, public_id: uuid.UUID) -> Post:
    seen = Post.objects.filter(request.scope.reach(PUBLISHERS))
    rows = seen.select_related("office", "head", "approval__revision", "approval__by")
    post = rows.filter(public_id=public_id).first()
    if post is None:
        raise Http404
    return post


def _draw(
    request: SignedInRequest, post: Post, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    targets = desk.targets(post, request.scope)
    choice = to_choose(request, post, targets, again=refusal is not None)
    fields = timing_of(request, post)
    context = {
        "post": post,
        **choice,
        "timing": fields,
        "meaning": meaning_of(fields, post, targets.all, choice["chosen"]),
        "wanted_words": wanted.words(post.wanted, post.office.zone),
        "plannable": post.status in plan.PLANNABLE and post.approval is not None,
        "refusal": refusal,
        "now": timezone.now(),
    }
    return render(request, "scheduler/planning.html", context, status=status)
