"""Everything the writing screen shows, from a post and its working copy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.files.base import File

from channels import registry
from composer import echo, form, showing, submitting
from composer.compose import Composition, compose
from composer.library import library
from composer.offices import office_words
from composer.slots import Kind, Slot, SlotError, editable, kind_of, parse
from composer.template.model import Template
from composer.working import Photo, Working
from content.diff import Run, diff
from content.freeze import canonical, digest
from content.intake.store import NotStored, store
from content.intake.unusable import Unusable
from content.models import Decision, Draft, Media, Office, Person, Post, Verdict
from content.refusals import Incomplete, Refusal
from content.zones import abbreviation, say_clock
from scheduler import wanted


@dataclass(frozen=True, slots=True)
class SlotField:
    """One blank with what is in it and what is wrong with it."""

    slot: Slot
    kind: Kind
    value: str
    error: str

    @property
    def name(self) -> str:
        return f"slot-{self.slot.name}"


@dataclass(frozen=True, slots=True)
class ChannelField:
    """A channel that could be chosen, and its text as it stands."""

    kind: str
    label: str
    icon: str
    chosen: bool
    native_offered: bool
    native: bool
    text: str
    overridden: bool
    errors: tuple[str, ...]

    @property
    def base(self) -> str:
        return "" if self.overridden else form.fingerprint(self.text)


@dataclass(frozen=True, slots=True)
class PhotoField:
    photo: Photo
    media: Media | None
    error: str


def context(
    post: Post, draft: Draft, working: Working, *, refusal: Refusal | None = None
) -> dict[str, Any]:
    template = library()[post.template_key]
    composition = compose(
        template, working, office_words(post.office, draft.edited_at), submitting.media_of(working)
    )
    errors = _errors(composition, refusal)
    stamp = digest(canonical(working.as_json()))[:16]
    return {
        "post": post,
        "draft": draft,
        "template": template,
        "working": working,
        "composition": composition,
        "slots": [_slot(slot, working, errors) for slot in template.slots],
        "channels": _channels(post, working, composition, errors),
        "photos": _photos(working, errors),
        "previews": showing.of_draft(post, composition, stamp),
        "refusal": refusal,
        "problems": _told(refusal, composition),
        "saved_at": say_clock(draft.edited_at, post.office.zone),
        "zone": abbreviation(post.office.zone, draft.edited_at),
        "returned": returned(post),
        "wanted": post.wanted or {},
        "wanted_words": wanted.words(post.wanted, post.office.zone),
    }


def _errors(composition: Composition, refusal: Refusal | None) -> Mapping[str, str]:
    """By place. Blanks are complained about only after somebody wanted to submit."""
    found = {p.place: p.sentence for p in reversed(composition.all_problems)}
    if isinstance(refusal, Incomplete):
        return found | {f.place: f.sentence for f in reversed(refusal.faults)}
    return found


def _told(refusal: Refusal | None, composition: Composition) -> list[Any]:
    return refusal.faults if isinstance(refusal, Incomplete) else list(composition.all_problems)


def _slot(slot: Slot, working: Working, errors: Mapping[str, str]) -> SlotField:
    typed = working.slots.get(slot.name, "")
    try:
        value = editable(slot, parse(slot, typed))
    except SlotError:
        value = typed
    error = errors.get(f"slot-{slot.name}", "")
    return SlotField(slot, kind_of(slot), value, error)


def _channels(
    post: Post, working: Working, composition: Composition, errors: Mapping[str, str]
) -> list[ChannelField]:
    texts = {channel.kind: channel for channel in composition.channels}
    offered = echo.native_kinds(post)
    fields = []
    for kind in registry.CHANNELS:
        adapter, text = registry.load(kind), texts.get(kind)
        places = (f"text-{kind}", f"media-{kind}")
        fields.append(
            ChannelField(
                kind=kind,
                label=adapter.label,
                icon=adapter.icon,
                chosen=kind in working.channels,
                native_offered=kind in offered,
                native=kind in working.native,
                text=text.text if text else "",
                overridden=bool(text and text.overridden),
                errors=tuple(errors[place] for place in places if place in errors),
            )
        )
    return fields


def _photos(working: Working, errors: Mapping[str, str]) -> list[PhotoField]:
    rows = submitting.media_of(working)
    return [
        PhotoField(photo, rows.get(photo.id), errors.get(f"alt-{photo.id}", ""))
        for photo in working.media
    ]


def returned(post: Post) -> Decision | None:
    """The desk's note, while it is the last word on this post."""
    last = Decision.objects.filter(revision__post=post).select_related("by").first()
    return last if last is not None and last.verdict != Verdict.APPROVE else None


def title_of(post: Post, working: Working) -> str:
    template: Template = library()[post.template_key]
    composition = compose(template, working, office_words(post.office, post.changed_at), {})
    return composition.title


def add_pictures(
    working: Working, files: Iterable[File[bytes]], office: Office, by: Person, at: datetime
) -> tuple[Working, list[str]]:
    """The working copy with the pictures that could be used, and a sentence for each other one."""
    photos, refused = list(working.media), []
    for file in files:
        try:
            media = store(file, office, by, at)
        except (Unusable, NotStored) as e:
            refused.append(f"{file.name}: {e}")
            continue
        if media.pk not in [photo.id for photo in photos]:
            photos.append(Photo(media.pk, media.alt, media.caption, media.credit))
    return replace(working, media=tuple(photos)), refused


def without_picture(working: Working, number: int) -> Working:
    return replace(working, media=tuple(p for p in working.media if p.id != number))


@dataclass(frozen=True, slots=True)
class Differing:
    label: str
    runs: list[Run]


def difference(post: Post, theirs: Working, ours: Working) -> list[Differing]:
    """Slot by slot, what the other person's words are and what ours would make of them."""
    template = library()[post.template_key]
    return [
        Differing(slot.label, diff(theirs.slots.get(slot.name, ""), ours.slots.get(slot.name, "")))
        for slot in template.slots
        if theirs.slots.get(slot.name, "") != ours.slots.get(slot.name, "")
    ]
