"""Offices: the tree, and one page for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from channels.health import Health, health
from channels.keepers import KEEPERS
from channels.models import Account, AccountState
from channels.signs import Sign, sign
from content.models import Feed, FeedState, Membership, Office, Post, Role
from content.moments import short_when
from content.offices.columns import COLUMNS, heading_of, show_handles
from content.people import ADMINISTRATORS
from content.requests import SignedInRequest
from content.spreadsheets import written
from content.zones import abbreviation
from web.feeds import FeedForm

RECENT_POSTS = 8
DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One office in the tree. ``broken``: accounts that are disconnected."""

    office: Office
    depth: int
    zone: str
    accounts: int
    broken: int
    feeds: int
    failing: int


@login_required
@require_safe
def offices(request: SignedInRequest) -> HttpResponse:
    visible = Office.objects.visible_to(request.scope)
    query = request.GET.get("q", "").strip()[:100]
    found = _search(visible, query) if query else visible
    context = {
        "lines": lines(found, timezone.now(), flat=bool(query)),
        "query": query,
        "administers": request.scope.has(Role.ADMINISTRATOR),
        "sees_people": request.scope.has(Role.ADMINISTRATOR, Role.AUDITOR),
    }
    return render(request, "web/offices.html", context)


@login_required
@require_safe
def office(request: SignedInRequest, code: str) -> HttpResponse:
    found = get_object_or_404(
        Office.objects.visible_to(request.scope).select_related("parent", "logo"), code=code
    )
    now = timezone.now()
    posts = Post.objects.visible_to(request.scope).filter(office=found)
    tasks = Membership.objects.current(now).filter(office=found).select_related("person")
    context = {
        "office": found,
        "zone": abbreviation(found.zone, now),
        "children": found.children.visible_to(request.scope),
        "accounts": account_lines(found, now),
        "feeds": feed_lines(found),
        "feed_form": FeedForm(),
        "tasks": tasks.order_by("person__name"),
        "posts": posts.order_by("-changed_at")[:RECENT_POSTS],
        "administers": request.scope.may(ADMINISTRATORS, found),
        "keeps_accounts": request.scope.may(KEEPERS, found) and found.active,
    }
    return render(request, "web/office.html", context)


@login_required
@require_safe
def export(request: SignedInRequest) -> HttpResponse:
    """The table as it would be imported: for changing it in a spreadsheet and bringing it back."""
    offices = Office.objects.visible_to(request.scope).select_related("parent")
    rows = [[heading_of(field) for field in COLUMNS]]
    rows += [[_cell(found, field) for field in COLUMNS] for found in offices]
    response = HttpResponse(written(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="kantor.csv"'
    return response


def lines(offices: Iterable[Office], now: datetime, *, flat: bool = False) -> list[Line]:
    """Three queries, however many offices there are."""
    accounts, broken = _counts(Account.objects.usable(), Q(state=AccountState.DISCONNECTED))
    feeds, failing = _counts(Feed.objects.all(), Q(state__in=(FeedState.FAILING, FeedState.DEAD)))
    listed = list(offices)
    top = min((office.path.count("/") for office in listed), default=0)
    return [
        Line(
            office=office,
            depth=0 if flat else min(office.path.count("/") - top, DEEPEST),
            zone=abbreviation(office.zone, now),
            accounts=accounts[office.pk],
            broken=broken[office.pk],
            feeds=feeds[office.pk],
            failing=failing[office.pk],
        )
        for office in listed
    ]


def account_lines(found: Office, now: datetime) -> list[tuple[Account, Sign, Health]]:
    accounts = Account.objects.usable().filter(office=found).select_related("office")
    return [(account, sign(account.kind), health(account, now)) for account in accounts]


def feed_lines(found: Office) -> list[tuple[Feed, str]]:
    """Each feed and when it was read last, in the office's time."""
    feeds = Feed.objects.filter(office=found)
    return [(feed, short_when(feed.read_at, found.zone) if feed.read_at else "") for feed in feeds]


def _search(visible: QuerySet[Office], query: str) -> QuerySet[Office]:
    return visible.filter(
        Q(name__icontains=query)
        | Q(short_name__icontains=query)
        | Q(city__icontains=query)
        | Q(code__icontains=query)
    )


def _counts(
    rows: QuerySet[Account] | QuerySet[Feed], bad: Q
) -> tuple[defaultdict[int, int], defaultdict[int, int]]:
    """How many per office, and how many of them are not well."""
    every: defaultdict[int, int] = defaultdict(int)
    ill: defaultdict[int, int] = defaultdict(int)
    per_office = (
        rows.order_by().values("office").annotate(every=Count("pk"), ill=Count("pk", filter=bad))
    )
    for office_id, count, not_well in per_office.values_list("office", "every", "ill"):
        every[office_id], ill[office_id] = count, not_well
    return every, ill


def _cell(found: Office, field: str) -> str:
    if field == "parent":
        return found.parent.code if found.parent else ""
    if field == "handles":
        return show_handles(found.handles)
    return str(getattr(found, field))
