"""Bringing in the table of offices: first what would change, then, confirmed, all of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from content.models import Office, Person, Role
from content.offices import write
from content.offices.columns import heading_of, show_handles
from content.offices.plan import Change, Plan
from content.requests import SignedInRequest
from content.scope import Scope
from content.spreadsheets import Unreadable, decoded
from scheduler import rezoning

# What a page can carry from the preview to the confirmation.
MOST_ON_A_PAGE = 1_000_000
MOST_SHOWN = 200


@login_required
def offices_import(request: SignedInRequest) -> HttpResponse:
    """First what would change, then, confirmed, all of it."""
    if not request.scope.has(Role.ADMINISTRATOR):
        raise Http404
    if request.method != "POST":
        return render(request, "web/offices_import.html")
    try:
        text = _table_of(request)
        if text is None:
            raise Unreadable(_("Pilih dahulu berkas CSV, paling besar 1 MB."))
        if expected := request.POST.get("expected", ""):
            return _carry_out(request, text, expected)
        return _preview(request, text, write.look(text.encode(), scope=request.scope))
    except Unreadable as e:
        return render(request, "web/offices_import.html", {"problem": str(e)}, status=422)
    except write.Faulty as e:
        context = {"faults": e.faults[:MOST_SHOWN], "more": max(0, len(e.faults) - MOST_SHOWN)}
        return render(request, "web/offices_import.html", context, status=422)


@transaction.atomic
def bring_in(
    data: bytes, *, by: Person | None, scope: Scope | None = None, expected: str = ""
) -> tuple[Plan, int]:
    """And how many deliveries kept their hour although an office changed its zone."""
    now = timezone.now()
    zones = dict(Office.objects.values_list("pk", "zone"))
    plan = write.carry_out(data, by=by, at=now, scope=scope, expected=expected)
    return plan, rezoning.keep_wall_clocks(zones, by=by, at=now)


def _carry_out(request: SignedInRequest, text: str, expected: str) -> HttpResponse:
    try:
        plan, moved = bring_in(
            text.encode(), by=request.user, scope=request.scope, expected=expected
        )
    except write.Moved as e:
        messages.warning(request, str(e))
        return _preview(request, text, e.plan)
    said = _("%(added)d kantor ditambahkan, %(changed)d diubah.") % {
        "added": len(plan.added),
        "changed": len(plan.changed),
    }
    messages.success(request, " ".join([said, *rezoning.words(moved)]))
    return redirect("offices")


def _preview(request: SignedInRequest, text: str, plan: Plan) -> HttpResponse:
    context = {
        "plan": plan,
        "shown": [(change, _differences(change)) for change in plan.changes[:MOST_SHOWN]],
        "more": max(0, len(plan.changes) - MOST_SHOWN),
        "text": text,
    }
    return render(request, "web/offices_import.html", context)


def _table_of(request: SignedInRequest) -> str | None:
    """The file just chosen, or the one that was shown before."""
    upload = request.FILES.get("file")
    if not isinstance(upload, UploadedFile):
        return request.POST.get("text") or None
    if (upload.size or 0) > MOST_ON_A_PAGE:
        return None
    return decoded(upload.read(), most=MOST_ON_A_PAGE)


def _differences(change: Change) -> list[tuple[str, str, str]]:
    """What stands in the column now, and what would."""
    if change.is_new:
        return []
    return [
        (heading_of(name), _words(before), _words(after))
        for name, (before, after) in change.fields.items()
    ]


def _words(value: Any) -> str:
    return show_handles(value) if isinstance(value, dict) else str(value)
