"""A post and its working copy. ``content/workflow.py`` is the only writer of ``status``."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from content.scope import Scope


class Status(models.TextChoices):
    DRAFT = "draft", _("Draf")
    SUBMITTED = "submitted", _("Menunggu keputusan")
    APPROVED = "approved", _("Disetujui")
    SCHEDULED = "scheduled", _("Terjadwal")
    PUBLISHED = "published", _("Terbit")
    REJECTED = "rejected", _("Ditolak")
    CORRECTED = "corrected", _("Diralat")
    WITHDRAWN = "withdrawn", _("Ditarik")
    DISCARDED = "discarded", _("Dibuang")


ECHOABLE = Q(published_at__isnull=False) | Q(approval__isnull=False)


class PostQuerySet(models.QuerySet["Post"]):
    def visible_to(self, scope: Scope) -> Self:
        """Posts of offices this person works for; what offices below have had approved, so that it
        can be echoed; and the published reposts of all those."""
        own = scope.reach()
        below = scope.below() & Q(ECHOABLE)
        echoes = scope.reach(prefix="repost_of__office__") & Q(published_at__isnull=False)
        return self.filter(own | below | echoes)


class Post(models.Model):
    """One message of one office. ``version`` counts the steps it has taken."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey("content.Office", models.PROTECT, related_name="posts")
    author = models.ForeignKey("content.Person", models.PROTECT, related_name="posts")
    template_key = models.CharField(max_length=40)
    title = models.CharField(_("judul"), max_length=300, blank=True)
    topic = models.CharField(_("topik"), max_length=40, blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    version = models.PositiveIntegerField(default=1)
    # The newest revision, and the decision that lets a revision out. Both written by workflow only.
    head = models.ForeignKey(
        "content.Revision", models.PROTECT, null=True, blank=True, related_name="+"
    )
    approval = models.ForeignKey(
        "content.Decision", models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The decision over the revision that the public sees.
    live = models.ForeignKey(
        "content.Decision", models.PROTECT, null=True, blank=True, related_name="+"
    )
    contributors = models.ManyToManyField("content.Person", related_name="+", blank=True)
    repost_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="reposts"
    )
    source_item = models.ForeignKey(
        "content.FeedItem", models.PROTECT, null=True, blank=True, related_name="posts"
    )
    # The form that made it: sending the same form twice makes one post.
    request_key = models.UUIDField(null=True, unique=True, editable=False)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    # When the office would like it out: wall clock of the office, see scheduler/when.py.
    wanted = models.JSONField(null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at"]
        indexes = [
            models.Index(fields=["status", "submitted_at"], name="post_queue"),
            models.Index(fields=["office", "-changed_at"], name="post_office_recent"),
            models.Index(fields=["-changed_at"], name="post_recent"),
        ]

    def __str__(self) -> str:
        return self.title or f"#{self.pk}"

    @property
    def is_public(self) -> bool:
        """Whether people outside can see it now, whatever is being done to it inside."""
        return self.published_at is not None and self.status != Status.WITHDRAWN


class Draft(models.Model):
    """The working copy people type into. Autosaved; frozen into a Revision when it is submitted.

    ``content``: ``{"slots": {name: text as typed}, "overrides": {channel: text}, "channels": […],
    "media": [{"id", "alt", "caption", "credit", "focus_x", "focus_y", "without": [channels]}],
    "title": override or "", "credit": … | null, "correction": {"wrong", "right"} | null,
    "native": [channels that use their own repost verb]}``
    """

    post = models.OneToOneField(Post, models.CASCADE, related_name="draft")
    content = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    # The open page that saved last: its next save follows its own, even if an answer got lost.
    tab = models.CharField(max_length=36, blank=True)
    edited_by = models.ForeignKey("content.Person", models.PROTECT, related_name="+")
    edited_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"draft of {self.post_id}"

    def slots(self) -> dict[str, str]:
        content: dict[str, Any] = self.content
        return dict(content.get("slots", {}))
