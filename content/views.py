"""Picture files: for people who signed in, and on loan to networks that fetch what they publish."""

from __future__ import annotations

import logging

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from content import media_access, pictures, thumbs
from content.fit import Box
from content.models import Media
from content.requests import SignedInRequest
from content.showing import picture

logger = logging.getLogger(__name__)


@login_required
@require_safe
def media(request: SignedInRequest, media_id: int) -> HttpResponseBase:
    found = _find(request, media_id)
    return picture(request, found, _read(found))


@login_required
@require_safe
def thumb(request: SignedInRequest, media_id: int, width: int) -> HttpResponseBase:
    if width not in thumbs.WIDTHS:
        raise Http404
    found = _find(request, media_id)
    try:
        data = thumbs.thumb(found, width)
    except (pictures.MissingPicture, OSError) as e:
        logger.error("thumb: %s", e)
        raise Http404 from e
    return picture(request, found, data, kind=f"-{width}")


@login_required
@require_safe
def cut(
    request: SignedInRequest,
    media_id: int,
    width: int,
    left: int,
    top: int,
    right: int,
    bottom: int,
) -> HttpResponseBase:
    """A part of a picture, to look at while it is being chosen. Nothing of it is kept."""
    found, box = _find(request, media_id), Box(left, top, right, bottom)
    if width not in thumbs.WIDTHS or not box.is_in(found.width, found.height):
        raise Http404
    try:
        data = thumbs.cut(found, width, box)
    except (pictures.MissingPicture, OSError) as e:
        logger.error("cut: %s", e)
        raise Http404 from e
    return picture(request, found, data, kind=f"-{width}-{left}-{top}-{right}-{bottom}")


@require_safe
def loan(request: HttpRequest, token: str) -> HttpResponseBase:
    """One picture for a network that fetches it while publishing. Knows no one, sets no cookie."""
    sha256 = pictures.lent(token)
    found = Media.objects.filter(sha256=sha256).first() if sha256 else None
    if found is None:
        raise Http404
    return picture(request, found, _read(found), cache="no-store")


def _find(request: SignedInRequest, media_id: int) -> Media:
    found = media_access.visible(media_id, request.scope)
    if found is None:
        raise Http404
    return found


def _read(found: Media) -> bytes:
    try:
        return pictures.read(found)
    except pictures.MissingPicture as e:
        logger.error("%s", e)
        raise Http404 from e
