"""A card as the draft would draw it, for the previews and for downloading."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from composer import cards, submitting
from composer.cards.errors import CardRefused
from composer.cards.model import Format
from composer.finding import visible
from composer.offices import brand_of
from content.requests import SignedInRequest


@login_required
@require_safe
def card(request: SignedInRequest, public_id: uuid.UUID, fmt: Format) -> HttpResponse:
    """Kept by the browser under its ``?v=``; a draft that says something else has another."""
    post = visible(request, public_id)
    drawn = submitting.composition_of(post, post.draft).card
    if drawn is None:
        raise Http404
    try:
        data = cards.render(drawn, brand_of(post.office), fmt)
    except CardRefused as e:
        return HttpResponse(str(e), status=422, content_type="text/plain; charset=utf-8")
    response = HttpResponse(data, content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=600"
    if "unduh" in request.GET:
        name = f"{post.template_key}-{fmt}.jpg"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
