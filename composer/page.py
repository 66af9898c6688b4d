"""Everything one post's page shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from channels import registry
from channels.revision_preview import of_content
from composer import card_state, showing, submitting
from composer.cards.model import Format
from composer.working import Working
from content import drafts, pictures, trail, workflow
from content.diff import Run
from content.models import Decision, Event, Office, Post
from content.revision_diff import Section
from content.scope import Scope
from content.workflow import Step
from scheduler import wanted
from scheduler.models import Delivery

# The steps taken on this page, in the order of their buttons. Deciding has its own screen.
STEPS = (
    Step.RECALL,
    Step.REOPEN,
    Step.CORRECT,
    Step.ABANDON,
    Step.UNSCHEDULE,
    Step.DISCARD,
    Step.WITHDRAW,
)

PARTS: dict[str, str | Promise] = {
    "title": _("Judul"),
    "topic": _("Topik"),
    "language": _("Bahasa"),
    "legal_basis": _("Dasar hukum"),
    "grace_minutes": _("Toleransi keterlambatan (menit)"),
    "text": _("Teks"),
    "slot": _("Isian"),
    "alt": _("Teks alternatif"),
    "caption": _("Keterangan gambar"),
    "image_credit": _("Kredit gambar"),
    "image": _("Gambar"),
    "images": _("Gambar per kanal"),
    "credit": _("Kredit sumber"),
    "correction": _("Ralat"),
    "template": _("Templat"),
    "office": _("Kantor"),
    "native": _("Fitur jaringan"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """One changed part in words."""

    label: str
    name: str
    change: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Sending:
    """One delivery with the network it goes to."""

    delivery: Delivery
    label: str
    icon: str


@dataclass(frozen=True, slots=True)
class CardFile:
    """A card to keep: as it was frozen, or as the draft would draw it."""

    label: str
    size: str
    url: str
    name: str


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the trail. ``who`` is empty where Gema itself did it."""

    icon: str
    who: str
    did: str
    at: datetime
    note: str
    where: str


def context(post: Post, scope: Scope, now: datetime) -> dict[str, Any]:
    deliveries = list(
        Delivery.objects.filter(post=post)
        .visible_to(scope)
        .select_related("account__office", "post")
        .distinct()
    )
    return {
        "post": post,
        "content": post.head.content if post.head else None,
        "previews": previews_of(post),
        "sendings": [_sending(delivery) for delivery in deliveries],
        "card_files": card_files(post),
        "trail": trail_of(post, deliveries),
        "revisions": list(post.revisions.select_related("made_by")),
        "last_decision": last_decision(post),
        "origin_visible": post.repost_of_id is not None
        and Post.objects.visible_to(scope).filter(pk=post.repost_of_id).exists(),
        "reposts": Post.objects.visible_to(scope)
        .filter(repost_of=post)
        .select_related("office")
        .distinct(),
        "wanted_words": wanted.words(post.wanted, post.office.zone),
        "repost_offices": repost_offices(post, scope),
        "now": now,
    }


def previews_of(post: Post) -> list[Any]:
    """Of the newest revision; of the draft where nothing was submitted yet."""
    if post.head is not None:
        return of_content(post.head.content, post.office)
    composition = submitting.composition_of(post, post.draft)
    template = submitting.template_of(post)
    return showing.of_draft(
        post, composition, card_state.for_office(template, composition.card, post.office)
    )


def _sending(delivery: Delivery) -> Sending:
    adapter = registry.load(delivery.account.kind)
    return Sending(delivery, adapter.label, adapter.icon)


FORMATS: dict[Format, str | Promise] = {
    Format.FEED: _("Umpan"),
    Format.STORY: _("Cerita"),
    Format.WIDE: _("Lebar"),
}


def card_files(post: Post) -> list[CardFile]:
    """Of the newest revision; of the draft where nothing was submitted yet."""
    if post.head is None:
        return drawn_card_files(post) if Working.read(post.draft.content).card else []
    said = {m["format"]: m for m in post.head.content["media"] if m["role"] == "card"}
    rows = pictures.by_hash(m["sha256"] for m in said.values())
    return [
        _card_file(post, fmt, reverse("content:media", args=[rows[said[fmt]["sha256"]].pk]))
        for fmt in Format
        if fmt in said and said[fmt]["sha256"] in rows
    ]


def drawn_card_files(post: Post) -> list[CardFile]:
    address = "composer:card"
    return [
        _card_file(post, fmt, reverse(address, args=[post.public_id, fmt]) + "?unduh")
        for fmt in Format
    ]


def _card_file(post: Post, fmt: Format, url: str) -> CardFile:
    width, height = fmt.size
    name = f"{slugify(post.title)[:60] or post.template_key}-{fmt}.jpg"
    return CardFile(str(FORMATS[fmt]), f"{width}×{height}", url, name)


def steps_for(post: Post, scope: Scope) -> list[Step]:
    open_now = workflow.open_steps(post, scope)
    return [step for step in STEPS if step in open_now]


def last_decision(post: Post) -> Decision | None:
    return Decision.objects.filter(revision__post=post).select_related("by", "revision").first()


def trail_of(post: Post, deliveries: Iterable[Delivery]) -> list[Happened]:
    accounts = {d.account_id: d.account for d in deliveries}
    events = post.events.select_related("by")[:200]
    return [_happened(event, accounts) for event in events]


def _happened(event: Event, accounts: dict[int, Any]) -> Happened:
    account = accounts.get(event.data.get("account", 0))
    where = f"{registry.load(account.kind).label} @{account.handle}" if account else ""
    return Happened(
        icon=trail.icon(event.kind),
        who=event.by.name if event.by else "",
        did=trail.words(event.kind),
        at=event.at,
        note=event.note,
        where=where,
    )


def may_decide(post: Post, scope: Scope) -> bool:
    """Whether to lead this person to the desk: it decides again who may."""
    return Step.APPROVE in workflow.open_steps(post, scope) and not workflow.has_worked_on(
        post, scope.person
    )


def may_plan(post: Post, scope: Scope) -> bool:
    steps = workflow.open_steps(post, scope)
    return Step.SCHEDULE in steps or Step.EXTEND in steps


def repost_offices(post: Post, scope: Scope) -> list[Office]:
    """Offices for which this person could repost it: not its own, and only what was approved."""
    if post.approval_id is None and not post.is_public:
        return []
    return [o for o in drafts.offices_to_write_for(scope) if o.pk != post.office_id]


def offices_of(scope: Scope) -> list[Office]:
    return list(Office.objects.visible_to(scope).filter(active=True))


def said_sections(sections: Iterable[Section]) -> list[Said]:
    return [
        Said(str(PARTS.get(s.part, s.part)), _name(s), s.change, tuple(s.runs)) for s in sections
    ]


def _name(section: Section) -> str:
    if section.part == "text" and section.name in registry.CHANNELS:
        return registry.load(section.name).label
    return section.name[:12] if section.part in ("images", "alt") else section.name
