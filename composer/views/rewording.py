"""The button that begins words for one time of a series."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from composer import rewording
from content.refusals import Refusal
from content.requests import SignedInRequest
from scheduler.models import Series


@login_required
@require_POST
def reword(request: SignedInRequest, series_id: int, day: date) -> HttpResponse:
    rows = Series.objects.visible_to(request.scope).select_related(
        "post__office", "post__approval__revision", "post__repost_of"
    )
    series = get_object_or_404(rows, pk=series_id)
    meanwhile = request.POST.get("meanwhile") == "1"
    try:
        draft = rewording.start(
            series, day, meanwhile=meanwhile, by=request.user, at=timezone.now()
        )
    except Refusal as e:
        messages.error(request, str(e))
        return redirect("scheduler:occasion", series_id, day)
    messages.info(
        request,
        _("Sunting isinya, lalu ajukan. Sampai disetujui, isi biasa yang keluar.")
        if meanwhile
        else _("Sunting isinya, lalu ajukan. Sampai disetujui, tanggal ini tidak keluar."),
    )
    return redirect("composer:write", draft.public_id)
