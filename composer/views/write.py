"""The writing screen: slots, previews, autosave, pictures, submit. Works as a plain form too."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import reswap, retarget

from composer import adding, form, screen, submitting
from composer.differing import difference
from composer.finding import may_write, visible
from composer.library import library
from composer.working import Working
from content import drafts
from content.models import Draft, Post, Status
from content.numbers import number
from content.refusals import Incomplete, Refusal
from content.requests import SignedInRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """GET draws the form; POST saves it and, if asked, submits it."""
    post = visible(request, public_id)
    if not may_write(request.scope, post):
        return redirect("composer:post", post.public_id)
    if request.method != "POST":
        if post.status != Status.DRAFT:
            return redirect("composer:post", post.public_id)
        return _draw(request, post, Working.read(post.draft.content))
    working = _read(request, post)
    try:
        draft = _save(request, post, working)
    except Refusal as e:
        return _not_saved(request, post, working, e)
    post.draft = draft
    if request.POST.get("act") == "submit":
        return _submit(request, post, working)
    if request.htmx:
        return render(request, "composer/_live.html", _live(request, post, working))
    place = _place(request)
    if not place:
        messages.success(request, _("Draf tersimpan."))
    return redirect(address(post) + place)


@login_required
@require_POST
def upload(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Keep what was typed, then add the pictures. A picture that cannot be used says why."""
    post = visible(request, public_id)
    if not may_write(request.scope, post):
        return redirect("composer:post", post.public_id)
    working, refused = adding.add_pictures(
        _read(request, post),
        request.FILES.getlist("pictures"),
        post.office,
        request.user,
        timezone.now(),
    )
    try:
        post.draft = _save(request, post, working)
    except Refusal as e:
        return _not_saved(request, post, working, e)
    if refused:
        return _draw(request, post, working, status=422, refused=refused)
    return redirect(f"{address(post)}#gambar")


def _place(request: SignedInRequest) -> str:
    """Where on the page a button was pressed that does more than save."""
    if "remove" in request.POST:
        return "#gambar"
    point = request.POST.get("point", "")
    return f"#photo-{number(point.partition(':')[0])}" if point else ""


def address(post: Post) -> str:
    return reverse("composer:write", args=[post.public_id])


def _read(request: SignedInRequest, post: Post) -> Working:
    before = Working.read(post.draft.content)
    sent = form.read(request.POST, library()[post.template_key], before)
    working = adding.with_own_pictures(sent, before, post.office)
    working = adding.with_point(working, request.POST.get("point", ""))
    gone = number(request.POST.get("remove", ""))
    return adding.without_picture(working, gone) if gone else working


def _save(request: SignedInRequest, post: Post, working: Working) -> Draft:
    return drafts.save(
        post,
        working.as_json(),
        by=request.user,
        at=timezone.now(),
        seen=_seen(request),
        tab=request.POST.get("tab", "")[:36],
        title=screen.title_of(post, working),
        wanted=form.wanted(request.POST),
    )


def _seen(request: SignedInRequest) -> int:
    """The version this page started from; ``over`` is a chosen one, to write over."""
    return number(request.POST.get("over") or request.POST.get("seen", ""))


def _submit(request: SignedInRequest, post: Post, working: Working) -> HttpResponse:
    try:
        submitting.submit(post, post.draft, by=request.user, at=timezone.now())
    except Incomplete as e:
        return _draw(request, post, working, refusal=e, status=422)
    except Refusal as e:
        return _draw(request, post, working, refusal=e, status=409)
    messages.success(request, _("Terima kasih! Kiriman sudah diajukan ke meja moderasi."))
    return redirect("composer:post", post.public_id)


def _draw(
    request: SignedInRequest,
    post: Post,
    working: Working,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = screen.context(post, post.draft, working, refusal=refusal)
    tab = request.POST.get("tab") or uuid.uuid4()
    context |= {"tab": tab, "seen": post.draft.version, **more}
    return render(request, "composer/write.html", context, status=status)


def _live(request: SignedInRequest, post: Post, working: Working) -> dict[str, Any]:
    """After a pause in typing: previews, counters and "saved at", but nothing typed into."""
    typing = request.POST.get("typing", "")
    return {
        **screen.context(post, post.draft, working),
        "seen": post.draft.version,
        "typing": typing,
        "typing_in_text": typing.startswith("text-"),
    }


def _not_saved(request: SignedInRequest, post: Post, working: Working, e: Refusal) -> HttpResponse:
    """What was typed stays on the screen. Writing over somebody else's words is a choice."""
    more: dict[str, Any] = {}
    if isinstance(e, drafts.Overtaken):
        template, theirs = library()[post.template_key], Working.read(e.theirs.content)
        more = {"theirs": e.theirs, "difference": difference(template, theirs, working)}
    if request.htmx:
        context = {"post": post, "refusal": e, **more}
        answer = render(request, "composer/_refusal.html", context, status=409)
        return reswap(retarget(answer, "#refused"), "innerHTML")
    more["seen"] = _seen(request)
    return _draw(request, post, working, refusal=e, status=409, **more)
