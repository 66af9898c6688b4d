"""What pages say of figures. What nobody knows is said in words, and never as a number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from channels import registry
from channels.base import Reason
from channels.figures import NAMES
from channels.models import Account, AccountState
from channels.words import word
from content.moments import short_when
from scheduler.models import Delivery, Gauge, Measured, Reading, State, Untold, VerbWord
from scheduler.paying import may_cost

WORDS = {field.name: field.verbose_name for field in Measured._meta.concrete_fields}
# A reading that is overdue for so long has something in its way.
LATE = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Figure:
    """``name`` as in "tayangan"; ``value``: "" where it is missing."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Past:
    """One reading."""

    when: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """``figures``: those that the network tells; empty where nothing has been read. ``never``: the
    names of those it has not. ``read``: when. ``said``: the rest, in a sentence."""

    figures: tuple[Figure, ...] = ()
    never: str = ""
    read: str = ""
    said: str = ""

    @property
    def short(self) -> str:
        """ "480 tayangan · 12 reaksi", of those that are told; else the sentence."""
        told = [f"{one.value}\N{NO-BREAK SPACE}{one.name}" for one in self.figures if one.value]
        return " · ".join(told) or self.said


def shown(delivery: Delivery, now: datetime) -> Shown | None:
    """``None`` for what shows nothing to anybody, or is not out."""
    if delivery.state != State.SENT or delivery.verb not in (VerbWord.PUBLISH, VerbWord.REPOST):
        return None
    measured: Measured | None = getattr(delivery, "measured", None)
    if measured is None:
        return Shown(said=_("Belum ada angka."))
    zone = delivery.account.office.zone
    if measured.measured_at is None:
        return Shown(said=_why_none(measured, zone, now))
    return Shown(
        tuple(_figure(measured, name) for name in NAMES if name in _tells(measured)),
        ", ".join(name_of(name) for name in NAMES if name not in _tells(measured)),
        short_when(measured.measured_at, zone),
        _what_next(measured, zone),
    )


def history(delivery: Delivery) -> list[Past]:
    """All readings, newest first, in the columns of ``shown``."""
    measured: Measured | None = getattr(delivery, "measured", None)
    if measured is None or measured.measured_at is None:
        return []
    names = [name for name in NAMES if name in _tells(measured)]
    zone = delivery.account.office.zone
    return [
        Past(short_when(one.read_at, zone), tuple(_figure(one, name) for name in names))
        for one in delivery.readings.order_by("-read_at")
    ]


def _tells(measured: Measured) -> set[str]:
    """What its network has; and what was told before, should that have changed."""
    known = measured.kind in registry.CHANNELS
    measuring = registry.load(measured.kind).capabilities.measuring if known else None
    told = {name for name in NAMES if getattr(measured, name) is not None}
    return told | set(measuring.tells if measuring else ())


def _figure(measured: Measured | Reading, name: str) -> Figure:
    value = getattr(measured, name)
    return Figure(name_of(name), "" if value is None else counted(value))


def name_of(figure: str) -> str:
    """tayangan"""
    return str(WORDS[figure])


def counted(value: int) -> str:
    """1.234"""
    return number_format(value, force_grouping=True)


def _why_none(measured: Measured, zone: str, now: datetime) -> str:
    if measured.ended and measured.ended != Untold.DONE:
        return str(Untold(measured.ended).label)
    if measured.next_at is None:
        return _("Tidak ada angka yang sempat dibaca.")
    if measured.trouble == Reason.PERMISSION_MISSING:
        return _("Belum ada angka: akunnya belum memberi izin untuk itu. Lihat halaman akun.")
    if measured.next_at + LATE < now:
        return _("Belum ada angka: pembacaannya tertunda. Lihat halaman akun.")
    return _("Belum ada angka. Dibaca %(when)s.") % {"when": short_when(measured.next_at, zone)}


def _what_next(measured: Measured, zone: str) -> str:
    if measured.ended:
        return str(Untold(measured.ended).label)
    if measured.next_at is None:
        return ""
    return _("Dibaca lagi %(when)s.") % {"when": short_when(measured.next_at, zone)}


def of_account(account: Account, now: datetime) -> str:
    """How the reading of an account's figures stands, in a sentence or two."""
    known = account.kind in registry.CHANNELS
    measuring = registry.load(account.kind).capabilities.measuring if known else None
    if measuring is None:
        return _("Jaringan ini tidak memberi angka.")
    if not may_cost(measuring):
        return _("Membaca angka di jaringan ini berbayar, dan dimatikan di pengaturan server.")
    gauge = Gauge.objects.filter(account=account).first()
    if gauge is None:
        return _("Belum ada kiriman yang diukur.")
    if gauge.missing:
        return _(
            "Sebagian angka tidak diberikan tanpa izin %(permission)s. Sambungkan lagi akun ini dan"
            " setujui izin itu."
        ) % {"permission": gauge.missing}
    if account.state == AccountState.CONNECTED and gauge.trouble:
        return _trouble(account, gauge, now)
    if gauge.read_at is None:
        return _("Belum ada angka yang dibaca.")
    return _("Terakhir dibaca %(when)s.") % {"when": short_when(gauge.read_at, account.office.zone)}


def _trouble(account: Account, gauge: Gauge, now: datetime) -> str:
    if gauge.trouble == Reason.PERMISSION_MISSING:
        return _(
            "Akun ini belum mengizinkan Gema membaca angka. Sambungkan lagi dan setujui semua izin."
        )
    said = _("Pembacaan terakhir gagal: %(why)s") % {"why": word(gauge.trouble).said}
    if gauge.rest_until is None or gauge.rest_until <= now:
        return said
    until = short_when(gauge.rest_until, account.office.zone)
    return f"{said} {_('Dicoba lagi %(when)s.') % {'when': until}}"
