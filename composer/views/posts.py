"""The list of posts, and one post's page: what it says, where it stands, what has happened."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from composer import history, page
from composer.filters import PostFilter
from composer.finding import may_write, visible
from content.models import Post, Revision, Status
from content.numbers import number
from content.requests import SignedInRequest
from content.revision_diff import diff_content
from content.workflow import WRITERS, Step

A_PAGE = 25


@login_required
@require_safe
def posts(request: SignedInRequest) -> HttpResponse:
    wanted = PostFilter.read(request.GET)
    seen = Post.objects.visible_to(request.scope)
    rows = wanted.apply(seen).select_related("office", "author", "repost_of__office").distinct()
    context = {
        "filter": wanted,
        "offices": page.offices_of(request.scope),
        "page_obj": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "may_start": request.scope.has(*WRITERS),
        "now": timezone.now(),
    }
    return render(request, "composer/posts.html", context)


@login_required
@require_safe
def post(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    return drawn(request, visible(request, public_id))


def drawn(
    request: SignedInRequest, found: Post, *, status: int = 200, **more: object
) -> HttpResponse:
    """A post's page. ``more``: what stays on it after a refusal."""
    steps = page.steps_for(found, request.scope)
    context = {
        **page.context(found, request.scope, timezone.now()),
        "steps": steps,
        "withdrawal": page.withdrawal_of(found) if Step.WITHDRAW in steps else [],
        "still_up": page.still_up_of(found, request.scope),
        "may_edit": found.status == Status.DRAFT and may_write(request.scope, found),
        "may_decide": page.may_decide(found, request.scope),
        "may_plan": page.may_plan(found, request.scope),
        "repost_key": uuid.uuid4(),
        **more,
    }
    return render(request, "composer/post.html", context, status=status)


@login_required
@require_safe
def compare(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Two revisions of one post, word by word. Without numbers: the newest and the one before."""
    found = visible(request, public_id)
    revisions = list(found.revisions.select_related("made_by"))
    if not revisions:
        raise Http404
    older = _revision(found, request.GET.get("dari"), revisions[1:2] or revisions)
    newer = _revision(found, request.GET.get("ke"), revisions)
    context = {
        "post": found,
        "revisions": revisions,
        "older": older,
        "newer": newer,
        "sections": history.said_sections(found, diff_content(older.content, newer.content)),
    }
    return render(request, "composer/compare.html", context)


def _revision(post: Post, asked: str | None, otherwise: list[Revision]) -> Revision:
    if not asked:
        return otherwise[0]
    return get_object_or_404(post.revisions.select_related("made_by"), number=number(asked))
