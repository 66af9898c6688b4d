"""Everything one needs to decide on one post, and what the desk has besides its queue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from channels import registry
from channels.models import Account
from channels.preview import Shown
from channels.revision_preview import of_content
from content import freeze, trail, workflow
from content.diff import Run
from content.models import Decision, Event, FeedItem, ItemState, Office, Post, Status
from content.revision_diff import Section, diff_content
from content.scope import Scope
from content.workflow import PUBLISHERS
from scheduler import wanted
from scheduler.waiting import DESK

TRAIL_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. ``good`` None: for a person to judge."""

    good: bool | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of a post's trail, in words."""

    event: Event
    icon: str
    did: str


@dataclass(frozen=True, slots=True)
class Change:
    """One part of the content that changed; ``names``: the channels it changed for alike."""

    part: str
    names: tuple[str, ...]
    change: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Targets:
    """The accounts a post may go to: its own office's, and those of the offices below."""

    own: tuple[Account, ...]
    below: tuple[tuple[Office, tuple[Account, ...]], ...]

    @property
    def all(self) -> list[Account]:
        return [*self.own, *(account for _office, some in self.below for account in some)]

    @property
    def ids(self) -> list[str]:
        return [str(account.pk) for account in self.all]


def candidates(scope: Scope) -> QuerySet[FeedItem]:
    """What the offices' own sites have brought and nobody has decided on."""
    return (
        FeedItem.objects.visible_to(scope)
        .filter(state=ItemState.CANDIDATE)
        .select_related("feed__office")
        .order_by("-published_at", "-pk")
    )


def candidates_to_decide(scope: Scope) -> QuerySet[FeedItem]:
    """Those this person may skip, and take back: for everybody, so it is the desk's to do."""
    return FeedItem.objects.filter(scope.reach(DESK, prefix="feed__office__"))


def unplanned(scope: Scope) -> QuerySet[Post]:
    """Approved, and still without a time. What has waited longest comes first."""
    rows = Post.objects.filter(scope.reach(PUBLISHERS), status=Status.APPROVED)
    return rows.select_related("office", "author", "approval__by").order_by("changed_at", "pk")


def review(post: Post, scope: Scope) -> dict[str, Any]:
    """Everything for one decision on one screen."""
    content = post.head.content if post.head else {}
    previews = of_content(content, post.office) if content else []
    earlier = _last_decided(post)
    return {
        "post": post,
        "previews": previews,
        "checks": checks(content, previews),
        "earlier": earlier,
        "changes": merged(diff_content(earlier.revision.content, content)) if earlier else [],
        "trail": trail_of(post),
        "own": workflow.has_worked_on(post, scope.person),
        "targets": targets(post, scope),
        "wanted_words": wanted.words(post.wanted, post.office.zone),
    }


def _last_decided(post: Post) -> Decision | None:
    """The last revision somebody decided on, if it is not the one that waits now."""
    decided = Decision.objects.filter(revision__post=post).exclude(revision=post.head_id)
    return decided.select_related("by", "revision").first()


def merged(sections: Iterable[Section]) -> list[Change]:
    """What reads the same in several channels is read once."""
    found: dict[tuple[str, tuple[Run, ...], str], Change] = {}
    for each in sections:
        # Without words to compare, as of an image, it stands for itself.
        key = (each.part, each.runs, "" if each.runs else each.name)
        same = found.get(key)
        names = (*same.names, each.name) if same else (each.name,)
        found[key] = Change(each.part, names, each.change, each.runs)
    return list(found.values())


def trail_of(post: Post) -> list[Happened]:
    events = post.events.select_related("by")[:TRAIL_LENGTH]
    return [Happened(event, trail.icon(event.kind), trail.words(event.kind)) for event in events]


def accounts_for(post: Post, scope: Scope) -> list[Account]:
    """Accounts this person could publish this post on: the office's own and those below it."""
    return targets(post, scope).all


def targets(post: Post, scope: Scope) -> Targets:
    if post.head is None:
        return Targets((), ())
    content = post.head.content
    # Not those that nothing can be sent to from here.
    kinds = [k for k in (*content["texts"], *content.get("native", ())) if registry.is_usable(k)]
    usable = Account.objects.usable().filter(
        scope.reach(PUBLISHERS), office__path__startswith=post.office.path, kind__in=kinds
    )
    rows = usable.select_related("office").order_by("office__path", "handle")
    shown = list(registry.CHANNELS)
    return _by_office(post.office, sorted(rows, key=lambda account: shown.index(account.kind)))


def _by_office(own: Office, accounts: Iterable[Account]) -> Targets:
    """``accounts`` in the order in which people see channels; offices as in their tree."""
    groups: dict[int, list[Account]] = {}
    for account in accounts:
        groups.setdefault(account.office_id, []).append(account)
    mine = tuple(groups.pop(own.pk, ()))
    below = sorted(groups.values(), key=lambda some: some[0].office.path)
    return Targets(mine, tuple((some[0].office, tuple(some)) for some in below))


def checks(content: Mapping[str, Any], previews: Sequence[Shown]) -> list[Check]:
    """What was checked by machine, and what a person should look at."""
    if not content:
        return []
    return [
        *_machine_checks(content, previews),
        _basis_check(content.get("legal_basis", "")),
        *_special_checks(content),
    ]


def _machine_checks(content: Mapping[str, Any], previews: Sequence[Shown]) -> list[Check]:
    """Submitting refuses these too; looked at again, because a decision signs what is here now."""
    faults = [Check(False, fault.sentence) for fault in freeze.faults(content)]
    long = [shown.label for shown in previews if not shown.native and shown.over]
    fits = _("Semua teks muat di kanalnya, dihitung seperti jaringan menghitung.")
    return [
        *(faults or [Check(True, _("Tidak ada NIK, nomor paspor, atau data pribadi sejenis."))]),
        Check(False, _("Terlalu panjang untuk %(kinds)s.") % {"kinds": ", ".join(long)})
        if long
        else Check(True, fits),
        Check(True, _("Semua gambar punya teks alternatif."))
        if content["media"]
        else Check(None, _("Tanpa gambar.")),
    ]


def _basis_check(basis: str) -> Check:
    if basis:
        return Check(None, _("Dasar hukum: %(basis)s. Pastikan masih berlaku.") % {"basis": basis})
    return Check(None, _("Tanpa dasar hukum. Pastikan memang tidak diperlukan."))


def _special_checks(content: Mapping[str, Any]) -> list[Check]:
    said = []
    if content.get("credit"):
        said.append(Check(True, _("Kredit: %(office)s") % {"office": content["credit"]["office"]}))
    if content.get("correction"):
        said.append(Check(None, _("Ini ralat. Pastikan yang keliru dan yang benar sudah tepat.")))
    return said
