"""A working copy that says again what a revision said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from channels import registry
from composer.library import library
from composer.offices import office_words
from composer.render import render
from composer.working import Credit, Photo, Working, focus_said
from content.models import Media, Post, Revision


def working_of(post: Post, revision: Revision) -> Working:
    """What differs from what the slots would give is kept as typed by hand."""
    content = revision.content
    template = library()[post.template_key]
    words = office_words(post.office, revision.made_at)
    slots = {name: str(value) for name, value in content["slots"].items()}

    def own(name: str, text: str) -> str:
        made = render(template, slots, words, name, short=_is_short(name)).text
        return "" if made.strip() == text.strip() else text

    own_texts = {kind: own(kind, text) for kind, text in content["texts"].items()}
    credit = content.get("credit")
    return Working(
        slots=slots,
        overrides={kind: text for kind, text in own_texts.items() if text},
        channels=(*content["texts"], *content.get("native", ())),
        media=_photos(content),
        title=own("title", content["title"]),
        card=any(m["role"] == "card" for m in content["media"]),
        card_alt=next((m["alt"] for m in content["media"] if m["role"] == "card"), ""),
        native=tuple(content.get("native", ())),
        credit=Credit(**credit) if credit else None,
    )


def _is_short(name: str) -> bool:
    """``name`` is a channel kind, of this release or of another, or ``title``."""
    return name in registry.CHANNELS and registry.load(name).limits.is_short


def _photos(content: Mapping[str, Any]) -> tuple[Photo, ...]:
    said = [m for m in content["media"] if m["role"] == "photo"]
    rows = Media.objects.filter(sha256__in=[m["sha256"] for m in said], role="photo")
    ids = {media.sha256: media.pk for media in rows}
    return tuple(
        Photo(
            ids[m["sha256"]],
            m["alt"],
            m["caption"],
            m["credit"],
            *focus_said(m),
            without=tuple(m.get("without", ())),
        )
        for m in said
        if m["sha256"] in ids
    )
