"""The newsroom as a network: what the adapter of the newsroom talks to."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from channels.base import Now, Outgoing, Reason, Receipt, Refused, Remote
from content import pictures
from content.models import Post
from content.models.media import MediaRole
from newsroom import photo
from newsroom.models import Arrival, Correction, Item, ItemState
from newsroom.text import clean, language, one_line


class NewsroomBoard:
    """Puts, corrects and withdraws items. Repeating a key changes nothing."""

    def __init__(self, now: Now = timezone.now) -> None:
        self._now = now

    @transaction.atomic
    def put(self, account: str, message: Outgoing) -> Receipt:
        """One item per post and account: another delivery of the same post revises it."""
        known = _arrived(account, message.key)
        if known is not None:
            return _receipt(known)
        post, now = _post(message), self._now()
        item, fresh = Item.objects.get_or_create(
            account_id=int(account),
            post=post.public_id,
            defaults=_identity(post, message, now) | _content(message),
        )
        if not fresh:
            if item.is_withdrawn:
                raise Refused(Reason.NOT_ALLOWED, "this entry has been withdrawn")
            _revise(item, message, now)
        _note_arrival(item, message.key)
        return _receipt(item)

    def find(self, account: str, key: str) -> Receipt | None:
        item = _arrived(account, key)
        return _receipt(item) if item is not None else None

    @transaction.atomic
    def change(self, account: str, target: Remote, message: Outgoing) -> Receipt | None:
        """The same item in other words; a RALAT where the message carries a correction."""
        item = _named(account, target)
        if item is None or item.is_withdrawn:
            return None
        if _arrived(account, message.key) is None:
            _revise(item, message, self._now())
            _note_arrival(item, message.key)
        return _receipt(item)

    @transaction.atomic
    def remove(self, account: str, target: Remote, note: str) -> Receipt | None:
        """DITARIK: the entry stays and says why; text and pictures are gone."""
        item = _named(account, target)
        if item is None:
            return None
        if not item.is_withdrawn:
            item.state = ItemState.WITHDRAWN
            item.withdrawal = clean(note)
            item.withdrawn_at = item.updated_at = max(self._now(), item.updated_at)
            item.body, item.legal_basis = "", ""
            item.images, item.corrections = [], []
            item.save()
        return _receipt(item)


def _post(message: Outgoing) -> Post:
    """The post a message says it carries. Without one there is nothing to keep an entry for."""
    named = str(message.extra.get("post", ""))
    try:
        return Post.objects.select_related("office", "repost_of").get(public_id=uuid.UUID(named))
    except (ValueError, Post.DoesNotExist) as e:
        raise Refused(Reason.NOT_ALLOWED, "a newsroom entry needs its post") from e


def _identity(post: Post, message: Outgoing, now: datetime) -> dict[str, Any]:
    """What never changes again, whatever becomes of title, office or address of the site."""
    public_id = uuid.uuid4()
    words = slugify(message.title)[:80].strip("-") or "kabar"
    host = urlsplit(settings.GEMA.site.address).hostname or "localhost"
    return {
        "public_id": public_id,
        "guid": f"tag:{host},{now:%Y-%m-%d}:ruang-berita/{public_id}",
        "slug": f"{words}-{public_id.hex[:8]}",
        "office": post.office,
        "repost_of": post.repost_of.public_id if post.repost_of else None,
        "published_at": now,
        "updated_at": now,
    }


def _content(message: Outgoing) -> dict[str, Any]:
    extra = message.extra
    return {
        "title": one_line(message.title, 300),
        "body": clean(message.text),
        "topic": slugify(str(extra.get("topic") or ""))[:40],
        "language": language(message.language),
        "legal_basis": clean(extra.get("legal_basis") or ""),
        "credit": {name: clean(said) for name, said in (extra.get("credit") or {}).items()},
        "images": _images(message),
    }


def _images(message: Outgoing) -> list[dict[str, Any]]:
    """Raises Refused for a picture that browsers do not show: never the text alone instead."""
    if odd := {image.mime for image in message.images} - photo.EXTENSIONS.keys():
        raise Refused(Reason.BAD_MEDIA, ", ".join(sorted(odd)))
    known = pictures.by_hash(image.sha256 for image in message.images)
    return [
        photo.stored(image, known[image.sha256].role if image.sha256 in known else MediaRole.PHOTO)
        for image in message.images
    ]


def _revise(item: Item, message: Outgoing, now: datetime) -> None:
    """New words for an item. Time moves only when a reader can see a change."""
    fresh = _content(message)
    changed = any(getattr(item, name) != said for name, said in fresh.items())
    for name, said in fresh.items():
        setattr(item, name, said)
    correction = _correction(message.extra.get("correction"), now)
    if correction is not None:
        item.corrections = [*item.corrections, correction.stored()]
        item.state = ItemState.CORRECTED
    if changed or correction is not None:
        item.updated_at = max(now, item.updated_at)
        item.save()


def _correction(said: Mapping[str, str] | None, now: datetime) -> Correction | None:
    if not said:
        return None
    return Correction(now, clean(said.get("wrong") or ""), clean(said.get("right") or ""))


def _arrived(account: str, key: str) -> Item | None:
    arrival = Arrival.objects.filter(account_id=int(account), key=key).select_related("item")
    found = arrival.first()
    return found.item if found else None


def _note_arrival(item: Item, key: str) -> None:
    Arrival.objects.get_or_create(account_id=item.account_id, key=key, defaults={"item": item})


def _named(account: str, target: Remote) -> Item | None:
    """The item a delivery acts upon; one settled by a person is known by its address only."""
    items = Item.objects.select_for_update(no_key=True).filter(account_id=int(account))
    if target.remote_id:
        try:
            return items.filter(public_id=uuid.UUID(target.remote_id)).first()
        except ValueError:
            return None
    slug = urlsplit(target.url).path.strip("/").rpartition("/")[2]
    return items.filter(slug=slug).first() if slug else None


def _receipt(item: Item) -> Receipt:
    return Receipt(str(item.public_id), item.address)
