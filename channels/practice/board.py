"""The practice board as a network: what the adapter of the practice board talks to."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from channels.base import Now, Outgoing, Reason, Receipt, Refused, Remote
from channels.figures import Figures
from channels.models import PracticePost


class PracticeBoard:
    """Puts, edits and removes posts. Repeating a key changes nothing."""

    def __init__(self, now: Now = timezone.now) -> None:
        self._now = now

    @transaction.atomic
    def put(self, account: str, message: Outgoing) -> Receipt:
        known = _put_before(account, message.key)
        if known is not None:
            return _receipt(known)
        fresh = {
            "posted_at": self._now(),
            "repost_of": _shared(message),
            **_content(message),
        }
        post, _made = PracticePost.objects.get_or_create(
            account_id=int(account), key=message.key, defaults=fresh
        )
        return _receipt(post)

    def find(self, account: str, key: str) -> Receipt | None:
        found = _put_before(account, key)
        return _receipt(found) if found is not None else None

    @transaction.atomic
    def change(self, account: str, target: Remote, message: Outgoing) -> Receipt | None:
        post = _named(target, account)
        if post is None or post.removed_at is not None:
            return None
        fresh = _content(message)
        if any(getattr(post, name) != value for name, value in fresh.items()):
            PracticePost.objects.filter(pk=post.pk).update(edited_at=self._now(), **fresh)
        return _receipt(post)

    @transaction.atomic
    def remove(self, account: str, target: Remote, note: str) -> Receipt | None:
        """The place stays and says that something was here; the words and pictures are gone."""
        post = _named(target, account)
        if post is None:
            return None
        PracticePost.objects.filter(pk=post.pk, removed_at=None).update(
            removed_at=self._now(), note=note[:500], text="", title="", images=[]
        )
        return _receipt(post)

    def figures(self, account: str, target: Remote) -> Figures | None:
        post = _named(target, account)
        if post is None or post.removed_at is not None:
            return None
        return Figures(reposts=post.reposts.filter(removed_at=None).count())


def _content(message: Outgoing) -> dict[str, Any]:
    return {
        "title": message.title[:300],
        "text": message.text,
        "language": message.language[:8],
        "images": [
            {
                "sha256": image.sha256,
                "mime": image.mime,
                "alt": image.alt,
                "caption": image.caption,
                "credit": image.credit,
                "width": image.width,
                "height": image.height,
            }
            for image in message.images
        ],
    }


def _shared(message: Outgoing) -> PracticePost | None:
    """The post that is shared, whoever's it is; a repost of a repost shares the first."""
    extra = message.extra
    if "repost" not in extra:
        return None
    found = _named(Remote(str(extra["repost"]), str(extra.get("url", ""))))
    if found is None or found.removed_at is not None:
        raise Refused(Reason.GONE, "nothing to share on the board")
    return found.repost_of or found


def _put_before(account: str, key: str) -> PracticePost | None:
    return PracticePost.objects.filter(account_id=int(account), key=key).first()


def _named(target: Remote, account: str = "") -> PracticePost | None:
    """The post a delivery acts upon; one settled by a person is known by its address only."""
    named = target.remote_id or urlsplit(target.url).path.strip("/").rpartition("/")[2]
    if not named.isascii() or not named.isdecimal() or len(named) > 18:
        return None
    posts = PracticePost.objects.filter(pk=int(named)).select_related("repost_of")
    if account:
        posts = posts.filter(account_id=int(account))
    return posts.first()


def _receipt(post: PracticePost) -> Receipt:
    path = reverse("channels:practice_post", args=[post.pk])
    return Receipt(str(post.pk), f"{settings.GEMA.site.address}{path}")
