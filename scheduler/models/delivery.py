"""Deliveries and attempts. The row is the queue; ``scheduler/delivery.py`` is its one door."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, F, Q, When
from django.utils.translation import gettext_lazy as _

from channels.base import Verb
from channels.models import AccountState

if TYPE_CHECKING:
    from content.scope import Scope


class State(models.TextChoices):
    PLANNED = "planned", _("Direncanakan")
    DUE = "due", _("Dicoba lagi")
    SENDING = "sending", _("Sedang dikirim")
    SENT = "sent", _("Terkirim")
    FAILED = "failed", _("Gagal")
    UNCONFIRMED = "unconfirmed", _("Belum pasti")
    MISSED = "missed", _("Terlewat")
    HELD = "held", _("Ditahan")
    CANCELLED = "cancelled", _("Dibatalkan")


# May be started when their time has come.
READY = (State.PLANNED, State.DUE)
# Not finished: a person may still cancel or move them.
OPEN = (*READY, State.HELD, State.MISSED)
# Finished for good; nothing will happen by itself any more.
ENDED = (State.SENT, State.FAILED, State.CANCELLED)
# Not over for the engine: to be sent, being sent, or to be looked for.
WAITING = Q(state__in=(*READY, State.SENDING)) | Q(state=State.UNCONFIRMED, run_at__isnull=False)


def nobody_looks(prefix: str = "") -> Q:
    """Of what may be live: only a person can look, or the login that it takes is lost."""
    lost = {f"{prefix}account__state": AccountState.DISCONNECTED}
    return Q(**{f"{prefix}run_at": None}) | Q(**lost)


class VerbWord(models.TextChoices):
    PUBLISH = Verb.PUBLISH.value, _("Terbitkan")
    REPLY = Verb.REPLY.value, _("Ralat")
    REPOST = Verb.REPOST.value, _("Gemakan")
    EDIT = Verb.EDIT.value, _("Perbarui")
    DELETE = Verb.DELETE.value, _("Tarik")


class Mode(models.TextChoices):
    TOGETHER = "serentak", _("Serentak")
    LOCAL = "setempat", _("Waktu setempat")


class Hold(models.TextChoices):
    """Why a delivery is held, missed or needs a hand, where no network gave the reason."""

    STOPPED = "stopped", _("Pengiriman sedang dihentikan.")
    LIFTED = "lifted", _("Tertahan oleh penghentian yang sudah dilanjutkan. Anda yang memutuskan.")
    APPROVAL_VOID = "approval-void", _("Persetujuannya tidak berlaku lagi.")
    UNSETTLED = (
        "unsettled",
        _("Pengantaran sebelumnya ke akun ini belum pasti. Selesaikan dahulu yang itu."),
    )
    TARGET_MISSING = "target-missing", _("Kiriman yang dituju tidak ada di akun ini.")
    STILL_UP = "still-up", _("Yang lama belum turun, jadi yang baru belum diterbitkan.")
    BY_HAND = "by-hand", _("Jaringan ini tidak mengizinkannya lewat Gema. Lakukan di aplikasinya.")
    HANDED = "handed", _("Giliran Anda: kerjakan di aplikasinya, lalu catat di sini.")
    CRASHED = "crashed", _("Tiga kali membuat proses berhenti, jadi disisihkan.")
    NO_ADAPTER = (
        "no-adapter",
        _("Versi Gema ini tidak mengenal kanalnya, jadi tidak dapat mengirim ke sana."),
    )
    OVERDUE = "overdue", _("Waktunya lewat sebelum sempat dikirim.")
    OVERTAKEN = "overtaken", _("Tanggal berikutnya dari jadwal rutin ini sudah tiba.")
    UNWANTED = "unwanted", _("Dibatalkan saat belum pasti terkirim, jadi tidak dikirim lagi.")
    IN_PART = "in-part", _("Sisanya dihentikan: sebagian pembaca sudah menerimanya.")
    ABSENT = "absent", _("Tidak ditemukan di jaringannya. Kirim bila masih perlu.")
    RESTORED = (
        "restored",
        _("Dari cadangan, jadi mungkin sudah tayang. Dicari dahulu sebelum dikirim."),
    )


def new_mark() -> str:
    return secrets.token_hex(4)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, scope: Scope) -> Self:
        """Deliveries on accounts of offices this person works for, and of those offices' posts."""
        return self.filter(
            scope.reach(prefix="account__office__") | scope.reach(prefix="post__office__")
        )

    def needing_a_person(self) -> Self:
        """Not what a stop holds: the stop itself is on every page."""
        return self.filter(
            Q(state__in=(State.FAILED, State.MISSED))
            | (Q(state=State.HELD) & ~Q(reason=Hold.STOPPED))
            | Q(nobody_looks(), state=State.UNCONFIRMED),
            seen_by=None,
        )


