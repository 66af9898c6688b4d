"""Repost (gema): a post of the centre that carries another office's message, with credit."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from channels import registry
from channels.base import Verb
from composer.library import REPOST, library
from composer.slots import SlotError, parse
from composer.working import Credit, Photo, Working, focus_said
from content import drafts
from content.models import FeedItem, Media, Office, Person, Post, Status
from content.refusals import Refusal
from scheduler.models import Delivery, State

NETWORKS = ("x", "instagram", "facebook")
LONGEST_LINK = 150  # a longer one makes a QR code that no phone reads from a card


class NotRepostable(Refusal):
    """Only what was approved or is out can be reposted."""

    def __init__(self) -> None:
        super().__init__(_("Hanya kiriman yang sudah disetujui yang bisa digemakan."))


def of_post(
    origin: Post, office: Office, *, by: Person, at: datetime, request_key: uuid.UUID | None = None
) -> Post:
    """Start a repost of a regional post, filled from what was approved. Raises a ``Refusal``."""
    agreed = origin.approval or (origin.live if origin.is_public else None)
    if agreed is None:
        raise NotRepostable
    content = agreed.revision.content
    credit = Credit(origin.office.name, _handle(origin.office), link_to(origin))
    slots = {
        "judul": content["title"],
        "isi": content["texts"].get("newsroom") or next(iter(content["texts"].values()), ""),
        **_credit_slots(credit, origin.office.short_name),
    }
    working = Working(
        slots=slots,
        channels=library()[REPOST].channels,
        media=_photos(content),
        credit=credit,
    )
    return drafts.create(
        office,
        REPOST,
        by=by,
        at=at,
        request_key=request_key,
        content=working.as_json(),
        repost_of=origin,
    )


def of_item(
    item: FeedItem,
    office: Office,
    *,
    by: Person,
    at: datetime,
    request_key: uuid.UUID | None = None,
) -> Post:
    """Start a repost of what an office's own site says."""
    source = item.feed.office
    credit = Credit(source.name, _handle(source), item.link)
    slots = {
        "judul": item.title[:160],
        "isi": item.text[:12_000],
        **_credit_slots(credit, source.short_name),
    }
    working = Working(slots=slots, channels=library()[REPOST].channels, credit=credit)
    return drafts.create(
        office,
        REPOST,
        by=by,
        at=at,
        request_key=request_key,
        content=working.as_json(),
        source_item=item,
    )


def link_to(origin: Post) -> str:
    """Where the original can be read: the newsroom if it is there, else any network."""
    if origin.status == Status.WITHDRAWN:
        return ""
    live = origin.deliveries.filter(state=State.SENT, verb=Verb.PUBLISH).exclude(url="")
    urls = {d.account.kind: d.url for d in live.select_related("account")}
    return urls.get("newsroom") or next(iter(urls.values()), "")


def native_kinds(post: Post) -> list[str]:
    """Channels where the original is live, so that the network's own verb can be used."""
    if post.repost_of is None or post.repost_of.status == Status.WITHDRAWN:
        return []
    live = Delivery.objects.filter(post=post.repost_of_id, state=State.SENT, verb=Verb.PUBLISH)
    kinds = live.values_list("account__kind", flat=True).distinct()
    return [kind for kind in kinds if Verb.REPOST in registry.load(kind).capabilities.verbs]


def _credit_slots(credit: Credit, short_name: str) -> dict[str, str]:
    return {"sumber": short_name, "akun": credit.handle, "tautan": _readable(credit.url)}


def _readable(url: str) -> str:
    """The link as the template's slot takes it; empty where a person could not have typed it."""
    slot = library()[REPOST].slot("tautan")
    if slot is None or len(url) > LONGEST_LINK:
        return ""
    try:
        return parse(slot, url)
    except SlotError:
        return ""


def _handle(office: Office) -> str:
    name = next(filter(None, map(office.handle, NETWORKS)), "")
    return f"@{name}" if name else ""


def _photos(content: Mapping[str, Any]) -> tuple[Photo, ...]:
    """The original's photos; its cards speak for the region, so the repost draws its own."""

    photos = [m for m in content["media"] if m["role"] == "photo"]
    rows = {m.sha256: m.pk for m in Media.objects.filter(sha256__in=[p["sha256"] for p in photos])}
    return tuple(
        Photo(rows[p["sha256"]], p["alt"], p["caption"], p["credit"], *focus_said(p))
        for p in photos
        if p["sha256"] in rows
    )
