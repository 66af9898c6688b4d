"""What people are told: notices, what each is about, and the letters that carry them by mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from channels.keepers import KEEPERS
from content.people import ADMINISTRATORS
from content.workflow import PUBLISHERS

if TYPE_CHECKING:
    from content.scope import Scope


class Cause(models.TextChoices):
    """Why somebody is needed, the most pressing first. The values stand in addresses."""

    DISCONNECTED = "terputus", _("Akun terputus")
    UNCONFIRMED = "belum-pasti", _("Belum pasti")
    REFUSED = "ditolak", _("Ditolak jaringan")
    BY_HAND = "tangan", _("Kerjakan di aplikasinya")
    MISSED = "terlewat", _("Terlewat")
    HELD = "ditahan", _("Ditahan")
    ENDING = "berakhir", _("Izin segera berakhir")
    MAIL = "surel", _("Surel tidak terkirim")


# Of the account itself; whoever administers it can do something about them.
OF_LOGINS = (Cause.DISCONNECTED, Cause.ENDING)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def standing(self) -> Self:
        return self.filter(closed_at=None)

    def visible_to(self, scope: Scope) -> Self:
        """Those who can do something about it, and the author of what a network refused."""
        mine = NoticeLine.objects.filter(
            notice__cause=Cause.REFUSED, delivery__post__author=scope.person
        )
        seen = scope.reach(PUBLISHERS) | Q(pk__in=mine.values("notice"))
        seen |= scope.reach(KEEPERS) & Q(cause__in=OF_LOGINS)
        if scope.has(*ADMINISTRATORS):
            seen |= Q(cause=Cause.MAIL)
        return self.filter(seen)

    def unread_by(self, scope: Scope) -> Self:
        """Standing, and with news since this person last looked."""
        looked = Look.objects.filter(notice=OuterRef("pk"), person=scope.person).values("news")
        rows = self.standing().visible_to(scope).annotate(looked=Subquery(looked))
        return rows.filter(Q(looked=None) | Q(looked__lt=F("news")))


class Notice(models.Model):
    """One cause on one account, for as long as it stands. What comes to it later is counted up.

    ``news``: how many of its lines are worth telling; the fourteenth delivery that waits for a
    lost login is not.
    """

    cause = models.CharField(max_length=12, choices=Cause)
    office = models.ForeignKey("content.Office", models.PROTECT, null=True, related_name="+")
    account = models.ForeignKey("channels.Account", models.PROTECT, null=True, related_name="+")
    key = models.CharField(max_length=40)
    opened_at = models.DateTimeField()
    last_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)
    news = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-last_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(closed_at=None), name="notice_open_once"
            )
        ]
        indexes = [models.Index(fields=["closed_at", "-last_at"], name="notice_recent")]

    def __str__(self) -> str:
        return f"{self.cause} {self.key}"


class NoticeLine(models.Model):
    """One delivery, in the version in which it came to need a person; told once.

    ``delivery`` None: the account itself. ``rings``: it is news, so that mail may be sent for it.
    """

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="lines")
    delivery = models.ForeignKey(
        "scheduler.Delivery", models.PROTECT, null=True, related_name="told", db_index=False
    )
    version = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()
    rings = models.BooleanField(default=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["delivery", "version"], name="notice_line_once")
        ]

    def __str__(self) -> str:
        return f"{self.notice_id}: {self.delivery_id}"


class Look(models.Model):
    """How much of a notice a person has seen."""

    person = models.ForeignKey("content.Person", models.CASCADE, related_name="+")
    notice = models.ForeignKey(Notice, models.CASCADE, related_name="looks")
    news = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "notice"], name="look_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.notice_id} {self.news}"


class Teller(models.Model):
    """One row: how far the trail has been read, and how the mail server is doing.

    Whoever tells locks it, so that two who tell at once take turns.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    event = models.BigIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    rest_until = models.DateTimeField(null=True)
    fault = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return f"told up to {self.event}"

    @staticmethod
    def lock() -> Teller:
        """Inside a transaction."""
        Teller.objects.bulk_create([Teller(pk=1)], ignore_conflicts=True)
        return Teller.objects.select_for_update(no_key=True).get(pk=1)


class MailWish(models.TextChoices):
    SOON = "segera", _("Segera, paling sering tiap 20 menit")
    DAILY = "harian", _("Sekali sehari, pukul 07.00")
    NEVER = "tidak", _("Jangan kirim surel")


class Reader(models.Model):
    """How one person wants mail, and up to which line he has been written to."""

    person = models.OneToOneField("content.Person", models.CASCADE, related_name="+")
    wish = models.CharField(max_length=8, choices=MailWish, default=MailWish.SOON)
    language = models.CharField(max_length=5, default="id")
    line = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.person_id} {self.wish}"


class Letter(models.Model):
    """One mail to one person about the lines after ``after`` up to ``upto``.

    Written before it is sent; ``next_try_at`` None: sent, or given up after many tries.
    """

    person = models.ForeignKey("content.Person", models.CASCADE, related_name="+")
    after = models.BigIntegerField()
    upto = models.BigIntegerField()
    message_id = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["made_at", "id"]
        indexes = [
            models.Index(
                fields=["next_try_at"], condition=Q(next_try_at__isnull=False), name="letter_next"
            ),
            models.Index(fields=["person", "-made_at"], name="letter_recent"),
        ]

    def __str__(self) -> str:
        return f"letter {self.pk} to {self.person_id}"
