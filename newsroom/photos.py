"""Pictures of the newsroom. Only an item that is out shows any; everything else is a 404."""

from __future__ import annotations

import logging

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response, patch_cache_control

from content import pictures
from newsroom import variants
from newsroom.answer import PHOTO_AGE, public
from newsroom.models import Item
from newsroom.photo import FULL, Photo

logger = logging.getLogger(__name__)


@public
def photo(request: HttpRequest, slug: str, short: str, size: str, extension: str) -> HttpResponse:
    found = _photo(slug, short)
    offered = [FULL, *map(str, found.widths)]
    if size not in offered or extension != found.extension:
        raise Http404
    return _send(request, found, 0 if size == FULL else int(size))


@public
def photo_download(request: HttpRequest, slug: str, short: str) -> HttpResponse:
    """The full size, under a name that still says in a crowded folder what it shows."""
    found = _photo(slug, short)
    response = _send(request, found, 0)
    response.headers["Content-Disposition"] = f'attachment; filename="{found.file_name}"'
    return response


def _photo(slug: str, short: str) -> Photo:
    """A withdrawn item has no pictures any more, and a draft was never an item."""
    item = get_object_or_404(Item.objects.only("slug", "images"), slug=slug)
    found = next((photo for photo in item.photos if photo.short == short), None)
    if found is None:
        raise Http404
    return found


def _send(request: HttpRequest, photo: Photo, width: int) -> HttpResponse:
    etag = f'"{photo.sha256[:32]}-{width}"'
    response = HttpResponse(content_type=photo.mime)
    response.headers["ETag"] = etag
    patch_cache_control(response, public=True, max_age=int(PHOTO_AGE.total_seconds()))
    short = get_conditional_response(request, etag, None, response)
    if short is not None and short is not response:
        return short
    response.content = _bytes(photo, width)
    return response


def _bytes(photo: Photo, width: int) -> bytes:
    if not width:
        return _original(photo)
    path = variants.kept(photo.sha256, photo.mime, width)
    try:
        return path.read_bytes()
    except FileNotFoundError:
        data = variants.make(_original(photo), photo.mime, width)
        variants.keep(path, data)
        return data


def _original(photo: Photo) -> bytes:
    media = pictures.by_hash([photo.sha256]).get(photo.sha256)
    if media is None:
        raise Http404
    try:
        return pictures.read(media)
    except pictures.MissingPicture as e:
        logger.error("a picture of %s cannot be shown: %s", photo.slug, e)
        raise Http404 from e
