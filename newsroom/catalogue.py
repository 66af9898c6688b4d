"""What has a page of its own: offices that speak here, topics that were spoken about."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.http import Http404

from content.models import Office, OfficeKind
from content.topics import topic_label
from newsroom.models import Item, ItemQuerySet

SPOKE = Q(Exists(Item.objects.filter(office=OuterRef("pk"))))


@dataclass(frozen=True, slots=True)
class Topic:
    key: str
    label: str


def office_or_404(code: str) -> Office:
    """An office at work has its page and feed from the first day; a closed one keeps what it said.

    ``code`` in small letters, as addresses have it.
    """
    above = Office.objects.select_related("parent__parent__parent")
    found = above.filter(Q(active=True) | SPOKE, code=code.upper()).first()
    if found is None:
        raise Http404
    return found


def speaking_offices() -> list[Office]:
    """Offices with something to read, and the regions such an office lies in."""
    below = Item.objects.filter(office__path__startswith=OuterRef("path"))
    return list(Office.objects.filter(SPOKE | Q(Exists(below), kind=OfficeKind.REGION)))


def office_items(office: Office) -> ItemQuerySet:
    """What an office said; for a region also what the offices in it said."""
    if office.kind == OfficeKind.REGION:
        return Item.objects.filter(office__path__startswith=office.path)
    return Item.objects.filter(office=office)


def topic_items(topic: str) -> ItemQuerySet:
    return Item.objects.filter(topic=topic)


def topics() -> list[Topic]:
    keys = Item.objects.exclude(topic="").order_by("topic").values_list("topic", flat=True)
    return [Topic(key, topic_label(key)) for key in keys.distinct()]
