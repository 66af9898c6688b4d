"""The calendar: what is planned, sent, failed, waiting; moved by hand, by key or by form."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from channels import registry
from content.models import Office
from content.refusals import Refusal
from content.requests import SignedInRequest
from content.workflow import PUBLISHERS
from content.zones import INDONESIAN, abbreviation
from scheduler import acts, month
from scheduler.models import Delivery, State
from scheduler.month import Span

MOST = 2000
LEGEND = (State.PLANNED, State.SENT, State.HELD, State.UNCONFIRMED, State.MISSED, State.FAILED)


@login_required
@require_safe
def calendar(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    zone = _zone(request)
    span = _span(request, now.astimezone(ZoneInfo(zone)).date())
    first, last = span.bounds(zone)
    rows = (
        Delivery.objects.visible_to(request.scope)
        .filter(due_at__gte=first, due_at__lt=last)
        .exclude(state=State.CANCELLED)
        .select_related("post__office", "account__office")
        .distinct()
        .order_by("due_at", "pk")
    )
    office, kind = request.GET.get("kantor", ""), request.GET.get("kanal", "")
    if office:
        rows = rows.filter(account__office__code=office)
    if kind:
        rows = rows.filter(account__kind=kind)
    days = month.fill(span, rows[:MOST], zone, now)
    context = {
        "span": span,
        "weeks": month.weeks(days),
        "days": days,
        "by_week": span.month is None,
        "zone": zone,
        "zone_word": abbreviation(zone, now),
        "zones": [
            (name, INDONESIAN[name]) for name in ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
        ],
        "offices": Office.objects.visible_to(request.scope).filter(active=True),
        "office": office,
        "kinds": [(name, registry.load(name).label) for name in registry.CHANNELS],
        "kind": kind,
        "today": now.astimezone(ZoneInfo(zone)).date(),
        "may_move": request.scope.has(*PUBLISHERS),
        "legend": LEGEND,
    }
    return render(request, "scheduler/calendar.html", context)


@login_required
@require_POST
def move(request: SignedInRequest) -> HttpResponse:
    """Move some deliveries to another day, each keeping its hour. All of them or none."""
    back = request.POST.get("back", "")
    ids = [int(i) for i in request.POST.getlist("delivery") if i.isdigit()]
    rows = Delivery.objects.visible_to(request.scope).filter(pk__in=ids).distinct()
    try:
        day = date.fromisoformat(request.POST.get("date", ""))
        acts.move_all_to_day(
            list(rows.select_related("account__office", "post")),
            day,
            _zone(request),
            by=request.user,
            at=timezone.now(),
        )
    except ValueError:
        messages.error(request, _("Tanggal tidak terbaca. Pilih lagi."))
    except Refusal as e:
        messages.error(request, str(e))
    else:
        messages.success(request, _("Jadwal dipindahkan."))
    return redirect(back if url_has_allowed_host_and_scheme(back, None) else "scheduler:calendar")


def _zone(request: SignedInRequest) -> str:
    """The zone of the calendar: as chosen, else that of the person's own office."""
    chosen = request.GET.get("zona", "") or request.POST.get("zona", "")
    if chosen in INDONESIAN:
        return chosen
    home = request.scope.home_office_id()
    if home is None:
        return str(settings.GEMA.desk.zone)
    return Office.objects.values_list("zone", flat=True).get(pk=home)


def _span(request: SignedInRequest, today: date) -> Span:
    week, wanted = request.GET.get("pekan", ""), request.GET.get("bulan", "")
    if week:
        day = _day(week) or today
        return month.week(date.fromordinal(day.toordinal() - day.weekday()))
    first = _day(f"{wanted}-01") or today
    return month.month(first.year, first.month)


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2100 else None
