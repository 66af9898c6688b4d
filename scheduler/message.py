"""From an approved revision to the finished message of one channel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from channels import ralat, registry
from channels.base import Image, Outgoing, Reason, Refused, Verb
from channels.corrections import Way
from content import pictures
from content.fit import MIDDLE
from content.models import Media, Office
from scheduler.models import Delivery


def outgoing(delivery: Delivery) -> Outgoing:
    """Raises Refused when a picture is gone or changed: never text alone instead."""
    content = delivery.revision.content
    kind = delivery.account.kind
    return Outgoing(
        key=delivery.key,
        text=text_of(delivery),
        title=content["title"],
        images=() if _says_it_all(delivery) else _images(content, kind),
        language=content.get("language", "id"),
        extra=_extra(delivery, content),
    )


def text_of(delivery: Delivery) -> str:
    """A correction that stands beside what is out says so."""
    content, kind = delivery.revision.content, delivery.account.kind
    if delivery.verb != Verb.REPLY:
        return str(content["texts"].get(kind, ""))
    way = registry.load(kind).capabilities.correction
    first = delivery.target.url if delivery.target else ""
    return ralat.words(way, content, kind, first)


def _says_it_all(delivery: Delivery) -> bool:
    """A reply shows pictures only where they are others than those above it."""
    kind, first = delivery.account.kind, delivery.target
    if delivery.verb != Verb.REPLY or first is None:
        return False
    if registry.load(kind).capabilities.correction is not Way.REPLY:
        return False
    shown, corrected = (
        one.content.get("images", {}) for one in (first.revision, delivery.revision)
    )
    return bool(shown.get(kind, []) == corrected.get(kind, []))


def _images(content: Mapping[str, Any], kind: str) -> tuple[Image, ...]:
    wanted = content.get("images", {}).get(kind, [])
    if not wanted:
        return ()
    said = {m["sha256"]: m for m in content["media"]}
    stored = pictures.by_hash(wanted)
    fetched = registry.load(kind).capabilities.fetches_media
    return tuple(_image(said[sha], stored.get(sha), lend=fetched) for sha in wanted)


def _image(said: Mapping[str, Any], media: Media | None, *, lend: bool) -> Image:
    if media is None:
        raise Refused(Reason.MEDIA_MISSING, said["sha256"][:12])
    try:
        data = pictures.read(media)
    except pictures.MissingPicture as e:
        raise Refused(Reason.MEDIA_MISSING, str(e)) from e
    return Image(
        data=data,
        mime=media.mime,
        alt=said["alt"],
        width=media.width,
        height=media.height,
        sha256=media.sha256,
        url=pictures.lend(media.sha256, media.mime) if lend else "",
        caption=said.get("caption", ""),
        credit=said.get("credit", ""),
        focus=_point(said),
    )


def _point(said: Mapping[str, Any]) -> tuple[int, int]:
    x, y = said.get("focus", (MIDDLE, MIDDLE))
    return int(x), int(y)


def _extra(delivery: Delivery, content: Mapping[str, Any]) -> dict[str, Any]:
    """What the boards inside the house show besides the text."""
    office: Office = delivery.post.office
    return {
        "post": str(delivery.post.public_id),
        "office": office.code,
        "topic": content.get("topic", ""),
        "legal_basis": content.get("legal_basis", ""),
        "credit": content.get("credit"),
        "correction": content.get("correction"),
        "verb": delivery.verb,
    }
