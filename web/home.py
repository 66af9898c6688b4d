"""What the home page says to one person besides what is to be done: a greeting, what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from channels.signs import sign
from content.models import (
    Person,
    Post,
    Status,
)
from content.moments import short_when
from content.scope import Scope
from content.workflow import WRITERS
from scheduler.models import READY, Delivery

SHOWN = 4
COMING = 5
AHEAD = 40  # deliveries looked at to find the next posts: one post has several


@dataclass(frozen=True, slots=True)
class Coming:
    """One post that goes out at one moment, to one or more accounts."""

    title: str
    url: str
    day: str
    channels: tuple[tuple[str, str], ...]
    office: str


def greeting(now: datetime, zone: str) -> str:
    hour = now.astimezone(ZoneInfo(zone)).hour
    if 4 <= hour < 11:
        return _("Selamat pagi")
    if 11 <= hour < 15:
        return _("Selamat siang")
    return _("Selamat sore") if 15 <= hour < 18 else _("Selamat malam")


def called(person: Person) -> str:
    """How to address somebody: the name without what stands in brackets behind it."""
    return person.name.split(" (")[0]


def own_drafts(scope: Scope) -> list[Post]:
    """What this person has begun and not handed in."""
    rows = Post.objects.filter(scope.reach(WRITERS), contributors=scope.person)
    return list(rows.filter(status=Status.DRAFT, head=None).order_by("-changed_at")[:SHOWN])


def handed_in(scope: Scope) -> list[Post]:
    """What this person's offices have with the desk or in the calendar."""
    rows = Post.objects.filter(scope.reach(WRITERS), status=Status.SUBMITTED)
    return list(rows.select_related("office").order_by("submitted_at")[:SHOWN])


def coming(scope: Scope, now: datetime) -> list[Coming]:
    """The next posts, each with the accounts it goes to at that moment."""
    rows = (
        Delivery.objects.visible_to(scope)
        .filter(state__in=READY, due_at__gte=now)
        .select_related("post", "account__office")
        .order_by("due_at", "post_id")
        .distinct()[:AHEAD]
    )
    groups = groupby(rows, key=lambda one: (one.due_at, one.post_id))
    return [_coming(list(group)) for _key, group in groups][:COMING]


def _coming(group: list[Delivery]) -> Coming:
    first = group[0]
    kinds = dict.fromkeys(one.account.kind for one in group)
    return Coming(
        title=str(first.post),
        url=reverse("composer:post", args=[first.post.public_id]),
        day=short_when(first.due_at, first.account.office.zone),
        channels=tuple((sign(kind).icon, sign(kind).label) for kind in kinds),
        office=first.account.office.short_name,
    )


def latest(scope: Scope) -> list[Post]:
    rows = Post.objects.visible_to(scope).filter(
        status__in=(Status.PUBLISHED, Status.CORRECTED), published_at__isnull=False
    )
    return list(rows.select_related("office").order_by("-published_at").distinct()[:SHOWN])


def is_new(scope: Scope) -> bool:
    """A writer who has never begun a post."""
    return scope.has(*WRITERS) and not Post.objects.filter(contributors=scope.person).exists()
