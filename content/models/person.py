"""People and what they may do where, from when until when."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    WRITER = "penyusun", _("Penyusun")
    EDITOR = "penyunting", _("Penyunting")
    MODERATOR = "moderator", _("Moderator")
    PUBLISHER = "penerbit", _("Penerbit")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


# These look after an office and all below it; the others write for their own office only.
WIDE_ROLES = frozenset({Role.MODERATOR, Role.PUBLISHER, Role.AUDITOR, Role.ADMINISTRATOR})


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, name: str, password: str | None = None) -> Person:
        person = self.model(email=self.normalize_email(email).lower(), name=name)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)


class Person(AbstractUser):
    """Signs in with an e-mail address. What a person may do is in the memberships, nowhere else."""

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(_("surel"), unique=True)
    name = models.CharField(_("nama"), max_length=80)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[PersonManager] = PersonManager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in self.name.split()[:2]).upper()


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self, at: datetime) -> Self:
        return self.filter(
            Q(starts_at=None) | Q(starts_at__lte=at),
            Q(ends_at=None) | Q(ends_at__gt=at),
            person__is_active=True,
        )


class Membership(models.Model):
    """A person × an office × a role, from/until (Plh, Plt). Ended, never deleted."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    office = models.ForeignKey("content.Office", models.PROTECT, related_name="memberships")
    role = models.CharField(_("peran"), max_length=16, choices=Role)
    starts_at = models.DateTimeField(_("mulai"), null=True, blank=True)
    ends_at = models.DateTimeField(_("sampai"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["office__path", "role"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at=None)
                | Q(ends_at=None)
                | Q(ends_at__gt=models.F("starts_at")),
                name="membership_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_role_display()} · {self.office}"
