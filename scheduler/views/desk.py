"""The moderation queue and its decisions."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from content import workflow
from content.models import Post
from content.numbers import number
from content.refusals import Refusal, Stale
from content.requests import SignedInRequest
from content.workflow import PUBLISHERS, Step
from scheduler import desk, plan, timing, waiting
from scheduler.views.planning import chosen_accounts, chosen_ways, meaning_of, to_choose
from scheduler.views.reading import timing_of
from scheduler.waiting import DESK, Line

VERDICTS = {"setujui": Step.APPROVE, "kembalikan": Step.RETURN, "tolak": Step.REJECT}
A_PAGE = 50


@login_required
@require_safe
def queue(request: SignedInRequest) -> HttpResponse:
    """What waits. Who decides nothing but plans is better served with what is to be planned."""
    if not request.scope.has(*DESK) and request.scope.has(*PUBLISHERS):
        return redirect("scheduler:unplanned")
    now = timezone.now()
    found = waiting.lines(request.scope, now)
    offices = waiting.offices(found)
    office = _office(request, [each.code for each, _number in offices])
    shown = waiting.of_office(found, next((o.pk for o, _n in offices if o.code == office), None))
    page = Paginator(shown, A_PAGE).get_page(request.GET.get("page"))
    first = next((line for line in shown if not line.own), None)
    context = {
        **tabs(request, waiting_number=len(found)),
        "groups": waiting.by_urgency(waiting.rows(list(page)), now),
        "page_obj": page,
        "first": first,
        "offices": offices,
        "office": office,
        "decides": request.scope.has(*DESK),
        "now": now,
    }
    return render(request, "scheduler/queue.html", context)


def tabs(request: SignedInRequest, *, waiting_number: int | None = None) -> dict[str, object]:
    """The numbers beside the desk's tabs; None for a tab that is not this person's."""
    scope = request.scope
    if waiting_number is None and scope.has(*DESK):
        waiting_number = waiting.posts(scope).count()
    return {
        "waiting_number": waiting_number if scope.has(*DESK) else None,
        "candidate_number": desk.candidates(scope).count(),
        "unplanned_number": desk.unplanned(scope).count() if scope.has(*PUBLISHERS) else None,
    }


def _office(request: SignedInRequest, offered: list[str]) -> str:
    asked = request.GET.get("kantor", "")
    return asked if asked in offered else ""


@login_required
@require_safe
def unplanned(request: SignedInRequest) -> HttpResponse:
    rows = desk.unplanned(request.scope)
    context = {
        **tabs(request),
        "page_obj": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "now": timezone.now(),
    }
    return render(request, "scheduler/unplanned.html", context)


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
    following = _following(request, post)
    try:
        decided = _take(request, step, post)
    except Refusal as e:
        return _draw(request, _find(request, public_id), refusal=e, status=409)
    messages.success(request, _done(step, decided))
    if following is None:
        return redirect("scheduler:queue")
    return redirect(_address(request, following))


def _take(request: SignedInRequest, step: Step, post: Post) -> Post:
    """Decide, and plan in the same press: both or neither. Raises a ``Refusal``."""
    if post.version != number(request.POST.get("version", "")):
        raise Stale(workflow.latest_event(post))
    now = timezone.now()
    with transaction.atomic():
        decided = workflow.take(
            step,
            post,
            by=request.user,
            at=now,
            note=request.POST.get("note", ""),
            sha256=request.POST.get("sha256"),
        )
        if step is Step.APPROVE and request.POST.get("plan"):
            accounts = chosen_accounts(request, desk.accounts_for(decided, request.scope))
            time = timing.read(request.POST, decided.office.zone)
            plan.plan(
                decided,
                accounts,
                time.wall,
                time.mode,
                by=request.user,
                at=now,
                ways=chosen_ways(request, accounts),
            )
    return decided


def _done(step: Step, post: Post) -> str:
    post.refresh_from_db(fields=["status"])
    match step:
        case Step.APPROVE if post.status == "scheduled":
            return _("“%(title)s” disetujui dan dijadwalkan.") % {"title": post.title}
        case Step.APPROVE:
            return _("“%(title)s” disetujui.") % {"title": post.title}
        case Step.RETURN:
            return _("“%(title)s” dikembalikan dengan catatan Anda.") % {"title": post.title}
        case _rejected:
            return _("“%(title)s” ditolak.") % {"title": post.title}


def _lines(request: SignedInRequest) -> list[Line]:
    """What waits, as far as the office goes that the person is working through."""
    found = waiting.lines(request.scope, timezone.now())
    office = request.GET.get("kantor", "")
    if not office:
        return found
    known = next((o.pk for o, _n in waiting.offices(found) if o.code == office), None)
    return waiting.of_office(found, known)


def _following(request: SignedInRequest, post: Post) -> Line | None:
    return waiting.following(_lines(request), post.pk)


def _address(request: SignedInRequest, line: Line) -> str:
    query = request.GET.urlencode()
    return reverse("scheduler:review", args=[line.public_id]) + (f"?{query}" if query else "")


def _find(request: SignedInRequest, public_id: uuid.UUID) -> Post:
    seen = Post.objects.filter(request.scope.reach(DESK))
    rows = seen.select_related("office", "author", "head", "repost_of__office", "source_item")
    post = rows.filter(public_id=public_id).first()
    if post is None or post.head is None:
        raise Http404
    return post


def _draw(
    request: SignedInRequest, post: Post, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    lines = _lines(request)
    following = waiting.following(lines, post.pk)
    looked = desk.review(post, request.scope)
    choice = to_choose(request, post, looked["targets"], again=refusal is not None)
    fields = timing_of(request, post)
    context = {
        **looked,
        "refusal": refusal,
        "note": request.POST.get("note", ""),
        "planning": bool(request.POST.get("plan")) if refusal else True,
        **choice,
        "timing": fields,
        "meaning": meaning_of(fields, post, looked["targets"].all, choice["chosen"]),
        "open": post.status == "submitted",
        "waiting": len(lines),
        "position": waiting.position(lines, post.pk),
        "following": _address(request, following) if following else "",
        "query": request.GET.urlencode(),
        "now": timezone.now(),
    }
    return render(request, "scheduler/review.html", context, status=status)
