"""Choosing a template and starting a draft."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from composer.library import choices, library
from composer.working import Working
from content import drafts
from content.requests import SignedInRequest


@login_required
@require_safe
def choose(request: SignedInRequest) -> HttpResponse:
    offices = drafts.offices_to_write_for(request.scope)
    context = {"templates": choices(), "offices": offices, "key": uuid.uuid4()}
    return render(request, "composer/choose.html", context)


@login_required
@require_POST
def start(request: SignedInRequest, template_key: str) -> HttpResponse:
    """Pressing twice, or going back and pressing again, leads to the same draft."""
    template = library().get(template_key)
    offices = {str(o.pk): o for o in drafts.offices_to_write_for(request.scope)}
    office = offices.get(request.POST.get("office", "")) or next(iter(offices.values()), None)
    if template is None or office is None:
        raise Http404
    post = drafts.create(
        office,
        template.key,
        by=request.user,
        at=timezone.now(),
        request_key=_key(request.POST.get("key", ""), template.key),
        content=Working(channels=template.channels).as_json(),
    )
    return redirect("composer:write", post.public_id)


def _key(sent: str, template_key: str) -> uuid.UUID | None:
    """The form's key, made different for each template the same page offers."""
    try:
        return uuid.uuid5(uuid.UUID(sent), template_key)
    except ValueError:
        return None
