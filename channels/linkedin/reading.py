"""What LinkedIn says of a post, and whether it is ours. Pure.

    {"id": "urn:li:share:…", "author": "urn:li:organization:…", "commentary": "…",
     "createdAt": 1763790000000, "lifecycleState": "PUBLISHED",
     "content": {"media": {"id": "urn:li:image:…"}}, "reshareContext": {"parent": "urn:li:…"}}

Microsoft Learn, "Posts API" and "MultiImage API", 2026-05.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from channels.answer import at, plain, rows
from channels.base import Image, Outgoing
from channels.linkedin import little
from channels.links import parts

LONGEST_TITLE = 400


def created(post: Mapping[str, Any]) -> datetime | None:
    """When it was made; ``None`` where LinkedIn does not say so."""
    value = post.get("createdAt")
    return datetime.fromtimestamp(value / 1000, UTC) if isinstance(value, int) else None


def same(post: Mapping[str, Any], message: Outgoing) -> bool:
    text = plain(little.read(post.get("commentary")))
    return text == plain(message.text) and _pictures(post) == len(message.images)


def is_reshare_of(post: Mapping[str, Any], target: str) -> bool:
    """LinkedIn names what was shared, and what that had shared itself."""
    return target in (at(post, "reshareContext", "parent"), at(post, "reshareContext", "root"))


def has_next(page: Mapping[str, Any]) -> bool:
    return any(link.get("rel") == "next" for link in rows(at(page, "paging", "links")))


def content(message: Outgoing, images: Sequence[str]) -> dict[str, Any]:
    """The part of a post beside its text. Of a link LinkedIn makes no card of its own accord."""
    pictures = [_picture(*pair) for pair in zip(images, message.images, strict=True)]
    if len(pictures) == 1:
        return {"content": {"media": pictures[0]}}
    if pictures:
        return {"content": {"multiImage": {"images": pictures}}}
    link = next((run.text for run in parts(message.text) if _is_address(run.kind, run.text)), "")
    if not (link and message.title):
        return {}
    return {"content": {"article": {"source": link, "title": message.title[:LONGEST_TITLE]}}}


def _picture(urn: str, image: Image) -> dict[str, str]:
    return {"id": urn} | ({"altText": image.alt} if image.alt else {})


def _is_address(kind: str, text: str) -> bool:
    return kind == "link" and text.lower().startswith(("https://", "http://"))


def _pictures(post: Mapping[str, Any]) -> int:
    single = str(at(post, "content", "media", "id") or "").startswith("urn:li:image:")
    return len(rows(at(post, "content", "multiImage", "images"))) or int(single)
