"""Freezing a draft: cards are drawn and kept, texts become final, and the workflow takes over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from composer import card_state, cards, cutting
from composer.cards.model import Brand, CardContent, Format
from composer.compose import ChannelText, Composition, Picture, compose
from composer.library import library
from composer.offices import brand_of, office_words
from composer.slots import parse
from composer.template.model import Template
from composer.working import Photo, Working
from content import workflow
from content.fit import Focus
from content.freeze import Fault
from content.intake.develop import Developed
from content.intake.store import keep
from content.models import Draft, Media, MediaRole, Office, Person, Post
from content.refusals import Incomplete


def composition_of(post: Post, draft: Draft) -> Composition:
    """What this draft would publish, as it stands."""
    working = Working.read(draft.content)
    template = library()[post.template_key]
    return compose(template, working, office_words(post.office, post.changed_at), media_of(working))


def media_of(working: Working) -> dict[int, Media]:
    return Media.objects.in_bulk([photo.id for photo in working.media])


def submit(post: Post, draft: Draft, *, by: Person, at: datetime) -> Post:
    """Hand the draft to the desk, exactly as the previews show it. Raises a ``Refusal``."""
    composition = composition_of(post, draft)
    faults = [Fault(problem.place, problem.sentence) for problem in composition.all_problems]
    card = card_state.for_office(template_of(post), composition.card, post.office)
    faults += [Fault(problem.place, problem.sentence) for problem in card.problems]
    if faults:
        raise Incomplete(faults)
    working = Working.read(draft.content)
    # Made before the transaction: drawing and cutting must not hold up everybody else's writing.
    files = cutting.files_of(composition, post.office, by=by, at=at)
    drawn = _draw(post.office, composition.card)
    with transaction.atomic():
        kept = {fmt: _keep(post.office, data, fmt, by, at) for fmt, data in drawn.items()}
        content = freeze(post, working, composition, kept, files)
        return workflow.submit(post, content, by=by, at=at)


def freeze(
    post: Post,
    working: Working,
    composition: Composition,
    kept: Mapping[Format, Media],
    files: cutting.Files,
) -> dict[str, Any]:
    """The canonical content; its shape is in docs/architecture.md."""
    template = library()[post.template_key]
    slots = {slot.name: parse(slot, working.slots.get(slot.name, "")) for slot in template.slots}
    basis = template.legal_basis
    spoken = [channel for channel in composition.channels if not channel.native]
    return {
        "schema": 1,
        "office": post.office.code,
        "template": {"key": template.key, "version": template.version},
        "title": composition.title,
        "topic": template.topic,
        "language": template.language,
        "legal_basis": slots[basis.name] if basis else "",
        "grace_minutes": template.grace_minutes,
        "slots": slots,
        "texts": {channel.kind: channel.text for channel in spoken},
        "native": [channel.kind for channel in composition.channels if channel.native],
        "media": [*_said_cards(kept, composition.card_alt), *_said_photos(working, files)],
        "images": {channel.kind: _hashes(channel, kept, files) for channel in spoken},
        "credit": _as_dict(working.credit, ("office", "handle", "url")),
        "correction": _as_dict(working.correction, ("wrong", "right")),
    }


def _as_dict(value: object, names: Iterable[str]) -> dict[str, str] | None:
    return None if value is None else {name: getattr(value, name) for name in names}


def _said_cards(kept: Mapping[Format, Media], alt: str) -> list[dict[str, Any]]:
    return [_said(media, Photo(media.pk, alt), "card", fmt) for fmt, media in kept.items()]


def _said_photos(working: Working, files: cutting.Files) -> list[dict[str, Any]]:
    """Each as it came, then what was cut from it, under the same words."""
    rows, said = media_of(working), []
    for photo in working.media:
        whole = rows[photo.id]
        chosen = {"without": list(photo.without)}
        said.append(_said(whole, photo, "photo") | _point(photo.focus) | chosen)
        for part in cutting.cut_from(whole, files):
            made = _said(part.media, photo, "fitted") | _point(part.focus)
            said.append(made | {"of": whole.sha256})
    return said


def _point(focus: Focus) -> dict[str, list[int]]:
    return {"focus": [focus.x, focus.y]}


def _said(media: Media, photo: Photo, role: str, fmt: str = "") -> dict[str, Any]:
    return {
        "sha256": media.sha256,
        "mime": media.mime,
        "width": media.width,
        "height": media.height,
        "alt": photo.alt.strip(),
        "caption": photo.caption.strip(),
        "credit": photo.credit.strip(),
        "role": role,
        "format": str(fmt),
    }


def _hashes(channel: ChannelText, kept: Mapping[Format, Media], files: cutting.Files) -> list[str]:
    return [_media(channel.kind, picture, kept, files).sha256 for picture in channel.pictures]


def _media(
    kind: str, picture: Picture, kept: Mapping[Format, Media], files: cutting.Files
) -> Media:
    if picture.media is not None:
        return files[kind, picture.media.pk].media
    if picture.card is None:
        raise ValueError("a picture is either a photo or a card")
    return kept[picture.card]


def _draw(office: Office, card: CardContent | None) -> dict[Format, bytes]:
    if card is None:
        return {}
    brand: Brand = brand_of(office)
    return {fmt: cards.render(card, brand, fmt) for fmt in Format}


def _keep(office: Office, data: bytes, fmt: Format, by: Person, at: datetime) -> Media:
    width, height = fmt.size
    drawn = Developed(data=data, mime="image/jpeg", width=width, height=height)
    return keep(drawn, office, at=at, by=by, role=MediaRole.CARD)


def template_of(post: Post) -> Template:
    return library()[post.template_key]
