"""What makes a delivery that waits for a person pointless by now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Max
from django.utils.translation import gettext as _

from channels.base import Verb
from content.models import Status
from scheduler.models import READY, Delivery, Part, State

ON_ITS_WAY = (*READY, State.SENDING, State.UNCONFIRMED)
SENT = 2
COMING = 1


def hints(deliveries: Sequence[Delivery]) -> dict[int, str]:
    """By delivery; those without a reason to drop them are left out. Posts are loaded."""
    newer, overtaken = _newer(deliveries), _overtaken(deliveries)
    found = {
        one.pk: _("Tanggal berikutnya dari jadwal rutin ini sudah terkirim.")
        if one.pk in overtaken
        else _hint(one, newer.get(one.pk, 0))
        for one in deliveries
    }
    return {pk: hint for pk, hint in found.items() if hint}


def _hint(delivery: Delivery, newer: int) -> str:
    if delivery.verb != Verb.DELETE and delivery.post.status == Status.WITHDRAWN:
        return _("Kirimannya sudah ditarik.")
    if newer == SENT:
        return _("Versi yang lebih baru sudah terkirim ke akun ini.")
    if newer == COMING:
        return _("Versi yang lebih baru sudah dijadwalkan ke akun ini.")
    return ""


def _newer(deliveries: Iterable[Delivery]) -> dict[int, int]:
    """Whether a later revision of the same post is out, or on its way, on the same account."""
    mine = {(one.post_id, one.account_id): one for one in deliveries if one.verb != Verb.DELETE}
    numbers = dict(
        Delivery.objects.filter(pk__in=[one.pk for one in mine.values()]).values_list(
            "pk", "revision__number"
        )
    )
    others = Delivery.objects.filter(
        post__in={post for post, _account in mine}, state__in=(State.SENT, *ON_ITS_WAY)
    ).exclude(verb=Verb.DELETE)
    found: dict[int, int] = {}
    for post, account, number, state in others.values_list(
        "post_id", "account_id", "revision__number", "state"
    ):
        one = mine.get((post, account))
        if one is not None and number > numbers[one.pk]:
            rank = SENT if state == State.SENT else COMING
            found[one.pk] = max(rank, found.get(one.pk, 0))
    return found


def _overtaken(deliveries: Iterable[Delivery]) -> set[int]:
    """Those of a series of which a later time is out already on the same account."""
    parts = Part.objects.filter(delivery__in=[one.pk for one in deliveries])
    mine = list(
        parts.values_list(
            "delivery_id", "occurrence__series_id", "account_id", "occurrence__due_at"
        )
    )
    sent = Part.objects.filter(
        occurrence__series__in={series for _pk, series, _account, _at in mine},
        delivery__state=State.SENT,
    )
    last = {
        (series, account): at
        for series, account, at in sent.values_list("occurrence__series_id", "account_id")
        .annotate(at=Max("occurrence__due_at"))
        .order_by()
    }
    return {
        pk
        for pk, series, account, at in mine
        if (later := last.get((series, account))) is not None and later > at
    }
