"""The public pages. They read delivered items and offices, nothing else."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from content.models import Office
from content.topics import topic_label
from newsroom import catalogue
from newsroom.answer import PAGE_AGE, answer, page, public
from newsroom.contacts import press_contact, public_contact
from newsroom.mail import lists_of, writing_offices
from newsroom.models import Item, ItemQuerySet
from newsroom.plain import plain_text
from newsroom.structured import news_article
from newsroom.text import one_line

PER_PAGE = 20
# A photo makes a better opening than a card; so far down it is looked for.
LEAD_AMONG = 5


@public
def front(request: HttpRequest) -> HttpResponse:
    items, chosen = _filtered(request)
    shown = _page(items, request)
    opening = _lead(shown) if shown.number == 1 and not any(chosen.values()) else None
    centre = Office.objects.filter(parent=None, active=True).first()
    here = reverse("newsroom:front")
    context = {
        **_turns(shown, here, kantor=chosen["chosen_office"].lower(), topik=chosen["chosen_topic"]),
        "lead": opening,
        "offices": catalogue.speaking_offices(),
        "topics": catalogue.topics(),
        "contact": press_contact(centre) if centre else None,
        **chosen,
    }
    context["items"] = [item for item in shown if item != opening]
    return page(request, "newsroom/front.html", context | _here(here) | {"here": "front"})


@public
def item(request: HttpRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(Item.objects.with_office(), slug=slug)
    context = {
        "item": shown,
        "contact": press_contact(shown.office),
        "public_contact": public_contact(shown.office),
        "original": _original(shown),
        "more": _more(shown),
        "structured": news_article(shown),
    }
    return page(request, "newsroom/item.html", context | _here(shown.get_absolute_url()))


@public
def of_post(request: HttpRequest, post: UUID) -> HttpResponse:
    """Where a post stands here; before it does, what its office has said so far. Told in press
    mail, which may arrive first."""
    found = Item.objects.filter(post=post).newest().first()
    if found is not None:
        return redirect(found.get_absolute_url())
    office = Office.objects.filter(posts__public_id=post, posts__live__isnull=False).first()
    if office is None:
        raise Http404
    return redirect("newsroom:office", office.code.lower())


@public
def item_text(request: HttpRequest, slug: str) -> HttpResponse:
    """The text alone, to be taken over as it is."""
    shown = get_object_or_404(Item.objects.with_office(), slug=slug)
    body = plain_text(shown, press_contact(shown.office))
    return answer(request, body.encode(), "text/plain; charset=utf-8", age=PAGE_AGE)


@public
def office(request: HttpRequest, code: str) -> HttpResponse:
    if code != code.lower():  # codes are printed in capitals
        return redirect("newsroom:office", code.lower(), permanent=True)
    found = catalogue.office_or_404(code)
    context = {
        "office": found,
        **_turns(_page(catalogue.office_items(found), request), request.path),
        "contact": press_contact(found),
        "public_contact": public_contact(found),
        "by_mail": lists_of(found).exists(),
    }
    return page(request, "newsroom/office.html", context | _here(request.path))


@public
def topic(request: HttpRequest, topic: str) -> HttpResponse:
    turns = _turns(_page(catalogue.topic_items(topic), request), request.path)
    if not turns["items"]:
        raise Http404
    context = {"topic": catalogue.Topic(topic, topic_label(topic)), **turns}
    return page(request, "newsroom/topic.html", context | _here(request.path))


@public
def press(request: HttpRequest) -> HttpResponse:
    """For journalists: how to follow, whom to call, what may be used, how we correct."""
    offices = Office.objects.filter(active=True).select_related("parent__parent__parent")
    centre = offices.filter(parent=None).first()
    context = {
        "contact": press_contact(centre) if centre else None,
        "offices": [(office, press_contact(office)) for office in offices],
        "writing": Office.objects.filter(active=True, pk__in=writing_offices()),
        "topics": catalogue.topics(),
    }
    return page(request, "newsroom/press.html", context | _here(request.path) | {"here": "press"})


@public
def missing(request: HttpRequest) -> HttpResponse:
    """An address of the newsroom that is none: its own page says so."""
    raise Http404


def _here(path: str) -> dict[str, Any]:
    return {
        "newsroom_title": settings.GEMA.newsroom.title,
        "site": settings.GEMA.site.address,
        "canonical": f"{settings.GEMA.site.address}{path}",
    }


def _filtered(request: HttpRequest) -> tuple[ItemQuerySet, dict[str, str]]:
    """The items asked for, and what was asked for: an office's code, a topic."""
    code = one_line(request.GET.get("kantor", ""), 24).upper()
    topic = one_line(request.GET.get("topik", ""), 40)
    items = Item.objects.all()
    if code:
        office = Office.objects.filter(code=code).first()
        items = catalogue.office_items(office) if office else Item.objects.none()
    if topic:
        items = items.filter(topic=topic)
    return items, {"chosen_office": code, "chosen_topic": topic}


def _page(items: ItemQuerySet, request: HttpRequest) -> Page[Item]:
    newest = items.listed().with_office().newest()
    return Paginator(newest, PER_PAGE).get_page(request.GET.get("halaman"))


def _turns(shown: Page[Item], path: str, **kept: str) -> dict[str, Any]:
    """The page, and the addresses of the newer and the older one."""
    newer = shown.previous_page_number() if shown.has_previous() else None
    older = shown.next_page_number() if shown.has_next() else None
    asked = {name: value for name, value in kept.items() if value}
    addresses = {
        name: f"{path}?{urlencode(asked | {'halaman': number})}" if number else ""
        for name, number in (("newer", newer), ("older", older))
    }
    return {"page": shown, "items": list(shown), **addresses}


def _lead(shown: Page[Item]) -> Item | None:
    """What opens the front page: the newest with a photo among the first few, else the newest."""
    first = [item for item in list(shown)[:LEAD_AMONG] if not item.is_withdrawn]
    with_photo = (item for item in first if any(not p.is_card for p in item.photos))
    return next(with_photo, None) or next(iter(first), None)


def _original(shown: Item) -> Item | None:
    """The item that this one echoes, if it was delivered here as well."""
    if shown.repost_of is None:
        return None
    return Item.objects.filter(post=shown.repost_of).newest().first()


def _more(shown: Item) -> ItemQuerySet:
    others = Item.objects.filter(office=shown.office).exclude(pk=shown.pk)
    return others.exclude(post=shown.post).listed().with_office().newest()[:3]
