"""The feeds: everything, one office, one topic. The same item has the same id in each of them."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from newsroom import rss
from newsroom.answer import FEED_AGE, answer, public, validator
from newsroom.baking import bake
from newsroom.catalogue import office_items, office_or_404, topic_items
from newsroom.models import Item, ItemQuerySet


@public
def feed(request: HttpRequest) -> HttpResponse:
    title = settings.GEMA.newsroom.title
    about = _("Kabar resmi dari semua kantor, lengkap dengan foto, kontak, dan ralat.")
    return _feed(request, Item.objects.all(), title, about, reverse("newsroom:front"))


@public
def office_feed(request: HttpRequest, code: str) -> HttpResponse:
    if code != code.lower():
        return redirect("newsroom:office_feed", code.lower(), permanent=True)
    office = office_or_404(code)
    title = f"{office.name} · {settings.GEMA.newsroom.title}"
    about = _("Kabar resmi dari %(office)s.") % {"office": office.name}
    page = reverse("newsroom:office", args=[code])
    return _feed(request, office_items(office), title, about, page)


@public
def topic_feed(request: HttpRequest, topic: str) -> HttpResponse:
    items = topic_items(topic)
    first = items.first()
    if first is None:
        raise Http404
    title = f"{first.topic_label} · {settings.GEMA.newsroom.title}"
    about = _("Kabar resmi dengan topik %(topic)s.") % {"topic": first.topic_label}
    return _feed(request, items, title, about, reverse("newsroom:topic", args=[topic]))


def _feed(
    request: HttpRequest, items: ItemQuerySet, title: str, about: str, page: str
) -> HttpResponse:
    newest = list(items.listed().with_office().last_changed()[: settings.GEMA.newsroom.feed_items])
    site = settings.GEMA.site.address
    channel = rss.Channel(
        title=title,
        description=about,
        link=f"{site}{page}",
        address=f"{site}{request.path}",
        rights=_("Teks dan foto boleh dimuat untuk pemberitaan dengan menyebut kreditnya."),
    )
    return answer(
        request,
        bake(channel, newest),
        rss.CONTENT_TYPE,
        age=FEED_AGE,
        changed_at=validator(newest[0].updated_at if newest else None, timezone.now()),
    )
