"""What the offices' own sites have brought: repost it, skip it, or take the skipping back."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from content import drafts
from content.models import FeedItem, ItemState
from content.numbers import number
from content.requests import SignedInRequest
from scheduler import desk
from scheduler.views.desk import tabs
from scheduler.views.reading import back_to
from scheduler.waiting import DESK

A_PAGE = 24


@login_required
@require_safe
def candidates(request: SignedInRequest) -> HttpResponse:
    rows = desk.candidates(request.scope)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {
        **tabs(request),
        "page_obj": page,
        "cards": [(item, uuid.uuid4()) for item in page],
        "skipped": _skipped(request),
        "may_repost": bool(drafts.offices_to_write_for(request.scope)),
        "may_skip": request.scope.has(*DESK),
        "now": timezone.now(),
    }
    return render(request, "scheduler/candidates.html", context)


def _skipped(request: SignedInRequest) -> FeedItem | None:
    """The one that was skipped just now, for taking it back."""
    mine = desk.candidates_to_decide(request.scope).filter(state=ItemState.DISMISSED)
    return mine.filter(pk=number(request.GET.get("dilewati", ""))).first()


@login_required
@require_POST
def dismiss(request: SignedInRequest, item_id: int) -> HttpResponse:
    item = get_object_or_404(desk.candidates_to_decide(request.scope), pk=item_id)
    _turn(item, ItemState.CANDIDATE, ItemState.DISMISSED)
    page = number(request.POST.get("page", "")) or 1
    return redirect(f"{reverse('scheduler:candidates')}?page={page}&dilewati={item.pk}")


@login_required
@require_POST
def restore(request: SignedInRequest, item_id: int) -> HttpResponse:
    item = get_object_or_404(desk.candidates_to_decide(request.scope), pk=item_id)
    _turn(item, ItemState.DISMISSED, ItemState.CANDIDATE)
    return back_to(request.POST.get("back", ""), "scheduler:candidates", mark=f"#item-{item.pk}")


def _turn(item: FeedItem, start: ItemState, end: ItemState) -> None:
    """Only from where it stands: a repost that has begun meanwhile stays one."""
    FeedItem.objects.filter(pk=item.pk, state=start).update(state=end)
