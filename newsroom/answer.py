"""Answers for everybody alike: no cookie is read or set, validators are strong, gzip is offered."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache, wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import http_date
from django.views.decorators.http import require_safe

HTML = "text/html; charset=utf-8"
PAGE_AGE = timedelta(minutes=1)
FEED_AGE = timedelta(minutes=5)
PHOTO_AGE = timedelta(days=1)
# Shorter than this is not worth packing.
WORTH_PACKING = 300


def public(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of the newsroom: Indonesian for all, GET and HEAD only, with a 404 of its own."""

    @require_safe
    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with translation.override("id"):
            try:
                response = view(request, *args, **kwargs)
            except Http404:
                title = settings.GEMA.newsroom.title
                body = render_to_string("newsroom/missing.html", {"newsroom_title": title})
                response = HttpResponse(body, HTML, status=404)
            response.headers["Content-Language"] = "id"
            return response

    return shown


def page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Rendered without the request, so that a page cannot depend on who asks."""
    return answer(request, render_to_string(template, context).encode(), HTML, age=PAGE_AGE)


def answer(
    request: HttpRequest,
    body: bytes,
    content_type: str,
    *,
    age: timedelta,
    changed_at: datetime | None = None,
) -> HttpResponse:
    """The bytes with their validators: 304 for either of them, gzip for whoever takes it.

    Packed bytes are other bytes, so they have another strong ETag; both are recognised.
    """
    plain = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    packed = f'{plain[:-1]}-gz"'
    pack = len(body) >= WORTH_PACKING and takes_gzip(request.headers.get("Accept-Encoding", ""))
    response = HttpResponse(content_type=content_type)
    patch_cache_control(response, public=True, max_age=int(age.total_seconds()))
    patch_vary_headers(response, ["Accept-Encoding"])
    etag = packed if pack else plain
    known = request.headers.get("If-None-Match", "")
    response.headers["ETag"] = next((tag for tag in (packed, plain) if tag in known), etag)
    modified = int(changed_at.timestamp()) if changed_at is not None else None
    if modified is not None:
        response.headers["Last-Modified"] = http_date(modified)
    short = get_conditional_response(request, response.headers["ETag"], modified, response)
    if short is not None and short is not response:
        return short
    response.headers["ETag"] = etag
    if pack:
        body = packed_form(body)
        response.headers["Content-Encoding"] = "gzip"
    response.content = body
    return response


@lru_cache(maxsize=128)
def packed_form(body: bytes) -> bytes:
    """The same packed bytes every time: no name, no time of packing."""
    return gzip.compress(body, compresslevel=6, mtime=0)


def takes_gzip(header: str) -> bool:
    """Whether an Accept-Encoding header takes gzip; ``gzip;q=0`` says that it does not."""
    for part in header.lower().split(","):
        name, _, weight = part.partition(";")
        if name.strip() in ("gzip", "x-gzip"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def validator(changed_at: datetime | None, now: datetime) -> datetime | None:
    """A time to give as Last-Modified, once it can be relied on.

    It counts whole seconds: while the second of the last change has not passed, another change may
    still fall into it, and a client that has only this validator would never see it.
    """
    if changed_at is None or now < changed_at.replace(microsecond=0) + timedelta(seconds=2):
        return None
    return changed_at
