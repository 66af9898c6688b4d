"""Pictures, as we re-encoded them. The file name says nothing; the hash says everything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from content.scope import Scope


class MediaRole(models.TextChoices):
    PHOTO = "photo", _("Foto")
    CARD = "card", _("Kartu")
    LOGO = "logo", _("Logo")
    FITTED = "fitted", _("Potongan")  # cut from a photo for a network


class MediaQuerySet(models.QuerySet["Media"]):
    def visible_to(self, scope: Scope) -> Self:
        """Media of offices this person works for, and of the posts those were reposted from."""
        return self.filter(scope.reach())


class Media(models.Model):
    """``name``: path below MEDIA_ROOT. Bytes never change; another picture is another row.

    ``recipe``: of a fitted one, the hash of what it was cut from and how (``content/fitted.py``).
    """

    office = models.ForeignKey("content.Office", models.PROTECT, related_name="media")
    role = models.CharField(max_length=8, choices=MediaRole, default=MediaRole.PHOTO)
    name = models.CharField(max_length=80, unique=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    mime = models.CharField(max_length=20)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    alt = models.CharField(_("teks alternatif"), max_length=1000, blank=True)
    caption = models.CharField(_("keterangan"), max_length=500, blank=True)
    credit = models.CharField(_("kredit"), max_length=120, blank=True)
    recipe = models.CharField(max_length=64, blank=True, db_default="", db_index=True)
    uploaded_by = models.ForeignKey("content.Person", models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField()

    objects = MediaQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at"]
        verbose_name_plural = "media"

    def __str__(self) -> str:
        return f"{self.role} {self.sha256[:12]}"
