"""One icon, one tone and one word for each state a post or a delivery can be in."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Chip:
    icon: str
    tone: str
    word: str | Promise


CHIPS = {
    # a post
    "draft": Chip("pencil", "neutral", _("Draf")),
    "submitted": Chip("hourglass", "wait", _("Menunggu keputusan")),
    "approved": Chip("circle-check", "info", _("Disetujui")),
    "scheduled": Chip("calendar-time", "info", _("Terjadwal")),
    "published": Chip("broadcast", "good", _("Terbit")),
    "rejected": Chip("ban", "bad", _("Ditolak")),
    "corrected": Chip("rotate-2", "odd", _("Diralat")),
    "withdrawn": Chip("arrow-back-up", "neutral", _("Ditarik")),
    "discarded": Chip("trash", "neutral", _("Dibuang")),
    # a delivery
    "planned": Chip("calendar-time", "info", _("Terencana")),
    "due": Chip("clock-play", "info", _("Siap dikirim")),
    "sending": Chip("send", "info", _("Sedang dikirim")),
    "sent": Chip("checks", "good", _("Terkirim")),
    "failed": Chip("alert-triangle", "bad", _("Gagal")),
    "unconfirmed": Chip("help-hexagon", "odd", _("Belum pasti")),
    "missed": Chip("clock-x", "wait", _("Terlewat")),
    "held": Chip("player-pause", "wait", _("Ditahan")),
    "cancelled": Chip("circle-x", "neutral", _("Dibatalkan")),
}
