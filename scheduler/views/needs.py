"""The one list of what needs a person, and one choice for many of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods

from channels import registry
from channels.keepers import KEEPERS
from channels.signs import signs
from channels.words import word
from content.models import Office
from content.numbers import number
from content.refusals import Refusal
from content.requests import SignedInRequest
from content.scope import Scope
from content.workflow import PUBLISHERS
from content.zones import abbreviation
from scheduler import acts, causes, hints, needs, reports, seeking, timing, triage
from scheduler.acts import Act
from scheduler.models import Cause, Hold, State
from scheduler.needs import Group, Line, Only, Row, Shown, Tally
from scheduler.views.reading import back_to, home_zone
from scheduler.words import why

GROUPS = 15  # on a page
FIRST = 4  # rows of a group, where there are others
A_PAGE = 50  # rows of one group alone
WORDS: dict[Act, str | Promise] = {
    Act.SEND_NOW: _lazy("Kirim sekarang"),
    Act.CANCEL: _lazy("Batalkan"),
    Act.SEEN: _lazy("Saya sudah tahu"),
    Act.LOOK_AGAIN: _lazy("Cari lagi"),
    Act.FOUND: _lazy("Sudah ada"),
    Act.ABSENT: _lazy("Tidak ada"),
    Act.DONE_BY_HAND: _lazy("Sudah saya kerjakan"),
}
# In a row, without a page of its own: what needs no field, and takes nothing away.
AT_ONCE = (Act.LOOK_AGAIN, Act.FOUND, Act.ABSENT, Act.DONE_BY_HAND, Act.SEND_NOW, Act.SEEN)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: SignedInRequest) -> HttpResponse:
    if request.method != "POST":
        return _draw(request)
    try:
        report = _take(request)
    except Refusal as e:
        return _draw(request, refusal=e, status=409)
    tell = messages.success if report.done == report.changed > 0 else messages.warning
    tell(request, " ".join(reports.sentences(report, home_zone(request))))
    return back_to(request.POST.get("back", ""), "scheduler:needs")


def _take(request: SignedInRequest) -> triage.Report:
    sent = request.POST
    act = Act(sent["act"]) if sent.get("act") in set(Act) else Act.FOUND
    chosen = triage.picks(sent.getlist("pick"))
    first = None
    if act is Act.MOVE and chosen:
        zone = home_zone(request)
        first = timing.wall_of(sent.get("date", ""), sent.get("time", ""), zone)
    return triage.take(act, chosen, by=request.user, at=timezone.now(), first=first)


def _draw(
    request: SignedInRequest, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    now, only = timezone.now(), _asked(request)
    every = needs.lines(request.scope)
    groups = needs.grouped(filter(only.takes, every), needs.broken(request.scope, only))
    part, shown = _part(request, groups, only)
    zone = home_zone(request)
    sent = request.POST
    local = now.astimezone(ZoneInfo(zone))
    context = {
        "page_obj": part,
        "groups": _words(shown, request, now),
        "picked": " ".join(sent.getlist("pick")).split(),
        "everything": " ".join(group.marks for group in groups if group.lines),
        "number": sum(len(group.lines) for group in groups),
        "lost": sum(1 for group in groups if not group.lines),
        "partly": len(every) == needs.MOST,
        "many": min(needs.MOST, triage.MOST),
        "alone": len(groups) == 1,
        "bulk": _bulk(every, only, request.scope),
        "zone": zone,
        "zone_word": abbreviation(zone, now),
        "date": sent.get("date", f"{local:%Y-%m-%d}"),
        "time": sent.get("time", ""),
        "refusal": refusal,
        "now": now,
        "back": _address(only, number(request.GET.get("page", ""))),
        **_filters(request, needs.tally(every, only), only),
    }
    return render(request, "scheduler/needs.html", context, status=status)


def _bulk(every: Iterable[Line], only: Only, scope: Scope) -> set[str]:
    """The acts that help at least one of those listed, for the bar that is for many."""
    if not scope.has(*PUBLISHERS):
        return set()
    taken = (line for line in every if only.takes(line))
    listed = {(State(line.state), line.reason, line.kind, line.lost) for line in taken}
    helps = (acts.helpful(state, why, kind, lost=lost) for state, why, kind, lost in listed)
    return {act.value for some in helps for act in some if act in triage.BULK}


def _asked(request: SignedInRequest) -> Only:
    """A word that means nothing asks for nothing."""
    sent = request.GET
    cause, kind = sent.get("sebab", ""), sent.get("kanal", "")
    return Only(
        cause=cause if cause in Cause.values else "",
        office=_office(request, sent.get("kantor", "")),
        kind=kind if kind in registry.CHANNELS else "",
        account=number(sent.get("akun", "")),
    )


def _office(request: SignedInRequest, code: str) -> str:
    known = Office.objects.visible_to(request.scope).filter(code=code.replace("\x00", ""))
    return code if code and known.exists() else ""


def _part(
    request: SignedInRequest, groups: list[Group], only: Only
) -> tuple[Page[Any], list[Shown]]:
    """One page: the rows of one group, or the beginnings of several groups."""
    asked = request.GET.get("page")
    if len(groups) == 1 and groups[0].lines:
        rows: Page[Any] = Paginator(groups[0].lines, A_PAGE).get_page(asked)
        return rows, needs.show(groups, A_PAGE, rows.start_index() - 1)
    page: Page[Any] = Paginator(groups, GROUPS).get_page(asked)
    return page, needs.show(list(page.object_list), FIRST)


@dataclass(frozen=True, slots=True)
class Said:
    """Of the rows of a page, by delivery."""

    hints: dict[int, str]
    obstacles: dict[int, str]


def _words(shown: Iterable[Shown], request: SignedInRequest, now: datetime) -> list[dict[str, Any]]:
    shown = list(shown)
    listed = [row.delivery for one in shown for row in one.rows]
    said = Said(hints.hints(listed), seeking.obstacles(listed, now))
    return [_group(one, said, request) for one in shown]


def _group(one: Shown, said: Said, request: SignedInRequest) -> dict[str, Any]:
    group, account = one.group, one.account
    rows = [_row(row, said, request) for row in one.rows]
    lost = group.cause is Cause.DISCONNECTED
    return {
        "group": group,
        "look": causes.LOOKS[group.cause],
        "account": account,
        "sentence": causes.headline(
            group.cause, causes.place(account), len(group.lines) + one.coming
        ),
        "why": word(account.state_reason).said if lost and account.state_reason else "",
        "coming": one.coming,
        "rows": rows,
        "rest": len(group.lines) - len(rows),
        "all": _address(Only(cause=group.cause, account=account.pk)),
        "may_reconnect": lost and request.scope.may(KEEPERS, account.office),
        "may_pick": any(row["may_pick"] for row in rows),
    }


def _row(row: Row, said: Said, request: SignedInRequest) -> dict[str, Any]:
    obstacle = said.obstacles.get(row.delivery.pk, "")
    offered = seeking.without(acts.open_acts(row.delivery, request.scope), obstacle)
    handed = row.delivery.reason == Hold.HANDED
    return {
        "row": row,
        "delivery": row.delivery,
        "why": _why(row),
        "hint": said.hints.get(row.delivery.pk, ""),
        "obstacle": obstacle if offered else "",
        "kit": handed and bool(offered),
        "acts": [(act.value, WORDS[act]) for act in offered if act in AT_ONCE and not handed],
        "may_pick": any(act in triage.BULK for act in offered),
    }


def _why(row: Row) -> str:
    """What is said once for the whole group is not said again in every row."""
    reason = row.delivery.reason
    if row.line.cause is Cause.DISCONNECTED or not reason:
        return ""
    if row.line.cause is Cause.UNCONFIRMED and reason not in Hold.values:
        return str(word(reason).said)  # that Gema is looking is over
    return why(row.delivery)


def _filters(request: SignedInRequest, tally: Tally, only: Only) -> dict[str, Any]:
    codes = {*tally.offices, only.office}
    named = Office.objects.filter(code__in=codes).order_by("short_name")
    chosen = asdict(only)
    return {
        "only": only,
        "filtered": any(chosen.values()),
        "total": sum(tally.causes.values()),
        "causes": [
            (cause, causes.LOOKS[cause], tally.causes[cause])
            for cause in Cause
            if tally.causes[cause] or only.cause == cause
        ],
        "offices": [(office, tally.offices[office.code]) for office in named],
        "kinds": [
            (one.kind, one.label, tally.kinds[one.kind])
            for one in signs()
            if tally.kinds[one.kind] or only.kind == one.kind
        ],
    }


def _address(only: Only, page: int = 0) -> str:
    """Of this list, asked for this way; without what is not asked for."""
    asked = {"sebab": only.cause, "kantor": only.office, "kanal": only.kind}
    numbers = {"akun": only.account, "page": page if page > 1 else 0}
    said = urlencode({key: value for key, value in {**asked, **numbers}.items() if value})
    return f"?{said}" if said else "?"
