"""Making posts and keeping their working copies: one wins, the other is told, nothing is lost."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.models import (
    Draft,
    Event,
    FeedItem,
    ItemState,
    Membership,
    Office,
    Person,
    Post,
    Role,
    Status,
)
from content.refusals import Refusal
from content.scope import Scope

EMPTY: Mapping[str, Any] = {
    "slots": {},
    "overrides": {},
    "channels": [],
    "media": [],
    "title": "",
    "card": True,
    "card_alt": "",
    "credit": None,
    "correction": None,
    "native": [],
}
WRITERS = frozenset({Role.WRITER, Role.EDITOR})


# How a post that has gone on becomes a draft again; one that is public needs a correction.
WAY_BACK = {
    Status.SUBMITTED: gettext_lazy("Tarik kembali"),
    Status.APPROVED: gettext_lazy("Sunting lagi"),
    Status.SCHEDULED: gettext_lazy("Sunting lagi"),
    Status.REJECTED: gettext_lazy("Sunting lagi"),
    Status.DISCARDED: gettext_lazy("Sunting lagi"),
}


class NotAWriter(Refusal):
    """This person does not write for that office."""

    def __init__(self) -> None:
        super().__init__(_("Anda tidak ditugaskan menulis untuk kantor ini."))


class NotADraft(Refusal):
    """The post has gone on; open it again first (which voids an approval)."""

    def __init__(self, post: Post) -> None:
        way = WAY_BACK.get(Status(post.status), _("Buat ralat"))
        super().__init__(
            _("Kiriman ini berstatus “%(status)s”. Buka dahulu dengan “%(step)s”.")
            % {"status": Status(post.status).label, "step": way}
        )


class Overtaken(Refusal):
    """Somebody else saved in the meantime. ``theirs`` is the draft as it is now."""

    def __init__(self, theirs: Draft) -> None:
        self.theirs = theirs
        super().__init__(
            _(
                "%(name)s menyimpan draf ini lebih dahulu. Tulisan Anda belum tersimpan,"
                " tetapi masih ada di layar. Bandingkan, lalu simpan lagi."
            )
            % {"name": theirs.edited_by.name}
        )


class EchoedAlready(Refusal):
    """Somebody was quicker with this item; ``post`` is theirs."""

    def __init__(self, post: Post) -> None:
        self.post = post
        super().__init__(
            _("%(name)s sudah membuat gema dari kabar ini.") % {"name": post.author.name}
        )


def create(
    office: Office,
    template_key: str,
    *,
    by: Person,
    at: datetime,
    request_key: uuid.UUID | None = None,
    content: Mapping[str, Any] = EMPTY,
    repost_of: Post | None = None,
    source_item: FeedItem | None = None,
) -> Post:
    """Start a post. The same ``request_key`` again answers with the post already made.

    Raises NotAWriter or EchoedAlready.
    """
    if not Scope.of(by, at).may(WRITERS, office):
        raise NotAWriter
    try:
        with transaction.atomic():
            post = Post.objects.create(
                office=office,
                author=by,
                template_key=template_key,
                repost_of=repost_of,
                source_item=source_item,
                request_key=request_key,
                created_at=at,
                changed_at=at,
            )
            post.contributors.add(by)
            Draft.objects.create(
                post=post, content={**EMPTY, **content}, edited_by=by, edited_at=at
            )
            _note_origin(post, by, at)
    except IntegrityError:
        if request_key is None:
            raise
        return Post.objects.get(request_key=request_key, author=by)
    return post


def _note_origin(post: Post, by: Person, at: datetime) -> None:
    Event.objects.create(kind="post.created", post=post, office=post.office, by=by, at=at)
    if post.repost_of is not None:
        origin = post.repost_of
        Event.objects.create(
            kind="post.reposted",
            post=origin,
            office=origin.office,
            by=by,
            at=at,
            data={"repost": post.pk},
        )
    if post.source_item is not None:
        _take_up(post.source_item, post)


def _take_up(item: FeedItem, post: Post) -> None:
    """One post is made of an item. Of two people who press at once, one is told of the other."""
    free = FeedItem.objects.filter(pk=item.pk).exclude(state=ItemState.REPOSTED)
    if free.update(state=ItemState.REPOSTED):
        return
    others = item.posts.exclude(pk=post.pk).exclude(status=Status.DISCARDED)
    other = others.select_related("author").first()
    if other is not None:
        raise EchoedAlready(other)


def restate_item(post: Post) -> None:
    """An item whose posts are all discarded is a candidate again; one opened again takes it."""
    if post.source_item_id is None:
        return
    posts = Post.objects.filter(source_item=post.source_item_id)
    states = [ItemState.REPOSTED, ItemState.CANDIDATE]
    if posts.exclude(status=Status.DISCARDED).exists():
        states.reverse()
    FeedItem.objects.filter(pk=post.source_item_id, state=states[0]).update(state=states[1])


@transaction.atomic
def save(
    post: Post,
    content: Mapping[str, Any],
    *,
    by: Person,
    at: datetime,
    seen: int,
    tab: str = "",
    title: str = "",
    wanted: Mapping[str, Any] | None = None,
) -> Draft:
    """Keep the working copy. ``seen`` is the draft version this person started from, ``tab`` the
    open page: a page is never overtaken by itself.

    Raises Overtaken, NotADraft or NotAWriter; then nothing was written.
    """
    if not Scope.of(by, at).may(WRITERS, post.office):
        raise NotAWriter
    current = Post.objects.select_for_update(no_key=True).get(pk=post.pk)
    if current.status != Status.DRAFT:
        raise NotADraft(current)
    follows = Q(version=seen) | Q(tab=tab, edited_by=by) if tab else Q(version=seen)
    moved = Draft.objects.filter(follows, post=post).update(
        content={**EMPTY, **content}, version=F("version") + 1, tab=tab, edited_by=by, edited_at=at
    )
    draft = Draft.objects.select_related("edited_by").get(post=post)
    if not moved:
        raise Overtaken(draft)
    Post.objects.filter(pk=post.pk).update(
        title=title[:300], changed_at=at, wanted=None if wanted is None else dict(wanted)
    )
    _note_contributor(post, by, at)
    return draft


def _note_contributor(post: Post, by: Person, at: datetime) -> None:
    """Who has edited may not decide. The trail says it once per person, not per keystroke."""
    if post.contributors.filter(pk=by.pk).exists():
        return
    post.contributors.add(by)
    Event.objects.create(kind="post.edited", post=post, office_id=post.office_id, by=by, at=at)


def offices_to_write_for(scope: Scope) -> list[Office]:
    """Offices this person may start a post for, own office first."""
    ids = [g.office_id for g in scope.grants if g.role in WRITERS]
    return list(Office.objects.filter(pk__in=ids, active=True))


def moderators_of(office: Office, at: datetime) -> list[Person]:
    """Everybody who may decide on this office's posts now."""
    current = Membership.objects.current(at).filter(
        role=Role.MODERATOR, office__path__in=_prefixes(office.path)
    )
    return list(Person.objects.filter(memberships__in=current).distinct())


def _prefixes(path: str) -> list[str]:
    """``A/B/C/`` → ``A/``, ``A/B/``, ``A/B/C/``."""
    codes = path.rstrip("/").split("/")
    return ["/".join(codes[: n + 1]) + "/" for n in range(len(codes))]
