"""Recurring posts: a series, its occurrences, their deliveries, and what was said of holidays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scheduler.models.delivery import Delivery, Mode

if TYPE_CHECKING:
    from content.scope import Scope


class Policy(models.TextChoices):
    """What becomes of a day of the grid that is a public holiday."""

    AS_USUAL = "biasa", _("Tetap keluar")
    SKIP = "lewati", _("Lewati")
    BEFORE = "sebelum", _("Maju ke hari kerja sebelumnya")
    AFTER = "sesudah", _("Mundur ke hari kerja berikutnya")


class Ending(models.TextChoices):
    """Why a series goes on no more."""

    PERSON = "orang", _("Diakhiri")
    CHANGED = "diubah", _("Diganti jadwal yang baru")
    DONE = "selesai", _("Selesai: tanggal terakhirnya sudah lewat")
    OFF = "batal", _("Jadwal kirimannya dibatalkan")
    GONE = "ditarik", _("Kirimannya ditarik atau dibuang")


class Turn(models.TextChoices):
    """The state of one occurrence. What became of its deliveries is told by themselves."""

    PLANNED = "planned", _("Direncanakan")
    DONE = "done", _("Selesai")
    HOLIDAY = "holiday", _("Libur")
    MERGED = "merged", _("Digabung")
    SKIPPED = "skipped", _("Dilewati")
    COALESCED = "coalesced", _("Terlewat, sudah ada yang lebih baru")
    LAPSED = "lapsed", _("Tidak keluar: belum disetujui")
    CANCELLED = "cancelled", _("Dibatalkan")


class SeriesQuerySet(models.QuerySet["Series"]):
    def visible_to(self, scope: Scope) -> Self:
        """Series of posts of this person's offices, and those that speak on their accounts."""
        reached = scope.reach(prefix="post__office__") | scope.reach(prefix="accounts__office__")
        return self.filter(reached).distinct()

    def going(self) -> Self:
        return self.filter(ended_at=None)


class Series(models.Model):
    """An approved post that goes out by a calendar rule.

    ``rule`` is an RFC 5545 RRULE over days; ``clock`` and ``zone`` are the wall clock of the
    office. ``since``: what stood on the grid before it is none of this series' business.
    ``decided_to``: the last day of the grid that has its occurrence, unless a person made it.
    """

    post = models.ForeignKey("content.Post", models.PROTECT, related_name="series")
    accounts = models.ManyToManyField("channels.Account", related_name="series")
    rule = models.CharField(max_length=200)
    first = models.DateField()
    clock = models.TimeField()
    zone = models.CharField(max_length=40)
    mode = models.CharField(max_length=8, choices=Mode, default=Mode.TOGETHER)
    policy = models.CharField(max_length=8, choices=Policy, default=Policy.AS_USUAL)
    made_by = models.ForeignKey("content.Person", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    since = models.DateTimeField()
    decided_to = models.DateField(null=True)
    paused_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True, db_index=True)
    ended_by = models.ForeignKey("content.Person", models.PROTECT, null=True, related_name="+")
    ending = models.CharField(max_length=8, choices=Ending, blank=True)
    # The form that made it: sending the same form twice makes one series.
    request_key = models.UUIDField(null=True, unique=True, editable=False)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return f"{self.rule} {self.clock:%H:%M}"


class Occurrence(models.Model):
    """One day of a series' grid, decided once. ``date`` is the grid's, ``day`` where it stands.

    ``touched``: a person has spoken about it, so that rule and holidays do not move it any more.
    ``own``: a post with words for this time only; ``meanwhile`` says whether the usual words go
    out while those are not approved.
    """

    series = models.ForeignKey(Series, models.PROTECT, related_name="occurrences")
    date = models.DateField()
    day = models.DateField()
    clock = models.TimeField()
    # The first of its accounts' moments.
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=Turn, default=Turn.PLANNED)
    holiday = models.CharField(max_length=120, blank=True)
    touched = models.BooleanField(default=False)
    own = models.ForeignKey("content.Post", models.PROTECT, null=True, related_name="stands_in_for")
    meanwhile = models.BooleanField(default=False)

    class Meta:
        ordering = ["due_at", "date"]
        constraints = [models.UniqueConstraint(fields=["series", "date"], name="occurrence_once")]
        indexes = [models.Index(fields=["series", "due_at"], name="occurrence_due")]

    def __str__(self) -> str:
        return f"{self.series_id} {self.date} {self.state}"


class Part(models.Model):
    """One delivery of one occurrence. ``replaced``: another one has taken its place."""

    occurrence = models.ForeignKey(Occurrence, models.PROTECT, related_name="parts")
    account = models.ForeignKey("channels.Account", models.PROTECT, related_name="+")
    delivery = models.OneToOneField(Delivery, models.PROTECT, related_name="part")
    replaced = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["occurrence", "account"],
                condition=Q(replaced=False),
                name="part_one_per_account",
            )
        ]

    def __str__(self) -> str:
        return f"{self.occurrence_id} → {self.delivery_id}"


class Holiday(models.Model):
    """What the centre's administrators say about a day, over what the calendar package knows.

    An empty ``name``: it is no holiday.
    """

    day = models.DateField(_("tanggal"), unique=True)
    name = models.CharField(_("nama"), max_length=120, blank=True)
    shared_leave = models.BooleanField(_("cuti bersama"), default=False)
    by = models.ForeignKey("content.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.name or '–'}"
