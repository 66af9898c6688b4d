"""Buttons on a post's page: the writers' steps, correction, withdrawal, and starting a repost."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from composer import correcting, echo
from composer.finding import visible
from composer.views import posts
from content import drafts
from content.models import FeedItem, Office, Post
from content.numbers import number
from content.refusals import Refusal
from content.requests import SignedInRequest
from content.workflow import Step
from scheduler import acts, plan, still_up, toolate

DONE = {
    Step.RECALL: _("Pengajuan ditarik kembali. Silakan sunting."),
    Step.REOPEN: _("Kiriman dibuka lagi. Persetujuan sebelumnya tidak berlaku."),
    Step.DISCARD: _("Draf dibuang. Anda bisa membukanya lagi kapan saja."),
    Step.CORRECT: _("Tuliskan apa yang keliru dan apa yang benar, lalu perbaiki isinya."),
    Step.ABANDON: _("Ralat dibatalkan. Yang terbit tetap seperti semula."),
    Step.WITHDRAW: _("Kiriman ditarik. Hasilnya di setiap kanal terlihat di bawah."),
    Step.UNSCHEDULE: _("Jadwal dibatalkan. Kiriman tetap disetujui."),
}
EDITING = {Step.RECALL, Step.REOPEN, Step.CORRECT}


@login_required
@require_POST
def take(request: SignedInRequest, public_id: uuid.UUID, step: Step) -> HttpResponse:
    """One step. What the person was looking at is in ``version``; if it has moved, he is told."""
    post = visible(request, public_id)
    if step not in DONE:
        raise Http404
    post.version = number(request.POST.get("version", ""))
    note = request.POST.get("note", "")
    now = timezone.now()
    try:
        if step is Step.WITHDRAW:
            acts.withdraw(post, note, by=request.user, at=now)
        elif step is Step.UNSCHEDULE:
            plan.unschedule(post, by=request.user, at=now)
        else:
            correcting.take(step, post, by=request.user, at=now)
    except Refusal as e:
        messages.error(request, str(e))
        if step is Step.WITHDRAW:  # the reason that was written stays on the page
            seen = visible(request, public_id)
            return posts.drawn(request, seen, status=409, withdraw_note=note)
        return redirect("composer:post", public_id)
    messages.success(request, f"{DONE[step]} {toolate.cancelled(post, now)}".strip())
    for sentence in toolate.sentences(step, post, now):
        messages.warning(request, sentence)
    return redirect("composer:write" if step in EDITING else "composer:post", public_id)


@login_required
@require_POST
def take_down(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Of a withdrawn post: what is still to be read somewhere."""
    post = visible(request, public_id)
    try:
        taken = still_up.take_down(post, by=request.user, at=timezone.now())
    except Refusal as e:
        messages.error(request, str(e))
    else:
        said = ngettext(
            "Ditarik lagi dari %(n)d akun.", "Ditarik lagi dari %(n)d akun.", len(taken)
        )
        messages.success(request, said % {"n": len(taken)} if taken else _("Sudah ditarik semua."))
    return redirect("composer:post", public_id)


@login_required
@require_POST
def repost(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Start a repost of another office's post."""
    origin = visible(request, public_id)
    office = _office(request)
    try:
        made = echo.of_post(
            origin, office, by=request.user, at=timezone.now(), request_key=_key(request)
        )
    except Refusal as e:
        messages.error(request, str(e))
        return redirect("composer:post", public_id)
    return redirect("composer:write", made.public_id)


@login_required
@require_POST
def repost_item(request: SignedInRequest, item_id: int) -> HttpResponse:
    """Start a repost of what an office's own site says."""
    items = FeedItem.objects.visible_to(request.scope).select_related("feed__office")
    item = get_object_or_404(items, pk=item_id)
    try:
        made = echo.of_item(
            item, _office(request), by=request.user, at=timezone.now(), request_key=_key(request)
        )
    except drafts.EchoedAlready as e:
        messages.info(request, str(e))
        if Post.objects.visible_to(request.scope).filter(pk=e.post.pk).exists():
            return redirect("composer:post", e.post.public_id)
        return redirect("scheduler:candidates")
    return redirect("composer:write", made.public_id)


def _office(request: SignedInRequest) -> Office:
    """The office to repost for: the one that was chosen, else the first this person writes for."""
    offices = {str(o.pk): o for o in drafts.offices_to_write_for(request.scope)}
    office = offices.get(request.POST.get("office", "")) or next(iter(offices.values()), None)
    if office is None:
        raise Http404
    return office


def _key(request: SignedInRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return None
