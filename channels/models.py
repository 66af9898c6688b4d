"""An office's presence on one network, which belongs to the office, never to a person; and what
the practice board shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from channels.press.models import Consent, Copy, Issue, Recipient
from channels.signs import called

if TYPE_CHECKING:
    from content.scope import Scope

__all__ = [
    "Account", "AccountQuerySet", "AccountState", "Consent", "Copy", "Issue", "KeptSession",
    "PracticePost", "QuotaReading", "Recipient", "SharedRest", "Spent",
]  # fmt: skip


class AccountState(models.TextChoices):
    CONNECTED = "connected", _("Tersambung")
    DISCONNECTED = "disconnected", _("Terputus")
    RETIRED = "retired", _("Tidak dipakai lagi")


class AccountQuerySet(models.QuerySet["Account"]):
    def visible_to(self, scope: Scope) -> Self:
        return self.filter(scope.reach())

    def usable(self) -> Self:
        return self.exclude(state=AccountState.RETIRED)


class Account(models.Model):
    """``credentials``: encrypted, see vault.py. ``rest_until``: the network asked for a pause.
    ``breath_until``: a pause of our own, so that what has piled up leaves one by one.

    ``app``: which of the network's apps speaks for it, where accounts bring their own; accounts of
    one app share its limits.
    """

    office = models.ForeignKey("content.Office", models.PROTECT, related_name="accounts")
    kind = models.CharField(max_length=20)
    handle = models.CharField(_("nama akun"), max_length=120)
    name = models.CharField(_("nama tampilan"), max_length=120, blank=True)
    url = models.URLField(max_length=300, blank=True)
    remote_id = models.CharField(max_length=120, blank=True)
    app = models.CharField(max_length=40, blank=True, db_default="")
    credentials = models.BinaryField(default=bytes)
    state = models.CharField(max_length=14, choices=AccountState, default=AccountState.CONNECTED)
    state_reason = models.CharField(max_length=40, blank=True)
    rest_until = models.DateTimeField(null=True, blank=True)
    breath_until = models.DateTimeField(null=True, blank=True)
    connected_by = models.ForeignKey("content.Person", models.PROTECT, null=True, related_name="+")
    connected_at = models.DateTimeField()
    last_success_at = models.DateTimeField(null=True, blank=True)

    objects = AccountQuerySet.as_manager()

    class Meta:
        ordering = ["office__path", "kind", "handle"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "kind", "handle"], name="account_once_per_office"
            ),
            models.UniqueConstraint(
                fields=["kind", "remote_id"],
                condition=~Q(remote_id="") & ~Q(state=AccountState.RETIRED),
                name="account_of_one_office",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.called}"

    @property
    def called(self) -> str:
        return called(self.kind, self.handle, self.name)

    @property
    def shares(self) -> str:
        """What it shares limits by."""
        return self.app or self.kind


class KeptSession(models.Model):
    """The session that a network gave an account; sealed, see sessions.py.

    ``renewing_until``: somebody is getting another one, and has until then. ``renew_at``: from when
    on that is due even if nobody posts. ``lasts_until``: when a person has to sign in again, as far
    as the network says.
    """

    account = models.OneToOneField(
        Account, models.CASCADE, primary_key=True, related_name="kept_session"
    )
    sealed = models.BinaryField(default=bytes)
    renewing_until = models.DateTimeField(null=True)
    renew_at = models.DateTimeField(null=True, db_index=True)
    lasts_until = models.DateTimeField(null=True, db_index=True)

    def __str__(self) -> str:
        return f"session of {self.account_id}"

    @property
    def at_the_latest(self) -> bool:
        """``lasts_until`` is of a token that was copied: nobody knows how old it was by then."""
        return not self.sealed


class QuotaReading(models.Model):
    """How much of its quota for posts an account has used, as its network said last.

    ``read_at`` None: it has not said yet. ``ask_at``: when it is asked next.
    """

    account = models.OneToOneField(
        Account, models.CASCADE, primary_key=True, related_name="quota_reading"
    )
    used = models.PositiveIntegerField(default=0)
    most = models.PositiveIntegerField(default=0)
    seconds = models.PositiveIntegerField(default=0)
    read_at = models.DateTimeField(null=True)
    ask_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.account_id}: {self.used} of {self.most}"


class Handshake(models.Model):
    """A person on the way to a network to give access there; see oauth/handshake.py.

    ``state``: a hash of the word that comes back with him, for one time only. ``account``: the one
    that is connected again. ``sealed``: the words nobody else may know, then what may be connected.
    """

    state = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=20)
    office = models.ForeignKey("content.Office", models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="+")
    by = models.ForeignKey("content.Person", models.CASCADE, related_name="+")
    sealed = models.BinaryField()
    ends_at = models.DateTimeField(db_index=True)
    back_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"handshake {self.pk} with {self.kind}"


class NetworkApp(models.Model):
    """What we are to one server of a network whose servers are many; sealed."""

    kind = models.CharField(max_length=20)
    origin = models.CharField(max_length=300)
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "origin"], name="one_app_a_server")]

    def __str__(self) -> str:
        return f"{self.kind} at {self.origin}"


class PracticePost(models.Model):
    """One post on the practice board, as a network would keep it.

    ``images``: ``[{"sha256", "mime", "alt", "caption", "credit", "width", "height"}]``; the bytes
    are in the record. ``note``: why it was removed.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="practice_posts")
    key = models.CharField(max_length=80)
    title = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=8, default="id")
    images = models.JSONField(default=list)
    repost_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="reposts"
    )
    posted_at = models.DateTimeField(db_index=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-posted_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["account", "key"], name="practice_post_once")
        ]

    def __str__(self) -> str:
        return f"{self.account} #{self.pk}"


class SharedRest(models.Model):
    """What all lanes of one app share: the network asked all of them to wait. See ``shares``."""

    shares = models.CharField(max_length=40, primary_key=True)
    rest_until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return self.shares


class Spent(models.Model):
    """Calls begun on a network that limits all our accounts together; one row a turn."""

    shares = models.CharField(max_length=40)
    at = models.DateTimeField()
    calls = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["shares", "at"], name="spent_by_time")]

    def __str__(self) -> str:
        return f"{self.shares} {self.calls}"
