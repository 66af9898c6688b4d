"""The list of deliveries, one delivery, and what a person may do with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.core.validators import URLValidator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from channels import registry
from channels.press import lists, reports
from channels.signs import signs
from content.models import Office
from content.refusals import Refusal
from content.requests import SignedInRequest
from content.zones import abbreviation
from scheduler import acts, by_hand, copies, halves, seeking, stops, timing
from scheduler.acts import Act
from scheduler.models import Delivery, DeliveryQuerySet, State
from scheduler.refusals import NotThisOne, TooLate
from scheduler.views.reading import back_to

A_PAGE = 40
NEEDS = "tindakan"
VIEWS: dict[str, str | Promise] = {
    NEEDS: _("Perlu tindakan"),
    "mendatang": _("Akan datang"),
    "terkirim": _("Terkirim"),
    "semua": _("Semua"),
}
WORDS: dict[Act, str | Promise] = {
    Act.CANCEL: _("Batalkan"),
    Act.MOVE: _("Pindahkan"),
    Act.SEND_NOW: _("Kirim sekarang"),
    Act.LOOK_AGAIN: _("Cari lagi"),
    Act.FOUND: _("Sudah ada di sana"),
    Act.ABSENT: _("Tidak ada di sana"),
    Act.POST_AGAIN: _("Kirim sekali lagi"),
    Act.SEEN: _("Saya sudah tahu"),
    Act.DONE_BY_HAND: _("Sudah saya kerjakan"),
}
DONE: dict[Act, str | Promise] = {
    Act.CANCEL: _("Dibatalkan. Kiriman ini tidak akan keluar di akun itu."),
    Act.MOVE: _("Jadwal dipindahkan."),
    Act.SEND_NOW: _("Dikirim sekarang."),
    Act.LOOK_AGAIN: _("Sedang dicari lagi di jaringannya."),
    Act.FOUND: _("Dicatat sebagai terkirim."),
    Act.ABSENT: _("Dicatat: tidak ada di sana. Anda bisa mengirimnya sekarang."),
    Act.POST_AGAIN: _("Dikirim sekali lagi."),
    Act.SEEN: _("Dicatat. Hilang dari daftar tindakan."),
    Act.DONE_BY_HAND: _("Terima kasih. Dicatat sebagai selesai."),
}
# Where the act has done another thing than usual.
INSTEAD: dict[tuple[Act, object], str | Promise] = {
    (Act.CANCEL, State.UNCONFIRMED): _(
        "Dicatat. Bila ternyata belum terbit, kiriman ini tidak dikirim lagi. Bila sudah,"
        " Anda melihatnya di sini."
    ),
    (Act.ABSENT, State.CANCELLED): _("Dicatat: tidak ada di sana, dan tidak dikirim lagi."),
}
STOP_REST = _("Hentikan sisanya")
# What these do is only begun with; a stop may hold it.
SENDS = (Act.SEND_NOW, Act.POST_AGAIN)
BEHIND_A_STOP = _(
    "Menunggu: pengiriman sedang dihentikan. Kiriman ini ditahan sampai pengiriman dilanjutkan."
)


class BadLink(Refusal):
    """Copy the address from the browser again, or leave it empty."""

    def __init__(self) -> None:
        super().__init__(_("Tautan itu tidak terbaca. Salin lagi dari peramban, atau kosongkan."))


@login_required
@require_safe
def deliveries(request: SignedInRequest) -> HttpResponse:
    rows = _visible(request)
    urgent = rows.needing_a_person().count()
    view = request.GET.get("tampil", "")
    if view not in VIEWS:
        view = NEEDS if urgent else "mendatang"
    if view == NEEDS:  # has a page of its own
        return redirect("scheduler:needs")
    offices = list(Office.objects.visible_to(request.scope).filter(active=True))
    office, kind = request.GET.get("kantor", ""), request.GET.get("kanal", "")
    shown = _only(view, rows)
    if office in [each.code for each in offices]:
        shown = shown.filter(account__office__code=office)
    if kind in registry.CHANNELS:
        shown = shown.filter(account__kind=kind)
    context = {
        "view": view,
        "views": VIEWS.items(),
        "urgent": urgent,
        "page_obj": Paginator(shown, A_PAGE).get_page(request.GET.get("page")),
        "offices": offices,
        "office": office,
        "kinds": [(one.kind, one.label) for one in signs()],
        "kind": kind,
        "now": timezone.now(),
    }
    return render(request, "scheduler/deliveries.html", context)


def _visible(request: SignedInRequest) -> DeliveryQuerySet:
    rows: DeliveryQuerySet = Delivery.objects.visible_to(request.scope)
    return rows.select_related("post__office", "account__office")


def _only(view: str, rows: DeliveryQuerySet) -> QuerySet[Delivery]:
    match view:
        case "mendatang":
            coming = (State.PLANNED, State.DUE, State.SENDING, State.UNCONFIRMED)
            return rows.filter(state__in=coming).order_by("due_at", "pk")
        case "terkirim":
            return rows.filter(state=State.SENT).order_by("-due_at", "-pk")
        case _all:
            return rows.order_by("-due_at", "-pk")


@login_required
@require_safe
def delivery(request: SignedInRequest, delivery_id: int) -> HttpResponse:
    return _draw(request, _find(request, delivery_id))


@login_required
@require_POST
def act(request: SignedInRequest, delivery_id: int, act: Act) -> HttpResponse:
    """One act; the answer says what it has done."""
    row = _find(request, delivery_id)
    try:
        _check_seen(row, request.POST.get("version", ""))
        done = _take(act, row, request, timezone.now())
    except Refusal as e:
        return _draw(request, _find(request, delivery_id), refusal=e, status=409)
    if act in SENDS and stops.keeps_back([row.pk]):
        messages.warning(request, str(BEHIND_A_STOP))
    else:
        messages.success(request, _said(act, done, row))
    if "back" in request.POST:
        return back_to(request.POST["back"], "scheduler:needs")
    return redirect("scheduler:delivery", delivery_id)


def _said(act: Act, done: object, row: Delivery) -> str:
    half = halves.of_one(row) if (act, done) == (Act.CANCEL, State.SENT) else None
    return half.sentence if half is not None else str(INSTEAD.get((act, done), DONE[act]))


def _take(act: Act, row: Delivery, request: SignedInRequest, at: datetime) -> object:
    """What the act says of itself. Asked afterwards, the delivery may have gone on already."""
    by, sent = request.user, request.POST
    simple: dict[Act, Callable[..., object]] = {
        Act.CANCEL: acts.cancel,
        Act.SEND_NOW: acts.send_now,
        Act.LOOK_AGAIN: acts.look_again,
        Act.ABSENT: acts.absent,
        Act.POST_AGAIN: acts.post_again,
        Act.SEEN: acts.seen,
        Act.DONE_BY_HAND: acts.done_by_hand,
    }
    if act in simple:
        return simple[act](row, by=by, at=at)
    if act is Act.FOUND:
        acts.found(row, _link(row, sent.get("url", "")), by=by, at=at)
        return None
    zone = row.account.office.zone
    wall = timing.wall_of(sent.get("date", ""), sent.get("time", ""), zone)
    acts.move(row, wall, by=by, at=at)
    return None


def _link(row: Delivery, text: str) -> str:
    """An address people will be sent to: of the web, or none. Raises BadLink, or WrongLink."""
    kit, link = by_hand.kit_of(row), text.strip()
    if kit is not None:
        return by_hand.link_of(row, kit, link)
    try:
        if link:
            URLValidator(schemes=["http", "https"])(link)
    except ValidationError:
        raise BadLink from None
    return link


def _check_seen(row: Delivery, version: str) -> None:
    """What somebody else has done to it since the page was drawn is told, not overridden."""
    if version and version != str(row.version):
        raise TooLate(row) if row.state in copies.UNSETTLED else NotThisOne(row)


def _find(request: SignedInRequest, delivery_id: int) -> Delivery:
    rows = _visible(request).select_related(
        "revision", "target", "planned_by", "seen_by", "measured"
    )
    found: Delivery = get_object_or_404(rows, pk=delivery_id)
    return found


def _draw(
    request: SignedInRequest, row: Delivery, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    sent, local = request.POST, row.due_at.astimezone(row.account.office.zoneinfo)
    obstacle = seeking.obstacles([row], timezone.now()).get(row.pk, "")
    offered = seeking.without(acts.open_acts(row, request.scope), obstacle)
    half = halves.of_one(row) if row.state != State.SENT else None
    words = WORDS if half is None else {**WORDS, Act.CANCEL: STOP_REST}
    context = {
        "delivery": row,
        "tries": row.tries.all(),
        "acts": [(each.value, words[each]) for each in offered],
        "half": half,
        "obstacle": obstacle,
        "zone": abbreviation(row.account.office.zone, row.due_at),
        # In the zone the form is read in, whatever zone the time was typed in.
        "wall_date": sent.get("date", f"{local:%Y-%m-%d}"),
        "wall_time": sent.get("time", f"{local:%H:%M}"),
        "url": sent.get("url", ""),
        "kit": by_hand.kit_of(row) is not None,
        "refusal": refusal,
        "now": timezone.now(),
        # How many readers of a press list have it; their addresses are for those who keep the list.
        "report": reports.of_key(row.account_id, row.key, timezone.now()),
        "keeps_list": lists.kept_by(request.scope).filter(pk=row.account_id).exists(),
    }
    return render(request, "scheduler/delivery.html", context, status=status)
