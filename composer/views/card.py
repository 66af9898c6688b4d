"""A card as the draft would draw it, for the previews and for downloading."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from composer import card_state, cards, submitting
from composer.cards.model import Format
from composer.finding import visible
from composer.offices import brand_of
from content.requests import SignedInRequest

KEPT = "private, max-age=86400, immutable"


@login_required
@require_safe
def card(request: SignedInRequest, public_id: uuid.UUID, fmt: Format) -> HttpResponse:
    """Kept by the browser under its ``?v=``; a card that says something else has another."""
    post = visible(request, public_id)
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
