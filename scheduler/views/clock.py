"""What the clock of the server says, and a person's word that it is right."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from content.refusals import Refusal
from content.requests import SignedInRequest
from scheduler import confirming, doubt, second_reading
from scheduler.alarm_words import jumped
from scheduler.confirming import Word
from scheduler.models import Worker
from scheduler.views.reading import home_zone

SAID: dict[Word, str | Promise] = {
    Word.WAITS: _("Dicatat. Begitu server itu membacanya, pengiriman berjalan lagi."),
    Word.GONE: _("Dicatat. Server itu sudah lama tidak terlihat, jadi tidak lagi ditunggu."),
}


@login_required
@never_cache
@require_safe
def page(request: SignedInRequest) -> HttpResponse:
    """Everybody sees why nothing is sent; a moderator of the centre may say that it is right."""
    context = {
        "doubts": [
            (
                worker,
                jumped(worker.doubt_seconds, worker.doubt_since),
                confirming.is_awaited(worker),
            )
            for worker in doubt.doubting()
            if worker.doubt_since is not None
        ],
        "asks_others": second_reading.is_there_another(),
        "may_confirm": confirming.may_confirm(request.scope),
        "now": timezone.now(),
        "zone": home_zone(request),
    }
    return render(request, "scheduler/clock.html", context)


@login_required
@require_POST
def confirm(request: SignedInRequest) -> HttpResponse:
    doubting = Worker.objects.exclude(doubt_since=None)
    worker = get_object_or_404(doubting, pk=request.POST.get("worker", ""))
    try:
        word = confirming.confirm_as(worker, by=request.user, at=timezone.now())
    except Refusal as e:
        messages.error(request, str(e))
    else:
        messages.info(request, str(SAID[word]))
    return redirect("scheduler:clock")
