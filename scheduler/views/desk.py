"""The moderation queue and its decisions."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from channels.models import Account
from content import workflow
from content.models import FeedItem, ItemState, Office, Post
from content.refusals import Refusal
from content.requests import SignedInRequest
from content.workflow import Step
from scheduler import desk, plan, timing

VERDICTS = {"setujui": Step.APPROVE, "kembalikan": Step.RETURN, "tolak": Step.REJECT}
A_PAGE = 30


@login_required
@require_safe
def queue(request: SignedInRequest) -> HttpResponse:
    office = request.GET.get("kantor", "")[:24]
    context = {
        "waiting": desk.queue(request.scope, office),
        "offices": Office.objects.visible_to(request.scope).filter(active=True),
        "office": office,
        "candidate_count": desk.candidates(request.scope).count(),
        "unplanned": desk.unplanned(request.scope)[:50],
        "now": timezone.now(),
    }
    return render(request, "scheduler/queue.html", context)


@login_required
@require_safe
def candidates(request: SignedInRequest) -> HttpResponse:
    rows = desk.candidates(request.scope)
    context = {
        "page_obj": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "waiting_count": desk.waiting_posts(request.scope).count(),
        "key": uuid.uuid4(),
        "now": timezone.now(),
    }
    return render(request, "scheduler/candidates.html", context)


@login_required
@require_POST
def dismiss(request: SignedInRequest, item_id: int) -> HttpResponse:
    items = FeedItem.objects.visible_to(request.scope)
    item = get_object_or_404(items, pk=item_id)
    FeedItem.objects.filter(pk=item.pk, state=ItemState.CANDIDATE).update(state=ItemState.DISMISSED)
    return redirect("scheduler:candidates")


@login_required
@require_safe
def review(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    return _draw(request, _find(request, public_id))


@login_required
@require_POST
def decide(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """One decision about exactly the words that were on the screen; then the next one opens."""
    post = _find(request, public_id)
    step = VERDICTS.get(request.POST.get("verdict", ""))
    if step is None:
        raise Http404
    version = request.POST.get("version", "")
    post.version = int(version) if version.isdigit() else 0
    try:
        decided = workflow.take(
            step,
            post,
            by=request.user,
            at=timezone.now(),
            note=request.POST.get("note", ""),
            sha256=request.POST.get("sha256"),
        )
    except Refusal as e:
        return _draw(request, _find(request, public_id), refusal=e, status=409)
    messages.success(request, _done(step, decided))
    if step is Step.APPROVE and request.POST.get("plan"):
        _plan(request, decided)
    following = desk.next_after(request.scope, decided)
    if following is None:
        return redirect("scheduler:queue")
    return redirect("scheduler:review", following.public_id)


def _plan(request: SignedInRequest, post: Post) -> None:
    """Planned in the same press; the approval stands even if the time has to be chosen again."""
    ids = [int(i) for i in request.POST.getlist("account") if i.isdigit()]
    accounts = list(
        Account.objects.visible_to(request.scope).filter(pk__in=ids).select_related("office")
    )
    try:
        time = timing.read(request.POST, post.office.zone)
        plan.plan(post, accounts, time.wall, time.mode, by=request.user, at=timezone.now())
    except Refusal as e:
        messages.warning(request, _("Disetujui, tetapi belum terjadwal: %(why)s") % {"why": e})


def _done(step: Step, post: Post) -> str:
    match step:
        case Step.APPROVE:
            return _("“%(title)s” disetujui.") % {"title": post.title}
        case Step.RETURN:
            return _("“%(title)s” dikembalikan dengan catatan Anda.") % {"title": post.title}
        case _rejected:
            return _("“%(title)s” ditolak.") % {"title": post.title}


def _find(request: SignedInRequest, public_id: uuid.UUID) -> Post:
    seen = Post.objects.visible_to(request.scope).filter(request.scope.reach(desk.DESK))
    rows = seen.select_related("office", "author", "head", "repost_of__office", "source_item")
    post = rows.filter(public_id=public_id).distinct().first()
    if post is None:
        raise Http404
    return post


def _draw(
    request: SignedInRequest, post: Post, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    waiting = desk.queue(request.scope)
    ids = [each.post.pk for each in waiting]
    context = {
        **desk.review(post, request.scope),
        "refusal": refusal,
        "note": request.POST.get("note", ""),
        "open": post.status == "submitted",
        "waiting": len(ids),
        "position": ids.index(post.pk) + 1 if post.pk in ids else None,
        "following": desk.next_after(request.scope, post),
        "now": timezone.now(),
    }
    return render(request, "scheduler/review.html", context, status=status)