class Delivery(models.Model):
    """One verb × one revision × one account × one due time.

    ``run_at``: when the engine acts next: the due time, the next try, the next look; None where a
    person has to. ``wall`` and ``zone`` keep what was typed: "2026-12-07T08:00" in that zone.
    ``again``: 0, or how often a person pressed "post again". ``attempts`` is the fence: an outcome
    counts only for the attempt it belongs to.
    """

    # Most foreign keys have no index of their own: every index is written at every step of a
    # delivery, and the ones below begin with the columns that are asked for.
    post = models.ForeignKey(
        "content.Post", models.PROTECT, related_name="deliveries", db_index=False
    )
    revision = models.ForeignKey(
        "content.Revision", models.PROTECT, related_name="deliveries", db_index=False
    )
    account = models.ForeignKey(
        "channels.Account", models.PROTECT, related_name="deliveries", db_index=False
    )
    verb = models.CharField(max_length=8, choices=VerbWord, default=VerbWord.PUBLISH)
    again = models.PositiveSmallIntegerField(default=0)
    # What an edit, a reply, a delete or a repost acts upon; for what is published anew, the removal
    # of what it takes the place of.
    target = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="later", db_index=False
    )
    state = models.CharField(max_length=12, choices=State, default=State.PLANNED)
    due_at = models.DateTimeField()
    run_at = models.DateTimeField(null=True)
    # Later than this it is missed, and a person decides.
    deadline_at = models.DateTimeField()
    wall = models.CharField(max_length=16)
    zone = models.CharField(max_length=40)
    mode = models.CharField(max_length=8, choices=Mode, default=Mode.TOGETHER)
    attempts = models.PositiveIntegerField(default=0)
    looks = models.PositiveIntegerField(default=0)
    owner = models.CharField(max_length=40, blank=True)
    lease_until = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    remote_id = models.CharField(max_length=300, blank=True)
    url = models.URLField(max_length=500, blank=True)
    reason = models.CharField(max_length=40, blank=True)
    detail = models.CharField(max_length=400, blank=True)
    note = models.CharField(max_length=500, blank=True)
    planned_by = models.ForeignKey(
        "content.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    # Who has taken note of a failure, so that it leaves the list of things to do.
    seen_by = models.ForeignKey(
        "content.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    # From a restored backup: it may have gone out since, so the engine looks before it sends.
    look_first = models.BooleanField(default=False, db_default=False)
    # Cancelled while it was being looked for: if it is not there, it is not sent after all.
    unwanted = models.BooleanField(default=False, db_default=False)
    # Waited for a person, so and for this, before it was looked for after a restore: if it is not
    # there, it waits so again (``scheduler/kept.py``).
    kept = models.CharField(max_length=12, blank=True, default="", db_default="")
    kept_for = models.CharField(max_length=40, blank=True, default="", db_default="")
    # Part of its key, so that no other record's delivery with the same number has the same one.
    mark = models.CharField(max_length=8, default=new_mark, db_default="", editable=False)
    # Counts every change. A claim's outcome counts only while nothing has changed since: the fence.
    version = models.PositiveIntegerField(default=1)

    # Kept by the database from the columns above, empty for whatever is over, so that the few rows
    # that matter are found at once among millions. (SQLite uses no partial index for a statement
    # with parameters.) ``lane``: waits in, or blocks, the lane of its account. ``busy``: a call is
    # under way. ``wake_at``: when the engine looks at it next.
    lane = models.GeneratedField(
        expression=Case(When(WAITING, then=F("account_id"))),
        output_field=models.BigIntegerField(null=True),
        db_persist=True,
    )
    busy = models.GeneratedField(
        expression=Case(When(lease_until__isnull=False, then=F("account_id"))),
        output_field=models.BigIntegerField(null=True),
        db_persist=True,
    )
    wake_at = models.GeneratedField(
        expression=Case(When(WAITING, lease_until__isnull=True, then=F("run_at"))),
        output_field=models.DateTimeField(null=True),
        db_persist=True,
    )

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "id"]
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(
                # The post follows from the revision. It stands first, so that what is asked of a
                # post needs no index of its own.
                fields=["post", "revision", "account", "verb", "again"],
                name="delivery_at_most_once",
            ),
            models.UniqueConstraint(
                fields=["busy"],
                condition=Q(busy__isnull=False),
                name="delivery_one_call_per_account",
            ),
        ]
        indexes = [
            models.Index(
                fields=["wake_at", "id"], condition=Q(wake_at__isnull=False), name="delivery_next"
            ),
            models.Index(
                fields=["lane", "due_at", "id"],
                condition=Q(lane__isnull=False),
                name="delivery_lane",
            ),
            models.Index(
                fields=["target"], condition=Q(target__isnull=False), name="delivery_later"
            ),
            models.Index(fields=["due_at"], name="delivery_calendar"),
            models.Index(fields=["account", "post"], name="delivery_of_account"),
            models.Index(fields=["state", "-due_at"], name="delivery_by_state"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.verb} {self.state}"

    @property
    def key(self) -> str:
        """The same for every attempt, so that a network can recognise a repeat.

        After a restore, numbers that were given since the backup are given again: without its mark
        the network would take a new post for a repeat of the one that has gone from the record.
        """
        return f"gema-{self.pk}-{self.again}" + (f"-{self.mark}" if self.mark else "")


class Attempt(models.Model):
    """The durable note written before the outside world is touched."""

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="tries", db_index=False)
    number = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, blank=True)
    detail = models.CharField(max_length=400, blank=True)
    noted = models.JSONField(default=dict)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["delivery", "number"], name="attempt_number_once")
        ]

    def __str__(self) -> str:
        return f"#{self.delivery_id}.{self.number} {self.outcome or '…'}"
