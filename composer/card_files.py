"""A post's cards as files to keep: for a poster on the door, a story, a chat group."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from composer.cards.model import Format
from composer.working import Working
from content import pictures
from content.models import Media, Post, Revision


@dataclass(frozen=True, slots=True)
class CardFile:
    """A card to keep: as it was frozen, or as the draft would draw it."""

    label: str
    size: str
    url: str
    name: str


FORMATS: dict[Format, str | Promise] = {
    Format.FEED: _("Umpan"),
    Format.STORY: _("Cerita"),
    Format.WIDE: _("Lebar"),
}


def of_post(post: Post, revision: Revision | None) -> list[CardFile]:
    """As frozen in the revision; without one, as the draft would draw them."""
    if revision is None:
        return of_draft(post) if Working.read(post.draft.content).card else []
    return [
        _card_file(post, fmt, reverse("content:media", args=[media.pk]))
        for fmt, media in frozen(revision).items()
    ]


def frozen(revision: Revision) -> dict[Format, Media]:
    """The cards a revision carries, in the order of the formats."""
    said = {m["format"]: m["sha256"] for m in revision.content["media"] if m["role"] == "card"}
    rows = pictures.by_hash(said.values())
    return {fmt: rows[said[fmt]] for fmt in Format if said.get(fmt) in rows}


def of_draft(post: Post) -> list[CardFile]:
    address = "composer:card"
    return [
        _card_file(post, fmt, reverse(address, args=[post.public_id, fmt]) + "?unduh")
        for fmt in Format
    ]


def _card_file(post: Post, fmt: Format, url: str) -> CardFile:
    width, height = fmt.size
    name = f"{slugify(post.title)[:60] or post.template_key}-{fmt}.jpg"
    return CardFile(str(FORMATS[fmt]), f"{width}×{height}", url, name)
