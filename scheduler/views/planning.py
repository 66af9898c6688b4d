"""Choosing accounts and a time for an approved post."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from channels.models import Account
from content.models import Post
from content.refusals import Refusal
from content.requests import SignedInRequest
from content.workflow import PUBLISHERS
from content.zones import abbreviation
from scheduler import desk, plan, timing, wanted


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def planning(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    post = _find(request, public_id)
    if request.method != "POST":
        return _draw(request, post)
    version = request.POST.get("version", "")
    post.version = int(version) if version.isdigit() else 0
    accounts = _accounts(request, post)
    try:
        time = timing.read(request.POST, post.office.zone)
        made = plan.plan(post, accounts, time.wall, time.mode, by=request.user, at=timezone.now())
    except Refusal as e:
        return _draw(request, _find(request, public_id), refusal=e, status=409)
    messages.success(
        request,
        ngettext("%(n)d pengantaran dijadwalkan.", "%(n)d pengantaran dijadwalkan.", len(made))
        % {"n": len(made)},
    )
    return redirect("composer:post", public_id)


def _find(request: SignedInRequest, public_id: uuid.UUID) -> Post:
    seen = Post.objects.visible_to(request.scope).filter(request.scope.reach(PUBLISHERS))
    rows = seen.select_related("office", "head", "approval__revision", "approval__by")
    post = rows.filter(public_id=public_id).distinct().first()
    if post is None:
        raise Http404
    return post


def _accounts(request: SignedInRequest, post: Post) -> list[Account]:
    offered = {str(account.pk): account for account in desk.accounts_for(post, request.scope)}
    return [offered[pk] for pk in request.POST.getlist("account") if pk in offered]


def _draw(
    request: SignedInRequest, post: Post, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    chosen = set(request.POST.getlist("account"))
    accounts = desk.accounts_for(post, request.scope)
    context = {
        "post": post,
        "accounts": accounts,
        "chosen": chosen or {str(a.pk) for a in accounts if a.office_id == post.office_id},
        "wanted": request.POST if request.method == "POST" else _as_form(post),
        "wanted_words": wanted.words(post.wanted, post.office.zone),
        "zone": abbreviation(post.office.zone, timezone.now()),
        "refusal": refusal,
    }
    return render(request, "scheduler/planning.html", context, status=status)


def _as_form(post: Post) -> dict[str, str]:
    return {**(post.wanted or {}), "when": "at" if post.wanted else "now"}
