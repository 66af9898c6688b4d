"""The page for whoever posts by hand: made for the phone that holds the network's app."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from channels.base import Kit, Refused, Verb
from channels.words import word
from content import pictures
from content.models import Event
from content.refusals import Refusal
from content.requests import SignedInRequest
from content.workflow import PUBLISHERS
from scheduler import acts, by_hand
from scheduler.by_hand import Turn
from scheduler.message import outgoing
from scheduler.models import Delivery, State


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture to save. ``name``: of the file, by the order in which they are posted."""

    url: str
    name: str
    alt: str


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: SignedInRequest, delivery_id: int) -> HttpResponse:
    """POST takes the word that it is done. Twice is once: the first word counts, and is told."""
    row = _find(request, delivery_id)
    kit = by_hand.kit_of(row)
    if kit is None:
        raise Http404
    if request.method != "POST":
        return _draw(request, row, kit)
    try:
        link = by_hand.link_of(row, kit, request.POST.get("url", ""))
        _take_word(request, row, link)
    except Refusal as e:
        return _draw(request, _find(request, delivery_id), kit, refusal=e, status=409)
    return redirect("scheduler:kit", delivery_id)


def _take_word(request: SignedInRequest, row: Delivery, link: str) -> None:
    if row.state != State.SENT:
        try:
            acts.found(row, link, by=request.user, at=timezone.now())
        except Refusal:
            # Somebody was quicker, perhaps this very form.
            row = _find(request, row.pk)
            if row.state != State.SENT:
                raise
        else:
            messages.success(request, _("Terima kasih. Dicatat sebagai terkirim."))
            return
    if link and not row.url:
        acts.add_link(row, link, by=request.user, at=timezone.now())
        messages.success(request, _("Tautannya dicatat."))
    elif link and link != row.url:
        messages.warning(request, _("Sudah dicatat sebelumnya, dengan tautan yang lain."))
    else:
        messages.success(request, _("Sudah dicatat sebelumnya. Tidak perlu apa-apa lagi."))


def _find(request: SignedInRequest, delivery_id: int) -> Delivery:
    rows = Delivery.objects.visible_to(request.scope).select_related(
        "post__office", "post__approval__by", "account__office", "revision", "target__revision"
    )
    found: Delivery = get_object_or_404(rows, pk=delivery_id)
    return found


def _draw(
    request: SignedInRequest,
    row: Delivery,
    kit: Kit,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    turn = by_hand.turn_of(row, now)
    context = {
        "delivery": row,
        "kit": kit,
        "turn": turn,
        "may_act": request.scope.may(PUBLISHERS, row.account.office),
        "url": request.POST.get("url", ""),
        "refusal": refusal,
        "now": now,
        "who": _who(row) if turn is Turn.SENT else "",
        **(_what(row, kit) if turn.shows else {}),
    }
    return render(request, "scheduler/kit.html", context, status=status)


def _what(row: Delivery, kit: Kit) -> dict[str, Any]:
    """What to post, and where what is to be changed stands now. Never the words alone when a
    picture is gone."""
    try:
        outgoing(row)
    except Refused as e:
        return {"fault": str(word(e.reason))}
    kind, content = row.account.kind, row.revision.content
    before = row.target.revision.content["texts"].get(kind, "") if row.target else ""
    removes = row.verb == Verb.DELETE
    return {
        "steps": [_(one) for one in kit.steps(Verb(row.verb))],
        "words": "" if removes else content["texts"].get(kind, ""),
        "before": before,
        "shots": _shots(row) if row.verb == Verb.PUBLISH else [],
    }


def _shots(row: Delivery) -> list[Shot]:
    content = row.revision.content
    wanted = content.get("images", {}).get(row.account.kind, [])
    said = {one["sha256"]: one for one in content["media"]}
    rows = pictures.by_hash(wanted)
    return [
        Shot(
            reverse("content:media", args=[rows[sha].pk]),
            f"gema-{row.pk}-{number}.{'png' if rows[sha].mime == 'image/png' else 'jpg'}",
            said[sha]["alt"],
        )
        for number, sha in enumerate(wanted, start=1)
    ]


def _who(row: Delivery) -> str:
    """Who said that it is done."""
    said = Event.objects.filter(post=row.post_id, kind="delivery.settled", data__delivery=row.pk)
    last = said.select_related("by").first()
    return last.by.name if last is not None and last.by is not None else ""
