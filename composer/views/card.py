"""A card as the draft would draw it, for the previews and for downloading.

The draft is for those who write on it; others get the card of what was submitted.
"""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from composer import card_files, card_state, cards, page, submitting
from composer.cards.model import Format
from composer.finding import may_write, visible
from composer.offices import brand_of
from content.models import Post, Revision
from content.requests import SignedInRequest

KEPT = "private, max-age=86400, immutable"


@login_required
@require_safe
def card(request: SignedInRequest, public_id: uuid.UUID, fmt: Format) -> HttpResponse:
    """Kept by the browser under its ``?v=``; a card that says something else has another."""
    post = visible(request, public_id)
    revision = None if may_write(request.scope, post) else page.shown_revision(post, request.scope)
    return _of_draft(request, post, fmt) if revision is None else _frozen(revision, fmt)


def _frozen(revision: Revision, fmt: Format) -> HttpResponse:
    media = card_files.frozen(revision).get(fmt)
    if media is None:
        raise Http404
    return redirect("content:media", media.pk)


def _of_draft(request: SignedInRequest, post: Post, fmt: Format) -> HttpResponse:
    composition = submitting.composition_of(post, post.draft)
    if composition.card is None:
        raise Http404
    template = submitting.template_of(post)
    state = card_state.for_office(template, composition.card, post.office, [fmt])
    if state.problems:
        text = state.sentence(fmt)
        return HttpResponse(text, status=422, content_type="text/plain; charset=utf-8")
    data = cards.render(composition.card, brand_of(post.office), fmt)
    response = HttpResponse(data, content_type="image/jpeg")
    # Only the address that names this very card may be kept: the draft may have moved on.
    named = request.GET.get("v") == state.stamp
    response["Cache-Control"] = KEPT if named else "private, no-store"
    if "unduh" in request.GET:
        name = f"{slugify(composition.title)[:60] or post.template_key}-{fmt}.jpg"
        response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response
