"""A revision as every network would show it, from its frozen content alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from channels import ralat, registry
from channels.corrections import Way
from channels.preview import Shown, ShownPicture, show
from content import pictures
from content.models import Media, Office


def of_content(content: Mapping[str, Any], office: Office) -> list[Shown]:
    said = {m["sha256"]: m for m in content["media"]}
    rows = pictures.by_hash(said)
    kinds = [kind for kind in registry.CHANNELS if kind in content["texts"]]
    texts = [_shown(kind, content, office, said, rows) for kind in kinds]
    natives = [
        show(kind, name=office.name, handle=office.handle(kind), title="", text="", native=True)
        for kind in content.get("native", ())
    ]
    return texts + natives


def _shown(
    kind: str,
    content: Mapping[str, Any],
    office: Office,
    said: Mapping[str, Mapping[str, Any]],
    rows: Mapping[str, Media],
) -> Shown:
    wanted = content.get("images", {}).get(kind, [])
    return show(
        kind,
        name=office.name,
        handle=office.handle(kind),
        title=content["title"],
        text=content["texts"][kind],
        pictures=[_picture(said[sha], rows[sha]) for sha in wanted if sha in rows],
        beside=_beside(kind, content),
    )


def _beside(kind: str, content: Mapping[str, Any]) -> str:
    """A correction that cannot change the first post stands beside it."""
    way = registry.load(kind).capabilities.correction
    corrects = bool(content.get("correction")) and way in (Way.REPLY, Way.NEW_POST)
    return ralat.words(way, content, kind) if corrects else ""


def _picture(said: Mapping[str, Any], media: Media) -> ShownPicture:
    url = reverse("content:media", args=[media.pk])
    words = (said["alt"], said.get("caption", ""), said.get("credit", ""))
    return ShownPicture(url, *words, width=media.width, height=media.height)
