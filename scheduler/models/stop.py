"""Stops: nothing that one reaches starts while it stands."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Reach(models.TextChoices):
    ALL = "all", _("Semua pengiriman")
    OFFICE = "office", _("Satu kantor dan di bawahnya")
    CHANNEL = "channel", _("Satu kanal")


class StopQuerySet(models.QuerySet["Stop"]):
    def standing(self) -> Self:
        return self.filter(lifted_at=None)


class Stop(models.Model):
    """Nothing that this reaches starts, from the moment its transaction commits."""

    reach = models.CharField(max_length=8, choices=Reach)
    office = models.ForeignKey("content.Office", models.PROTECT, null=True, related_name="stops")
    kind = models.CharField(max_length=20, blank=True)
    reason = models.CharField(_("alasan"), max_length=300)
    by = models.ForeignKey("content.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    lifted_by = models.ForeignKey("content.Person", models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    objects = StopQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reach=Reach.ALL)
                | Q(reach=Reach.OFFICE, office__isnull=False)
                | (Q(reach=Reach.CHANNEL) & ~Q(kind="")),
                name="stop_names_what_it_reaches",
            )
        ]

    def __str__(self) -> str:
        return f"stop {self.reach}"
