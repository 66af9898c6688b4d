"""A post's past in words: its trail, and what changed between two revisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from channels import registry
from channels.signs import sign
from composer import submitting
from content import trail
from content.diff import Run
from content.models import Event, Post
from content.revision_diff import Section
from content.revision_words import PARTS
from scheduler.models import Delivery


@dataclass(frozen=True, slots=True)
class Said:
    """One changed part in words."""

    label: str
    name: str
    change: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the trail. ``who`` is empty where Gema itself did it."""

    icon: str
    who: str
    did: str
    at: datetime
    note: str
    where: str


def trail_of(post: Post, deliveries: Iterable[Delivery]) -> list[Happened]:
    accounts = {d.account_id: d.account for d in deliveries}
    events = post.events.select_related("by")[:200]
    return [_happened(event, accounts) for event in events]


def _happened(event: Event, accounts: dict[int, Any]) -> Happened:
    account = accounts.get(event.data.get("account", 0))
    where = f"{sign(account.kind).label} {account.called}" if account else ""
    return Happened(
        icon=trail.icon(event.kind),
        who=event.by.name if event.by else "",
        did=trail.words(event.kind),
        at=event.at,
        note=event.note,
        where=where,
    )


def said_sections(post: Post, sections: Iterable[Section]) -> list[Said]:
    labels = {slot.name: gettext(slot.label) for slot in submitting.template_of(post).slots}
    return [
        Said(str(PARTS.get(s.part, s.part)), _name(s, labels), s.change, tuple(s.runs))
        for s in sections
    ]


def _name(section: Section, labels: Mapping[str, str]) -> str:
    if section.part == "slot":
        return labels.get(section.name, section.name)
    if section.part == "text" and section.name in registry.CHANNELS:
        return sign(section.name).label
    return section.name[:12] if section.part in ("images", "alt") else section.name
