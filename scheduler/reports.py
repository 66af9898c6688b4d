"""What one choice for many has come to, in sentences. Nothing is left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.moments import short_when
from scheduler.acts import Act
from scheduler.triage import Ending, Report


def sentences(report: Report, zone: str) -> list[str]:
    """``zone``: of whoever reads it."""
    said = [DONE[report.act](report.done)] if report.done else []
    if not report.changed:
        said.append(_("Tidak ada yang diubah."))
    if report.last is not None and report.done > 1:
        said.append(_("Yang terakhir: %(when)s.") % {"when": short_when(report.last, zone)})
    said += [words(n) for ending, words in OTHERS.items() if (n := report.endings[ending])]
    return said


DONE: Mapping[Act, Callable[[int], str]] = {
    Act.SEND_NOW: lambda n: (
        ngettext(
            "%(n)d kiriman dikirim sekarang, satu per akun tiap menit.",
            "%(n)d kiriman dikirim sekarang, satu per akun tiap menit.",
            n,
        )
        % {"n": n}
    ),
    Act.MOVE: lambda n: (
        ngettext("%(n)d kiriman dijadwalkan ulang.", "%(n)d kiriman dijadwalkan ulang.", n)
        % {"n": n}
    ),
    Act.CANCEL: lambda n: (
        ngettext("%(n)d kiriman dibatalkan.", "%(n)d kiriman dibatalkan.", n) % {"n": n}
    ),
    Act.SEEN: lambda n: (
        ngettext(
            "%(n)d kiriman dicatat sudah diketahui.", "%(n)d kiriman dicatat sudah diketahui.", n
        )
        % {"n": n}
    ),
}

OTHERS: Mapping[Ending, Callable[[int], str]] = {
    Ending.BEHIND_STOP: lambda n: (
        ngettext(
            "%(n)d menunggu: pengiriman sedang dihentikan, jadi ditahan sampai dilanjutkan.",
            "%(n)d menunggu: pengiriman sedang dihentikan, jadi ditahan sampai dilanjutkan.",
            n,
        )
        % {"n": n}
    ),
    Ending.HANDLED: lambda n: (
        ngettext("%(n)d sudah ditangani sebelumnya.", "%(n)d sudah ditangani sebelumnya.", n)
        % {"n": n}
    ),
    Ending.SENDING: lambda n: (
        ngettext(
            "%(n)d sedang dikirim, jadi tidak disentuh.",
            "%(n)d sedang dikirim, jadi tidak disentuh.",
            n,
        )
        % {"n": n}
    ),
    Ending.SENT: lambda n: ngettext("%(n)d sudah terkirim.", "%(n)d sudah terkirim.", n) % {"n": n},
    Ending.IN_PART: lambda n: (
        ngettext(
            "%(n)d sudah sampai ke sebagian pembaca; sisanya tidak dikirimi.",
            "%(n)d sudah sampai ke sebagian pembaca; sisanya tidak dikirimi.",
            n,
        )
        % {"n": n}
    ),
    Ending.NOT_OPEN: lambda n: (
        ngettext(
            "%(n)d tetap di daftar: pilihan itu tidak berlaku untuknya. Buka satu per satu.",
            "%(n)d tetap di daftar: pilihan itu tidak berlaku untuknya. Buka satu per satu.",
            n,
        )
        % {"n": n}
    ),
}
