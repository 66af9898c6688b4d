"""What a receiver is told, as JSON. Pure. The form is described in ``docs/webhook.md``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from channels.base import Image, Outgoing

VERSION = 1  # a field may be added; whatever else changes makes a new version


class Kind(StrEnum):
    PUBLISHED = "post.published"
    CORRECTED = "post.corrected"
    WITHDRAWN = "post.withdrawn"
    PING = "ping"


def event(kind: Kind, at: str, data: Mapping[str, Any]) -> bytes:
    """The body to sign and to send. ``at``: when it happened, the same in every repeat."""
    said = {"version": VERSION, "type": kind, "timestamp": at, "data": data}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def post(item: str, message: Outgoing) -> dict[str, Any]:
    """The whole post. ``item`` names it from its publication to its withdrawal."""
    extra = message.extra
    return {
        "id": item,
        "post": extra.get("post", ""),
        "office": extra.get("office", ""),
        "title": message.title,
        "text": message.text,
        "language": message.language,
        "topic": extra.get("topic", ""),
        "legal_basis": extra.get("legal_basis", ""),
        "credit": extra.get("credit"),
        "correction": extra.get("correction"),
        "images": [_picture(image) for image in message.images],
    }


def withdrawn(item: str, note: str) -> dict[str, Any]:
    return {"id": item, "note": note}


def _picture(image: Image) -> dict[str, Any]:
    """By its address: ten photos would be too much for a body."""
    return {
        "url": image.url,
        "sha256": image.sha256,
        "type": image.mime,
        "bytes": len(image.data),
        "width": image.width,
        "height": image.height,
        "alt": image.alt,
        "caption": image.caption,
        "credit": image.credit,
    }
