"""What networks tell of what was sent: every reading, the newest figures, and whom to ask when.

Null in a figure is what nobody knows: the network does not tell it, or has not been asked. It is
never 0, and a sum over nulls only is null again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from content.scope import Scope


class Figures(models.Model):
    """``views``: how often it was shown, as the network counts that. ``reach``: distinct people it
    was shown to. ``likes``: reactions of every kind. ``replies``: comments. ``reposts``: shares,
    quotes included. ``clicks``: on links in it."""

    views = models.PositiveBigIntegerField(_("tayangan"), null=True)
    reach = models.PositiveBigIntegerField(_("jangkauan"), null=True)
    likes = models.PositiveBigIntegerField(_("reaksi"), null=True)
    replies = models.PositiveBigIntegerField(_("balasan"), null=True)
    reposts = models.PositiveBigIntegerField(_("dibagikan"), null=True)
    clicks = models.PositiveBigIntegerField(_("klik"), null=True)

    class Meta:
        abstract = True


class Untold(models.TextChoices):
    """Why there is nothing more to read."""

    NETWORK = "network", _("Jaringan ini tidak memberi angka.")
    NO_POST = "no-post", _("Kirimannya tidak dikenal jaringannya, jadi tidak dapat ditanyakan.")
    GONE = "gone", _("Kirimannya sudah tidak ada di jaringannya.")
    RETIRED = "retired", _("Akunnya tidak dipakai lagi.")
    DONE = "done", _("Pembacaan angkanya sudah selesai.")


class MeasuredQuerySet(models.QuerySet["Measured"]):
    def visible_to(self, scope: Scope) -> Self:
        """Of accounts of offices this person works for, and of those offices' posts."""
        return self.filter(scope.reach() | scope.reach(prefix="post__office__"))


class Measured(Figures):
    """The newest figures of a delivery that was sent: one row for each that was published or
    reposted, within minutes, also where the network tells nothing (``ended`` says so then).

    What pages group by stands beside the figures, so that they ask this table only. ``office`` is
    the account's; ``origin`` is the post that this one echoes; ``topic`` and ``template`` are the
    post's as it was sent, and "" where it has none; ``sent_at`` is when it went out.

    ``measured_at``: when it was read last; null: never yet, so all figures are null.
    ``next_at``: when it is read next; null: never again, and ``ended`` says why. ``tries`` counts
    readings in a row that failed. ``trouble`` is the reason of the last one (``channels.base``).
    """

    delivery = models.OneToOneField(
        "scheduler.Delivery", models.CASCADE, primary_key=True, related_name="measured"
    )
    post = models.ForeignKey("content.Post", models.CASCADE, related_name="measured")
    origin = models.ForeignKey("content.Post", models.CASCADE, null=True, related_name="+")
    account = models.ForeignKey(
        "channels.Account", models.CASCADE, related_name="measured", db_index=False
    )
    office = models.ForeignKey(
        "content.Office", models.CASCADE, related_name="measured", db_index=False
    )
    kind = models.CharField(max_length=20)
    verb = models.CharField(max_length=8)
    topic = models.CharField(max_length=40, blank=True)
    template = models.CharField(max_length=40, blank=True)
    sent_at = models.DateTimeField()
    measured_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    ended = models.CharField(max_length=10, choices=Untold, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=40, blank=True)

    objects = MeasuredQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-delivery"]
        verbose_name_plural = "measured"
        indexes = [
            models.Index(fields=["sent_at", "office"], name="measured_by_time"),
            models.Index(fields=["office", "sent_at"], name="measured_of_office"),
            # Whom to ask next, and what of his.
            models.Index(
                fields=["next_at", "account"],
                condition=Q(next_at__isnull=False),
                name="measured_next",
            ),
            models.Index(
                fields=["account", "next_at"],
                condition=Q(next_at__isnull=False),
                name="measured_of_account",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.delivery_id} {self.kind} {self.measured_at or '…'}"


class Reading(Figures):
    """What a network told of one delivery at one moment. Never changed; the newest also stands in
    ``Measured``."""

    delivery = models.ForeignKey(
        "scheduler.Delivery", models.CASCADE, related_name="readings", db_index=False
    )
    read_at = models.DateTimeField()

    class Meta:
        ordering = ["read_at"]
        constraints = [
            models.UniqueConstraint(fields=["delivery", "read_at"], name="one_reading_at_a_time")
        ]

    def __str__(self) -> str:
        return f"#{self.delivery_id} {self.read_at:%Y-%m-%d %H:%M}"


class Gauge(models.Model):
    """How the figures of one account are read: by one worker at a time, and not before
    ``rest_until``.

    ``lease_until``: somebody is at it; ``fence`` counts who began, and what he brings home counts
    only while it has not changed. ``trouble``: why the last reading failed, "" if it did not;
    ``missing``: the permissions the network asked for. ``read_at``: the last one that worked.
    """

    account = models.OneToOneField(
        "channels.Account", models.CASCADE, primary_key=True, related_name="gauge"
    )
    rest_until = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    fence = models.PositiveIntegerField(default=0)
    read_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=40, blank=True)
    missing = models.CharField(max_length=200, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"gauge of account {self.account_id}"
