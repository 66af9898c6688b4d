"""An office's press list: who is on it, how they agreed to it, and what was sent to whom."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from channels.press.ledger import End
from content.models.revision import WrittenOnce


class Standing(models.TextChoices):
    """Only ``SUBSCRIBED`` is ever sent an issue."""

    ASKED = "asked", _("Menunggu konfirmasi")
    SUBSCRIBED = "subscribed", _("Berlangganan")
    LEFT = "left", _("Berhenti")
    BOUNCED = "bounced", _("Alamat bermasalah")
    ERASED = "erased", _("Datanya dihapus")


class Recipient(models.Model):
    """One address on one list. The row stays when somebody leaves, so that nothing brings the
    address back unasked; a request for erasure empties it but for ``mark``.

    ``mark``: a keyed hash of the address, see consent.py. ``ask_at``: when the question whether the
    owner agrees is to be mailed, None where nothing is to be asked. ``asks``: how often it was.
    """

    account = models.ForeignKey("channels.Account", models.PROTECT, related_name="recipients")
    email = models.EmailField(_("surel"), max_length=254, blank=True)
    name = models.CharField(_("nama"), max_length=120, blank=True)
    desk = models.CharField(_("media"), max_length=120, blank=True)
    language = models.CharField(_("bahasa"), max_length=2, default="id")
    state = models.CharField(max_length=10, choices=Standing, default=Standing.ASKED)
    reason = models.CharField(max_length=200, blank=True)
    mark = models.CharField(max_length=64, db_index=True)
    added_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ask_at = models.DateTimeField(null=True)
    asks = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["email", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "email"],
                condition=~Q(email=""),
                name="recipient_once_per_list",
            ),
        ]
        indexes = [
            models.Index(fields=["account", "state", "email"], name="recipient_of_list"),
            models.Index(
                fields=["ask_at"], condition=Q(ask_at__isnull=False), name="recipient_to_ask"
            ),
        ]

    def __str__(self) -> str:
        return f"recipient {self.pk}"  # no address in a log

    @property
    def called(self) -> str:
        """Who it is, on a page."""
        return self.name or self.email or f"#{self.pk}"


class Step(models.TextChoices):
    """What happened to a consent."""

    ASKED = "asked", _("Ditanya lewat surel")
    ADDED = "added", _("Ditambahkan")
    WISHED = "wished", _("Mendaftar sendiri")
    CONFIRMED = "confirmed", _("Mengonfirmasi")
    LEFT = "left", _("Berhenti")
    BOUNCED = "bounced", _("Alamat ditolak server surel")
    RESTORED = "restored", _("Dipulihkan")
    ERASED = "erased", _("Data dihapus")


class Source(models.TextChoices):
    FORM = "form", _("formulir ruang berita")
    MAIL = "mail", _("tautan di surel")
    CLICK = "click", _("tombol berhenti di aplikasi surel")
    OFFICE = "office", _("petugas kantor")
    IMPORT = "import", _("impor CSV")
    SERVER = "server", _("server surel")
    RETURNED = "returned", _("surel yang kembali")


class Consent(WrittenOnce):
    """One step of a consent: the proof of it that UU 27/2022, Pasal 24, asks of whoever keeps data.

    ``wording``: the version of the sentence that was agreed to (wording.py). ``origin``: a keyed
    hash of the network address it came from; the address itself is nobody's business.
    """

    recipient = models.ForeignKey(Recipient, models.PROTECT, related_name="steps")
    step = models.CharField(max_length=10, choices=Step)
    source = models.CharField(max_length=8, choices=Source)
    at = models.DateTimeField()
    wording = models.CharField(max_length=10)
    origin = models.CharField(max_length=32, blank=True)
    by = models.ForeignKey("content.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["origin", "at"], name="consent_by_origin")]

    def __str__(self) -> str:
        return f"{self.step} of recipient {self.recipient_id}"


class Issue(models.Model):
    """One message to the whole list: a delivery, as the list sees it.

    ``key``: the delivery's. ``token``: names its messages to the world; a delivery's number may
    come again after a restore, this does not. ``answers``: the issue it corrects or withdraws.
    ``ended_at``: the delivery is over; what was put off by servers may still be tried, and is being
    ``served_since`` then.
    """

    account = models.ForeignKey("channels.Account", models.PROTECT, related_name="issues")
    key = models.CharField(max_length=80)
    token = models.CharField(max_length=32)
    subject = models.CharField(max_length=300)
    answers = models.ForeignKey("self", models.PROTECT, null=True, related_name="answered")
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    served_since = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-begun_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="issue_once")]

    def __str__(self) -> str:
        return f"issue {self.key}"


class CopyState(models.TextChoices):
    DUE = End.DUE.value, _("Menunggu")
    SENDING = End.SENDING.value, _("Sedang dikirim")
    SENT = End.SENT.value, _("Terkirim")
    REFUSED = End.REFUSED.value, _("Ditolak")
    UNKNOWN = End.UNKNOWN.value, _("Tidak pasti")
    SKIPPED = End.SKIPPED.value, _("Tidak jadi")
    RETURNED = End.RETURNED.value, _("Surel kembali")
    DROPPED = End.DROPPED.value, _("Dihentikan")


class Copy(models.Model):
    """One issue to one recipient, and how it ended.

    It is ``SENDING`` from before the server is told that the message is complete until its answer
    is written: whoever finds it so, later, does not know whether it arrived. ``again_at``: not
    sooner, because the server asked so. ``gone``: a server says that there is no such mailbox.
    """

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="copies")
    recipient = models.ForeignKey(Recipient, models.PROTECT, related_name="copies")
    state = models.CharField(max_length=8, choices=CopyState, default=CopyState.DUE)
    tries = models.PositiveSmallIntegerField(default=0)
    again_at = models.DateTimeField(null=True)
    gone = models.BooleanField(default=False)
    said = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "copies"
        constraints = [models.UniqueConstraint(fields=["issue", "recipient"], name="copy_once")]
        indexes = [
            models.Index(fields=["issue", "state", "id"], name="copy_by_state"),
            models.Index(
                fields=["again_at"], condition=Q(again_at__isnull=False), name="copy_put_off"
            ),
        ]

    def __str__(self) -> str:
        return f"copy {self.pk} {self.state}"
