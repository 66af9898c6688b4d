"""Who may look at a picture: whoever may see its office's things, or a post that carries it."""

from __future__ import annotations

from content.models import CarriedPicture, Draft, Media, Post, Status
from content.scope import Scope


def visible(media_id: int, scope: Scope) -> Media | None:
    """The picture, or None for strangers."""
    media = Media.objects.filter(pk=media_id).first()
    if media is None:
        return None
    own = Media.objects.visible_to(scope).filter(pk=media_id).exists()
    return media if own or _carried(media, scope) else None


# Where the working copy is what counts: everything else was frozen, and is found by its revision.
UNFROZEN = (Status.DRAFT, Status.DISCARDED)


def _carried(media: Media, scope: Scope) -> bool:
    """By a revision or a draft this person sees: reposts carry other offices' pictures."""
    posts = Post.objects.visible_to(scope)
    carried = CarriedPicture.objects.filter(sha256=media.sha256, revision__post__in=posts)
    return carried.exists() or _borrowed(media, scope)


def _borrowed(media: Media, scope: Scope) -> bool:
    """Only reposts that are being written are read, and only those of offices worked for."""
    borrowing = Draft.objects.filter(
        scope.reach(prefix="post__office__"),
        post__status__in=UNFROZEN,
        post__repost_of__isnull=False,
    )
    contents = borrowing.values_list("content", flat=True).iterator()
    return any(
        picture.get("id") == media.pk for draft in contents for picture in draft.get("media", ())
    )
