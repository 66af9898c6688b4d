"""Offices: a tree that changes often, so it is data (``content/offices/`` reads it from CSV)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self
from zoneinfo import ZoneInfo

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from content.scope import Scope

colour = RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Tulis warna seperti #0B2A4A."))
office_code = RegexValidator(
    r"^[A-Z0-9]+(-[A-Z0-9]+)*$", _("Kode hanya huruf besar, angka, dan tanda hubung.")
)


class OfficeKind(models.TextChoices):
    CENTRE = "pusat", _("Kantor pusat")
    REGION = "kanwil", _("Kantor wilayah")
    OFFICE = "kanim", _("Kantor imigrasi")
    DETENTION = "rudenim", _("Rumah detensi imigrasi")
    POST = "pos", _("Pos atau unit layanan")


class OfficeQuerySet(models.QuerySet["Office"]):
    def visible_to(self, scope: Scope) -> Self:
        """Offices this person has any task in, and for wide roles all below."""
        return self.filter(scope.reach(prefix=""))


class Office(models.Model):
    """``path``: the codes from the top, each followed by a slash: ``PUSAT/KALBAR/PTK/``."""

    code = models.CharField(_("kode"), max_length=24, unique=True, validators=[office_code])
    name = models.CharField(_("nama"), max_length=120)
    short_name = models.CharField(_("nama pendek"), max_length=60)
    kind = models.CharField(_("jenis"), max_length=10, choices=OfficeKind)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    path = models.CharField(max_length=200, unique=True)
    zone = models.CharField(_("zona waktu"), max_length=40, default="Asia/Jakarta")
    city = models.CharField(_("kota"), max_length=60, blank=True)
    address = models.CharField(_("alamat"), max_length=200, blank=True)
    phone = models.CharField(_("telepon layanan"), max_length=40, blank=True)
    email = models.EmailField(_("surel layanan"), blank=True)
    website = models.URLField(_("situs"), blank=True)
    press_name = models.CharField(_("narahubung pers"), max_length=80, blank=True)
    press_phone = models.CharField(_("telepon pers"), max_length=40, blank=True)
    press_email = models.EmailField(_("surel pers"), blank=True)
    primary_colour = models.CharField(
        _("warna utama"), max_length=7, default="#0B2A4A", validators=[colour]
    )
    accent_colour = models.CharField(
        _("warna aksen"), max_length=7, default="#E0B252", validators=[colour]
    )
    logo = models.ForeignKey(
        "content.Media", models.PROTECT, null=True, blank=True, related_name="+"
    )
    handles = models.JSONField(_("nama akun"), default=dict, blank=True)
    active = models.BooleanField(_("aktif"), default=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["path"]
        indexes = [
            # Prefix searches; the second serves LIKE on PostgreSQL with a locale.
            models.Index(fields=["path"], name="office_path"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zoneinfo(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def handle(self, kind: str) -> str:
        """This office's name on a network, without the @; empty where it has none."""
        handles: dict[str, Any] = self.handles
        return str(handles.get(kind, "")).lstrip("@")
