"""What is never changed again: revisions, decisions over them, and the trail of events.

The database refuses updates of these tables as well (migration 0002).
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class WrittenOnce(models.Model):
    """Rows that may be added and nothing else."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError(f"{type(self).__name__} rows are written once.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError(f"{type(self).__name__} rows are never deleted.")


class Revision(WrittenOnce):
    """A snapshot of everything that would be published, as canonical JSON, and its SHA-256."""

    post = models.ForeignKey("content.Post", models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    body = models.TextField()
    sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey("content.Person", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["post", "number"], name="revision_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.post_id} r{self.number}"

    @property
    def content(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(self.body)
        return content

    def is_intact(self) -> bool:
        """Whether the stored text still has the hash it was stored with."""
        return hashlib.sha256(self.body.encode()).hexdigest() == self.sha256


class CarriedPicture(models.Model):
    """A picture in a revision's content, so that it is found without reading every revision."""

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="carried")
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sha256", "revision"], name="carried_picture_once")
        ]

    def __str__(self) -> str:
        return f"{self.revision_id} {self.sha256[:12]}"


class Verdict(models.TextChoices):
    APPROVE = "approve", _("Disetujui")
    RETURN = "return", _("Dikembalikan")
    REJECT = "reject", _("Ditolak")


class Decision(WrittenOnce):
    """Approve, return or reject, of exactly the revision with this hash."""

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="decisions")
    sha256 = models.CharField(max_length=64)
    verdict = models.CharField(max_length=8, choices=Verdict)
    by = models.ForeignKey("content.Person", models.PROTECT, related_name="decisions")
    at = models.DateTimeField()
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.verdict} {self.sha256[:12]}"


class Event(WrittenOnce):
    """One line of the audit trail: who did what, when, to what. ``kind`` is a dotted name."""

    kind = models.CharField(max_length=40)
    post = models.ForeignKey("content.Post", models.PROTECT, null=True, related_name="events")
    office = models.ForeignKey("content.Office", models.PROTECT, null=True, related_name="events")
    by = models.ForeignKey("content.Person", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    note = models.TextField(blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["post", "-at"], name="event_of_post"),
            models.Index(fields=["office", "-at"], name="event_of_office"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind}"
