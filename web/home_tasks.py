"""What asks for this person's hand now, one kind of thing after the other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import Model, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from channels.keepers import KEEPERS
from channels.models import Account, AccountState
from channels.registry import load
from channels.signs import sign
from content.models import (
    Decision,
    Feed,
    FeedItem,
    FeedState,
    ItemState,
    Post,
    Role,
    Status,
    Verdict,
)
from content.moments import relative, short_when
from content.scope import Scope
from content.workflow import DESK, PUBLISHERS, WRITERS
from scheduler import causes, expiring, needs, wanted
from scheduler.words import why

T = TypeVar("T", bound=Model)
SHOWN = 4  # rows of each kind; the rest is a number and a link
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


def tasks(scope: Scope, now: datetime) -> list[Task]:
    found = (
        _returned(scope, now),
        _waiting(scope, now),
        _troubled(scope, now),
        _unplanned(scope, now),
        _candidates(scope, now),
        _accounts(scope),
        _ending(scope, now),
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
    rows = needs.own(scope).select_related("post", "account")
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
                (f"{sign(one.account.kind).label} {one.account.called}", why(one)),
            )
            for one in shown
        ],
        reverse("scheduler:needs"),
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
    rows = Account.objects.filter(scope.reach(KEEPERS), state=AccountState.DISCONNECTED)
    total, shown = _some(rows.select_related("office"))
    sentence = ngettext("%(n)d akun terputus", "%(n)d akun terputus", total)
    address = reverse("scheduler:accounts")
    return _task(
        "plug-connected-x",
        "bad",
        sentence,
        total,
        [
            Row(
                f"{load(one.kind).label} {one.called}",
                reverse("scheduler:account", args=[one.pk]),
                (one.office.short_name,),
            )
            for one in shown
        ],
        address,
    )


def _ending(scope: Scope, now: datetime) -> Task | None:
    """Logins that only a person can renew."""
    rows = expiring.near(now).filter(scope.reach(KEEPERS)).select_related("office")
    total, shown = _some(rows.order_by("kept_session__lasts_until", "pk"))
    sentence = ngettext(
        "Izin masuk %(n)d akun segera berakhir", "Izin masuk %(n)d akun segera berakhir", total
    )
    return _task(
        "clock-exclamation",
        "wait",
        sentence,
        total,
        [
            Row(
                f"{sign(one.kind).label} {one.called}",
                reverse("scheduler:account", args=[one.pk]),
                (one.office.short_name, causes.last_day(one)),
            )
            for one in shown
        ],
        f"{reverse('scheduler:accounts')}?keadaan=perlu",
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
