"""Which record this is, and whether it has come back from a backup. Part of the record itself."""

from __future__ import annotations

import secrets
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _


def new_identity() -> str:
    return secrets.token_hex(16)


class Record(models.Model):
    """One life of this record: the first since it was made, another since each restore.

    ``witnessed``: an engine has kept a witness of it outside the database.
    """

    identity = models.CharField(max_length=32, unique=True, default=new_identity)
    began_at = models.DateTimeField()
    witnessed = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.identity


class Why(models.TextChoices):
    RESTORED = "restored", _("Dipulihkan dari cadangan")
    UNSURE = "unsure", _("Tidak dapat dipastikan bahwa catatan ini yang terbaru")


class SafeModeQuerySet(models.QuerySet["SafeMode"]):
    def standing(self) -> Self:
        return self.filter(ended_at=None)


class SafeMode(models.Model):
    """Since then what was not over is looked for before it is sent.

    ``recorded_until``: the newest moment the record knew when it came back, where that is known.
    """

    why = models.CharField(max_length=10, choices=Why)
    entered_at = models.DateTimeField()
    recorded_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = SafeModeQuerySet.as_manager()

    class Meta:
        ordering = ["-entered_at", "-id"]

    def __str__(self) -> str:
        return f"{self.why} {self.entered_at:%Y-%m-%d %H:%M}"
