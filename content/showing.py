"""Answering with a picture, so that a browser takes it for a picture and nothing else."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils.cache import get_conditional_response

from content.models import Media

PRIVATE = "private, max-age=3600"


def picture(
    request: HttpRequest, media: Media, data: bytes, *, kind: str = "", cache: str = PRIVATE
) -> HttpResponseBase:
    """``kind`` tells the sizes of one picture apart. Its bytes never change, so neither does its
    ETag."""
    etag = f'"{media.sha256[:32]}{kind}"'
    response = HttpResponse(data, content_type=media.mime)
    response["ETag"] = etag
    response["Cache-Control"] = cache
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = "inline"
    response["X-Robots-Tag"] = "noindex"
    answer = get_conditional_response(request, etag=etag, response=response) or response
    if isinstance(answer, HttpResponseNotModified):
        answer["Cache-Control"] = cache
    return answer
