"""The page of figures, and each of its tables as a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from channels.practice.adapter import Practice
from channels.signs import signs
from composer.library import library
from content.requests import SignedInRequest
from content.spreadsheets import pieces
from scheduler.views.reading import home_zone
from web.awareness import deliveries, sheets
from web.awareness.asked import SPANS, read
from web.awareness.cards import cards
from web.awareness.gathered import Gathered
from web.awareness.measure import Measure
from web.awareness.quiet import LONG
from web.awareness.tiles import tally_line, tiles
from web.awareness.words import between, template_label, topic_name

RAW = "pengantaran"
QUIET_SHOWN = 8


@login_required
@require_safe
def page(request: SignedInRequest) -> HttpResponse:
    found = _gather(request)
    asked = found.asked
    quiet = [one for one in found.silences if one.quiet]
    context = {
        "asked": asked,
        "query": sheets.query(asked),
        "between": between(asked.period),
        "spans": [
            (label, sheets.here(asked, masa=key, dari="", sampai=""), key == asked.span)
            for key, label in SPANS.items()
        ],
        "measures": [
            (each.label, sheets.here(asked, ukuran=each.value), each is asked.measure)
            for each in Measure
        ],
        "tally": tally_line(found.reckoned.everything),
        "tiles": tiles(found) if found.reckoned.everything.sent else [],
        "cards": cards(found),
        "quiet": quiet[:QUIET_SHOWN],
        "quiet_more": len(quiet) - QUIET_SHOWN,
        "silences": sheets.of_silences(found),
        "long": LONG,
        **_choices(found),
    }
    return render(request, "web/awareness.html", context)


@login_required
@require_safe
def sheet(request: SignedInRequest, key: str) -> HttpResponseBase:
    """One table as CSV, for the same address as the page."""
    found = _gather(request)
    lines: Iterable[Sequence[object]]
    if key == RAW:
        lines = deliveries.lines(found)
    elif key in sheets.SHEETS:
        lines = sheets.SHEETS[key](found).plain
    else:
        raise Http404
    period = found.asked.period
    name = f"gaung-{key}-{period.first:%Y%m%d}-{period.last:%Y%m%d}.csv"
    response = StreamingHttpResponse(_encoded(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _gather(request: SignedInRequest) -> Gathered:
    now = timezone.now().astimezone(ZoneInfo(home_zone(request)))
    return Gathered(request.scope, read(request.GET.dict(), now.date()), now)


def _encoded(lines: Iterable[Sequence[object]]) -> Iterator[bytes]:
    return (piece.encode() for piece in pieces(lines))


def _choices(found: Gathered) -> dict[str, object]:
    """What may be chosen from; what is chosen already is among it, whatever it is."""
    only = found.asked.only
    topics = {template.topic for template in library().values() if template.topic}
    templates = {*library(), *filter(None, [only.template])}
    return {
        "offices": [(office.code, office.short_name) for office in found.offices],
        "kinds": [(one.kind, one.label) for one in signs() if one.kind != Practice.kind],
        "topics": sorted((topic, topic_name(topic)) for topic in {*topics, only.topic} - {""}),
        "templates": sorted(((key, template_label(key)) for key in templates), key=_by_label),
        "everything": _("Semua"),
    }


def _by_label(choice: tuple[str, str]) -> str:
    return choice[1]
