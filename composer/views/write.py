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
from django_htmx.http import trigger_client_event

from composer import form, screen, submitting
from composer.finding import may_write, visible
from composer.library import library
from composer.working import Working
from content import drafts
from content.models import Draft, Post, Status
from content.refusals import Incomplete, Refusal
from content.requests import SignedInRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """GET draws the form; POST saves it and, if asked, submits it."""
    post = visible(request, public_id)
    if not may_write(request.scope, post) or post.status != Status.DRAFT:
        return redirect("composer:post", post.public_id)
    if request.method != "POST":
        return _draw(request, post, Working.read(post.draft.content))
    working = _read(request, post)
    try:
        draft = _save(request, post, working)
    except drafts.Overtaken as e:
        return _overtaken(request, post, working, e)
    except Refusal as e:
        return _draw(request, post, working, refusal=e, status=409)
    if request.POST.get("act") == "submit":
        return _submit(request, post, draft, working)
    if request.htmx:
        return _fragment(request, post, draft)
    messages.success(request, _("Draf tersimpan."))
    return redirect("composer:write", post.public_id)


@login_required
@require_POST
def upload(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Keep what was typed, then add the pictures. A picture that cannot be used says why."""
    post = visible(request, public_id)
    if not may_write(request.scope, post) or post.status != Status.DRAFT:
        return redirect("composer:post", post.public_id)
    working = _read(request, post)
    working, refused = screen.add_pictures(
        working, request.FILES.getlist("pictures"), post.office, request.user, timezone.now()
    )
    for sentence in refused:
        messages.error(request, sentence)
    try:
        _save(request, post, working)
    except drafts.Overtaken as e:
        return _overtaken(request, post, working, e)
    except Refusal as e:
        return _draw(request, post, working, refusal=e, status=409)
    return redirect(f"{post_url(post)}#gambar")


def post_url(post: Post) -> str:
    return reverse("composer:write", args=[post.public_id])


def _read(request: SignedInRequest, post: Post) -> Working:
    before = Working.read(post.draft.content)
    working = form.read(request.POST, library()[post.template_key], before)
    gone = request.POST.get("remove", "")
    return screen.without_picture(working, int(gone)) if gone.isdigit() else working


def _save(request: SignedInRequest, post: Post, working: Working) -> Draft:
    seen = request.POST.get("seen", "")
    return drafts.save(
        post,
        working.as_json(),
        by=request.user,
        at=timezone.now(),
        seen=int(seen) if seen.isdigit() else 0,
        tab=request.POST.get("tab", "")[:36],
        title=screen.title_of(post, working),
        wanted=form.wanted(request.POST),
    )


def _submit(request: SignedInRequest, post: Post, draft: Draft, working: Working) -> HttpResponse:
    try:
        submitting.submit(post, draft, by=request.user, at=timezone.now())
    except Incomplete as e:
        post.draft = draft
        return _draw(request, post, working, refusal=e, status=422)
    except Refusal as e:
        post.draft = draft
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
    return render(request, "composer/write.html", {**context, "tab": tab, **more}, status=status)


def _fragment(request: SignedInRequest, post: Post, draft: Draft) -> HttpResponse:
    """After a pause in typing: previews, counters and "saved at", but nothing being typed into."""
    context = screen.context(post, draft, Working.read(draft.content))
    typing_in_text = request.POST.get("typing", "").startswith("text-")
    return render(request, "composer/_live.html", {**context, "typing_in_text": typing_in_text})


def _overtaken(
    request: SignedInRequest, post: Post, working: Working, e: drafts.Overtaken
) -> HttpResponse:
    """Somebody else saved. The form keeps what was typed here; the next save is a choice."""
    if request.htmx:
        answer = HttpResponse(status=204)
        return trigger_client_event(answer, "toast", {"text": str(e), "tone": "bad"})
    theirs = e.theirs
    difference = screen.difference(post, Working.read(theirs.content), working)
    post.draft = theirs
    return _draw(
        request, post, working, refusal=e, status=409, theirs=theirs, difference=difference
    )
