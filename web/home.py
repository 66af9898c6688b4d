"""What the home page says to one person: what asks for a hand now, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.db.models import Model, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from channels.models import Account, AccountState
from channels.registry import load
from content.models import (
    Decision,
    Feed,
    FeedItem,
    FeedState,
    ItemState,
    Person,
    Post,
    Role,
    Status,
    Verdict,
)
from content.scope import Scope
from content.workflow import DESK, PUBLISHERS, WRITERS
from content.zones import relative, short_when
from scheduler import wanted
from scheduler.models import READY, Delivery
from scheduler.words import why

T = TypeVar("T", bound=Model)
SHOWN = 4  # rows of each kind; the rest is a number and a link
COMING = 5
AHEAD = 40  # deliveries looked at to find the next posts: one post has several
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Row:
    title: str
    url: str
    said: tuple[str, ...] = ()
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """One kind of thing that waits for this person. ``url``: all of them, if these are not all."""

    icon: str
    tone: str
    sentence: str
    rows: tuple[Row, ...]
    url: str


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


def tasks(scope: Scope, now: datetime) -> list[Task]:
    found = (
        _returned(scope, now),
        _waiting(scope, now),
        _troubled(scope, now),
        _unplanned(scope, now),
        _candidates(scope, now),
        _accounts(scope),
        _feeds(scope),
    )
    return [task for task in found if task is not None]


def _returned(scope: Scope, now: datetime) -> Task | None:
    """Drafts on which the desk's note is the last word."""
    last = Decision.objects.filter(revision__post=OuterRef("pk")).order_by("-at", "-pk")
    rows = (
        Post.objects.filter(scope.reach(WRITERS), status=Status.DRAFT)
        .annotate(verdict=Subquery(last.values("verdict")[:1]))
        .filter(verdict=Verdict.RETURN)
        .annotate(note=Subquery(last.values("note")[:1]), by=Subquery(last.values("by__name")[:1]))
    )
    total, shown = _some(rows.order_by("-changed_at"))
    sentence = ngettext(
        "%(n)d kiriman dikembalikan untuk diperbaiki",
        "%(n)d kiriman dikembalikan untuk diperbaiki",
        total,
    )
    return _task(
        "message-2-exclamation",
        "wait",
        sentence,
        total,
        [
            Row(
                str(post),
                reverse("composer:write", args=[post.public_id]),
                (post.by, relative(post.changed_at, now)),  # type: ignore[attr-defined]
                post.note,  # type: ignore[attr-defined]
            )
            for post in shown
        ],
        f"{reverse('composer:posts')}?status=draft",
    )


def _waiting(scope: Scope, now: datetime) -> Task | None:
    """What this person may decide on; own work is for somebody else."""
    rows = Post.objects.filter(scope.reach(DESK), status=Status.SUBMITTED)
    rows = rows.exclude(contributors=scope.person).select_related("office")
    total, shown = _some(rows.order_by("submitted_at"))
    sentence = ngettext(
        "%(n)d kiriman menunggu keputusan", "%(n)d kiriman menunggu keputusan", total
    )
    return _task(
        "hourglass",
        "wait",
        sentence,
        total,
        [
            Row(str(post), reverse("scheduler:review", args=[post.public_id]), _asked(post, now))
            for post in shown
        ],
        reverse("scheduler:queue"),
    )


def _asked(post: Post, now: datetime) -> tuple[str, ...]:
    due = wanted.instant(post.wanted, post.office.zone)
    out = _("minta terbit %(when)s") % {"when": short_when(due, post.office.zone)} if due else ""
    since = relative(post.submitted_at, now) if post.submitted_at else ""
    return tuple(filter(None, (post.office.short_name, since, out)))


def _troubled(scope: Scope, now: datetime) -> Task | None:
    rows = Delivery.objects.filter(scope.reach(PUBLISHERS, prefix="account__office__"))
    rows = rows.needing_a_person().select_related("post", "account")
    total, shown = _some(rows.order_by("due_at"))
    sentence = ngettext(
        "%(n)d pengantaran perlu tindakan", "%(n)d pengantaran perlu tindakan", total
    )
    return _task(
        "alert-triangle",
        "bad",
        sentence,
        total,
        [
            Row(
                str(one.post),
                reverse("scheduler:delivery", args=[one.pk]),
                (f"{load(one.account.kind).label} @{one.account.handle}", why(one)),
            )
            for one in shown
        ],
        reverse("scheduler:deliveries"),
    )


def _unplanned(scope: Scope, now: datetime) -> Task | None:
    rows = Post.objects.filter(scope.reach(PUBLISHERS), status=Status.APPROVED)
    total, shown = _some(rows.select_related("office").order_by("changed_at"))
    sentence = ngettext(
        "%(n)d kiriman disetujui, belum dijadwalkan",
        "%(n)d kiriman disetujui, belum dijadwalkan",
        total,
    )
    return _task(
        "calendar-plus",
        "info",
        sentence,
        total,
        [
            Row(str(post), reverse("scheduler:plan", args=[post.public_id]), _asked(post, now))
            for post in shown
        ],
        reverse("scheduler:unplanned"),
    )


def _candidates(scope: Scope, now: datetime) -> Task | None:
    if not scope.has(*DESK):
        return None
    rows = FeedItem.objects.visible_to(scope).filter(state=ItemState.CANDIDATE)
    total, shown = _some(rows.select_related("feed__office").order_by("-seen_at"))
    sentence = ngettext(
        "%(n)d kabar baru dari situs kantor", "%(n)d kabar baru dari situs kantor", total
    )
    address = reverse("scheduler:candidates")
    return _task(
        "rss",
        "info",
        sentence,
        total,
        [
            Row(item.title, address, (item.feed.office.short_name, relative(item.seen_at, now)))
            for item in shown
        ],
        address,
    )


def _accounts(scope: Scope) -> Task | None:
    rows = Account.objects.filter(scope.reach(ADMINISTRATORS), state=AccountState.DISCONNECTED)
    total, shown = _some(rows.select_related("office"))
    sentence = ngettext("%(n)d akun terputus", "%(n)d akun terputus", total)
    address = reverse("channels:accounts")
    return _task(
        "plug-connected-x",
        "bad",
        sentence,
        total,
        [
            Row(f"{load(one.kind).label} @{one.handle}", address, (one.office.short_name,))
            for one in shown
        ],
        address,
    )


def _feeds(scope: Scope) -> Task | None:
    rows = Feed.objects.filter(
        scope.reach(ADMINISTRATORS), state__in=(FeedState.FAILING, FeedState.DEAD), paused=False
    )
    total, shown = _some(rows.select_related("office"))
    sentence = ngettext("%(n)d umpan situs tidak terbaca", "%(n)d umpan situs tidak terbaca", total)
    return _task(
        "rss",
        "wait",
        sentence,
        total,
        [
            Row(feed.office.short_name, reverse("office", args=[feed.office.code]), (feed.fault,))
            for feed in shown
        ],
        reverse("offices"),
    )


def _some(rows: QuerySet[T]) -> tuple[int, list[T]]:
    """The first few, and how many there are: counted only if these are not all."""
    shown = list(rows[: SHOWN + 1])
    total = len(shown) if len(shown) <= SHOWN else rows.count()
    return total, shown[:SHOWN]


def _task(
    icon: str, tone: str, sentence: str, total: int, rows: Iterable[Row], url: str
) -> Task | None:
    shown = tuple(rows)
    more = url if total > len(shown) else ""
    return Task(icon, tone, sentence % {"n": total}, shown, more) if shown else None


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
        channels=tuple((load(kind).icon, load(kind).label) for kind in kinds),
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
