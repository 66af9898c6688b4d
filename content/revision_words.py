"""What the parts of a revision are called, wherever two of them are compared."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PARTS: Mapping[str, str | Promise] = {
    "title": _("Judul"),
    "text": _("Teks"),
    "slot": _("Isian"),
    "topic": _("Topik"),
    "language": _("Bahasa"),
    "legal_basis": _("Dasar hukum"),
    "grace_minutes": _("Toleransi keterlambatan (menit)"),
    "template": _("Templat"),
    "image": _("Gambar"),
    "alt": _("Teks alternatif"),
    "caption": _("Keterangan gambar"),
    "image_credit": _("Kredit gambar"),
    "images": _("Gambar per kanal"),
    "credit": _("Kredit sumber"),
    "correction": _("Ralat"),
}
