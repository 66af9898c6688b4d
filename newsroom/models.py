"""What was delivered to the newsroom. Its pages and feeds read these rows and no others."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from content.topics import topic_label
from content.zones import say_when, short_when
from newsroom import photo, text


class ItemState(models.TextChoices):
    LIVE = "live", _("Terbit")
    CORRECTED = "corrected", _("Diralat")
    WITHDRAWN = "withdrawn", _("Ditarik")


# The words the press knows, in front of the title.
PREFIX = {ItemState.LIVE: "", ItemState.CORRECTED: "RALAT: ", ItemState.WITHDRAWN: "DITARIK: "}


@dataclass(frozen=True, slots=True)
class Correction:
    """One RALAT: what was wrong, what is right, and since when it is said.

    ``when``: the same moment in words, on the clocks of the office.
    """

    at: datetime
    wrong: str
    right: str
    when: str = ""

    def stored(self) -> dict[str, str]:
        return {"at": self.at.isoformat(), "wrong": self.wrong, "right": self.right}

    @classmethod
    def read(cls, raw: Mapping[str, str], zone: str) -> Correction:
        at = datetime.fromisoformat(raw["at"])
        return cls(at, raw["wrong"], raw["right"], say_when(at, zone))


@dataclass(frozen=True, slots=True)
class Credit:
    """The office whose post was echoed."""

    office: str
    handle: str
    url: str


class ItemQuerySet(models.QuerySet["Item"]):
    def with_office(self) -> Self:
        """With the office and those above it, whose press contact stands in for a missing one."""
        return self.select_related("office__parent__parent__parent")

    def listed(self) -> Self:
        """Each post once, though several offices may carry it: the first that is not withdrawn."""
        earlier = Item.objects.filter(post=OuterRef("post"), pk__lt=OuterRef("pk"))
        return self.exclude(Exists(earlier.exclude(state=ItemState.WITHDRAWN)))

    def newest(self) -> Self:
        return self.order_by("-published_at", "-pk")

    def last_changed(self) -> Self:
        """For feeds: a correction of an old item has to come by again."""
        return self.order_by("-updated_at", "-pk")


class Item(models.Model):
    """One post in one newsroom account.

    ``guid``, ``slug`` and ``published_at`` never change. ``updated_at`` is the last change that a
    reader can see. ``post`` and ``repost_of`` are public ids of posts. ``images``: see photo.py.
    """

    account = models.ForeignKey("channels.Account", models.PROTECT, related_name="items")
    office = models.ForeignKey("content.Office", models.PROTECT, related_name="items")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    post = models.UUIDField()
    repost_of = models.UUIDField(null=True, blank=True)
    guid = models.CharField(max_length=300, unique=True)
    slug = models.SlugField(max_length=100, unique=True)
    title = models.CharField(_("judul"), max_length=300)
    body = models.TextField(_("isi"), blank=True)
    topic = models.SlugField(_("topik"), max_length=40, blank=True, db_index=False)
    language = models.CharField(_("bahasa"), max_length=35, default="id")
    legal_basis = models.TextField(_("dasar hukum"), blank=True)
    credit = models.JSONField(default=dict, blank=True)
    images = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=10, choices=ItemState, default=ItemState.LIVE)
    corrections = models.JSONField(default=list, blank=True)
    withdrawal = models.TextField(_("alasan penarikan"), blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["account", "post"], name="item_once_per_account"),
        ]
        indexes = [
            models.Index(fields=["-published_at", "-id"], name="item_newest"),
            models.Index(fields=["-updated_at", "-id"], name="item_changed"),
            models.Index(fields=["office", "-published_at", "-id"], name="item_of_office"),
            models.Index(fields=["office", "-updated_at", "-id"], name="item_of_office_changed"),
            models.Index(fields=["topic", "-published_at", "-id"], name="item_of_topic"),
            models.Index(fields=["topic", "-updated_at", "-id"], name="item_of_topic_changed"),
            models.Index(fields=["post"], name="item_of_post"),
        ]

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        return reverse("newsroom:item", args=[self.slug])

    @property
    def address(self) -> str:
        """The whole address, as networks and feeds need it."""
        return f"{settings.GEMA.site.address}{self.get_absolute_url()}"

    @property
    def headline(self) -> str:
        prefix = PREFIX[ItemState(self.state)]
        if prefix and self.title.upper().startswith(prefix):
            return self.title
        return f"{prefix}{self.title}"

    @property
    def is_withdrawn(self) -> bool:
        return self.state == ItemState.WITHDRAWN

    @property
    def is_changed(self) -> bool:
        return self.updated_at > self.published_at

    @property
    def topic_label(self) -> str:
        return topic_label(self.topic)

    @property
    def blocks(self) -> list[text.Block]:
        return text.blocks(self.body)

    @property
    def summary(self) -> str:
        return text.summary(self.body)

    @property
    def photos(self) -> list[photo.Photo]:
        return photo.read(self.slug, self.images)

    @property
    def main_photo(self) -> photo.Photo | None:
        """The first photo; a card only where there is none."""
        return min(self.photos, key=lambda p: p.is_card, default=None)

    @property
    def other_photos(self) -> list[photo.Photo]:
        main = self.main_photo
        return [photo for photo in self.photos if photo != main]

    @property
    def notes(self) -> list[Correction]:
        """The corrections, newest first."""
        return [Correction.read(raw, self.office.zone) for raw in reversed(self.corrections)]

    @property
    def source(self) -> Credit | None:
        """Whose post this echoes, None for an office's own."""
        office = text.one_line(self.credit.get("office") or "", 200)
        if not office:
            return None
        handle = text.one_line(self.credit.get("handle") or "", 120)
        return Credit(office, handle, text.web_address(self.credit.get("url") or ""))

    @property
    def published_words(self) -> str:
        return say_when(self.published_at, self.office.zone)

    @property
    def updated_words(self) -> str:
        return say_when(self.updated_at, self.office.zone)

    @property
    def published_short(self) -> str:
        return short_when(self.published_at, self.office.zone)


class Arrival(models.Model):
    """A delivery that has been carried out here. Its key arriving again changes nothing."""

    account = models.ForeignKey("channels.Account", models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)
    item = models.ForeignKey(Item, models.CASCADE, related_name="arrivals")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "key"], name="arrival_once"),
        ]

    def __str__(self) -> str:
        return self.key
