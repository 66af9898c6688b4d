"""Feeds in: an office's own site, read on a schedule, and what it said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from content.scope import Scope


class FeedState(models.TextChoices):
    NEW = "new", _("Belum pernah dibaca")
    FINE = "fine", _("Terbaca")
    FAILING = "failing", _("Bermasalah")
    DEAD = "dead", _("Tidak aktif")


class FeedQuerySet(models.QuerySet["Feed"]):
    def visible_to(self, scope: Scope) -> Self:
        return self.filter(scope.reach())


class Feed(models.Model):
    """``fault``: a sentence for the office's page on why it cannot be read; empty when fine."""

    office = models.ForeignKey("content.Office", models.PROTECT, related_name="feeds")
    url = models.URLField(_("alamat"), max_length=500)
    title = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=8, choices=FeedState, default=FeedState.NEW)
    fault = models.CharField(max_length=400, blank=True)
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    next_read_at = models.DateTimeField(db_index=True)
    paused = models.BooleanField(default=False)

    objects = FeedQuerySet.as_manager()

    class Meta:
        ordering = ["office__path", "url"]
        constraints = [
            models.UniqueConstraint(fields=["office", "url"], name="feed_once_per_office")
        ]

    def __str__(self) -> str:
        return self.title or self.url


class ItemState(models.TextChoices):
    CANDIDATE = "candidate", _("Calon gema")
    SEEN = "seen", _("Sudah lama")
    REPOSTED = "reposted", _("Digemakan")
    DISMISSED = "dismissed", _("Dilewati")


class FeedItemQuerySet(models.QuerySet["FeedItem"]):
    def visible_to(self, scope: Scope) -> Self:
        """What the sites of this person's offices and of those below say: they are public."""
        return self.filter(scope.below(prefix="feed__office__"))


class FeedItem(models.Model):
    feed = models.ForeignKey(Feed, models.PROTECT, related_name="items")
    guid = models.CharField(max_length=500)
    digest = models.CharField(max_length=64)
    title = models.CharField(max_length=300)
    link = models.URLField(max_length=1000, blank=True)
    html = models.TextField(blank=True)
    text = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ItemState, default=ItemState.CANDIDATE)

    objects = FeedItemQuerySet.as_manager()

    class Meta:
        ordering = ["-seen_at", "-published_at"]
        constraints = [models.UniqueConstraint(fields=["feed", "guid"], name="feed_item_once")]
        indexes = [models.Index(fields=["state", "-seen_at"], name="item_candidates")]

    def __str__(self) -> str:
        return self.title
