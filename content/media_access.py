"""Who may look at a picture: whoever may see its office's things, or a post that carries it."""

from __future__ import annotations

from content.models import Draft, Media, Post, Revision
from content.scope import Scope


def visible(media_id: int, scope: Scope) -> Media | None:
    """The picture, or None for strangers."""
    media = Media.objects.filter(pk=media_id).first()
    if media is None:
        return None
    own = Media.objects.visible_to(scope).filter(pk=media_id).exists()
    return media if own or _carried(media, scope) else None


def _carried(media: Media, scope: Scope) -> bool:
    """By a revision or a draft this person sees: reposts carry other offices' pictures."""
    posts = Post.objects.visible_to(scope)
    if Revision.objects.filter(post__in=posts, body__contains=media.sha256).exists():
        return True
    borrowing = Draft.objects.filter(post__in=posts, post__repost_of__office=media.office_id)
    contents = borrowing.values_list("content", flat=True).iterator()
    return any(
        picture.get("id") == media.pk for draft in contents for picture in draft.get("media", ())
    )
