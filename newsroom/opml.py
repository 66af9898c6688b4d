"""All feeds in one file that feed readers take in: OPML 2.0."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from content.models import Office
from newsroom import catalogue
from newsroom.answer import FEED_AGE, answer, public


@public
def opml(request: HttpRequest) -> HttpResponse:
    context = {
        "newsroom_title": settings.GEMA.newsroom.title,
        "site": settings.GEMA.site.address,
        "offices": Office.objects.filter(active=True),
        "topics": catalogue.topics(),
    }
    body = render_to_string("newsroom/feeds.opml", context)
    return answer(request, body.encode(), "text/x-opml; charset=utf-8", age=FEED_AGE)
