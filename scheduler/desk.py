"""The moderation desk: what waits, in which order, and everything one needs to decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from channels import registry
from channels.models import Account
from channels.revision_preview import of_content
from content import workflow
from content.models import Decision, FeedItem, ItemState, Post, Role, Status
from content.revision_diff import diff_content
from content.scope import Scope
from content.workflow import PUBLISHERS
from scheduler import wanted

DESK = (Role.MODERATOR,)
MOST = 200  # in one list; who has more looks at one office at a time


@dataclass(frozen=True, slots=True)
class Waiting:
    """One post in the queue. ``due``: when it was asked to be out."""

    post: Post
    due: datetime | None
    own: bool

    @property
    def urgent_key(self) -> tuple[bool, datetime]:
        at = self.due or self.post.submitted_at or self.post.changed_at
        return (self.due is None, at)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. ``good`` None: for a person to judge."""

    good: bool | None
    sentence: str


def waiting_posts(scope: Scope) -> QuerySet[Post]:
    return Post.objects.filter(scope.reach(DESK), status=Status.SUBMITTED)


def queue(scope: Scope, office: str = "") -> list[Waiting]:
    """What waits, the soonest due first, then the longest waiting. Own work is shown as such."""
    rows = waiting_posts(scope).select_related("office", "author", "head", "repost_of__office")
    if office:
        rows = rows.filter(office__code=office)
    own = set(rows.filter(contributors=scope.person).values_list("pk", flat=True))
    found = [
        Waiting(post, wanted.instant(post.wanted, post.office.zone), post.pk in own)
        for post in rows.order_by("submitted_at")[:MOST]
    ]
    return sorted(found, key=lambda each: each.urgent_key)


def next_after(scope: Scope, decided: Post) -> Post | None:
    """The post that opens by itself after a decision."""
    rest = [each.post for each in queue(scope) if not each.own and each.post.pk != decided.pk]
    return rest[0] if rest else None


def candidates(scope: Scope) -> QuerySet[FeedItem]:
    """What the offices' own sites have brought and nobody has decided on."""
    return (
        FeedItem.objects.visible_to(scope)
        .filter(state=ItemState.CANDIDATE)
        .select_related("feed__office")
        .order_by("-published_at", "-pk")
    )


def unplanned(scope: Scope) -> QuerySet[Post]:
    """Approved, and still without a time."""
    rows = Post.objects.filter(scope.reach(PUBLISHERS), status=Status.APPROVED)
    return rows.select_related("office", "author", "approval__by").order_by("changed_at")


def review(post: Post, scope: Scope) -> dict[str, Any]:
    """Everything for one decision on one screen."""
    content = post.head.content if post.head else {}
    earlier = _last_decided(post)
    return {
        "post": post,
        "content": content,
        "previews": of_content(content, post.office) if content else [],
        "checks": checks(content),
        "earlier": earlier,
        "sections": diff_content(earlier.revision.content, content) if earlier else [],
        "decisions": Decision.objects.filter(revision__post=post).select_related("by", "revision"),
        "own": workflow.has_worked_on(post, scope.person),
        "accounts": accounts_for(post, scope),
        "wanted": post.wanted or {},
        "wanted_words": wanted.words(post.wanted, post.office.zone),
    }


def _last_decided(post: Post) -> Decision | None:
    """The last revision somebody decided on, if it is not the one that waits now."""
    decided = Decision.objects.filter(revision__post=post).exclude(revision=post.head_id)
    return decided.select_related("by", "revision").first()


def accounts_for(post: Post, scope: Scope) -> list[Account]:
    """Accounts this person could publish this post on: the office's own and those below it."""
    if post.head is None:
        return []
    content = post.head.content
    kinds = [*content["texts"], *content.get("native", ())]
    usable = Account.objects.usable().filter(
        scope.reach(PUBLISHERS), office__path__startswith=post.office.path, kind__in=kinds
    )
    return sorted(
        usable.select_related("office"),
        key=lambda a: (a.office_id != post.office_id, a.office.path),
    )


def checks(content: Mapping[str, Any]) -> list[Check]:
    """What was checked by machine, and what a person should look at."""
    if not content:
        return []
    basis = content.get("legal_basis", "")
    said = [
        Check(True, _("Tidak ada NIK, nomor paspor, atau data pribadi sejenis.")),
        Check(True, _("Semua teks muat di kanalnya, dihitung seperti jaringan menghitung.")),
        Check(True, _("Semua gambar punya teks alternatif."))
        if content["media"]
        else Check(None, _("Tanpa gambar.")),
        Check(True, _("Dasar hukum: %(basis)s") % {"basis": basis})
        if basis
        else Check(None, _("Tanpa dasar hukum. Pastikan memang tidak diperlukan.")),
    ]
    if content.get("credit"):
        said.append(Check(True, _("Kredit: %(office)s") % {"office": content["credit"]["office"]}))
    if content.get("correction"):
        said.append(Check(None, _("Ini ralat. Pastikan yang keliru dan yang benar sudah tepat.")))
    return said


def label_of(kind: str) -> str:
    return registry.load(kind).label
