"""Everything the writing screen shows, from a post and its working copy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from channels import registry
from channels.signs import sign
from composer import card_files, card_state, cuts, echo, form, showing, submitting
from composer.compose import Composition, compose
from composer.library import library
from composer.offices import office_words
from composer.problems import Problem
from composer.render import render
from composer.slots import Kind, Slot, SlotError, editable, kind_of, parse
from composer.working import Photo, Working
from content.freeze import Fault
from content.models import Decision, Draft, Media, Post, Verdict
from content.moments import say_clock
from content.refusals import Incomplete, Refusal
from content.zones import abbreviation
from scheduler import foresight, wanted

Trouble = Problem | Fault


@dataclass(frozen=True, slots=True)
class SlotField:
    """One blank with what is in it and what is wrong with it. ``note``: said before anybody wants
    to submit, of what was typed and cannot be used."""

    slot: Slot
    kind: Kind
    value: str
    error: str
    note: str

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
    error: str

    @property
    def base(self) -> str:
        return "" if self.overridden else form.fingerprint(self.text)


@dataclass(frozen=True, slots=True)
class PhotoField:
    """``trims``: where it is cut, each part with the channels that show no more of it.
    ``refusing``: who cannot take it. ``choices``: channels that do not take all photos."""

    photo: Photo
    media: Media | None
    errors: Mapping[str, str]
    trims: tuple[cuts.Trim, ...] = ()
    refusing: tuple[str, ...] = ()
    choices: tuple[cuts.Choice, ...] = ()

    @property
    def shape(self) -> str:
        """How large it is drawn to be pointed at, so that all of it is in sight."""
        width, height = (self.media.width, self.media.height) if self.media else (1, 1)
        if height <= width:
            return "wide"
        return "tall" if height <= 2 * width else "strip"

    @property
    def ninths(self) -> list[cuts.Ninth]:
        return cuts.ninths(self.photo.focus)


def context(
    post: Post, draft: Draft, working: Working, *, refusal: Refusal | None = None
) -> dict[str, Any]:
    template = library()[post.template_key]
    media = submitting.media_of(working)
    composition = compose(template, working, office_words(post.office, draft.edited_at), media)
    card = card_state.for_office(template, composition.card, post.office)
    todo = told(refusal, [*composition.all_problems, *card.problems], media)
    # Blanks are complained about only after somebody wanted to submit.
    wrong = {one.place: one.sentence for one in reversed(todo)}
    errors = wrong if refusal else {}
    zone = post.office.zone
    return {
        "post": post,
        "draft": draft,
        "template": template,
        "working": working,
        "composition": composition,
        "slots": [_slot(slot, working, errors, wrong) for slot in template.slots],
        "channels": _channels(post, working, composition, errors),
        "photos": [_photo(photo, media, errors, composition) for photo in working.media],
        "correction_errors": {
            part: errors.get(f"correction-{part}", "") for part in ("wrong", "right")
        },
        "foreseen": foresight.of_draft(post) if working.correction is not None else [],
        "picture_errors": [s for place, s in errors.items() if place in PICTURE_PLACES],
        "previews": showing.of_draft(post, composition, card),
        "card_files": [] if card is card_state.NO_CARD else card_files.of_draft(post),
        "card_faults": card.problems,
        "refusal": refusal,
        "todo": todo,
        "saved_at": say_clock(draft.edited_at, zone),
        "zone": abbreviation(zone, draft.edited_at),
        "returned": returned(post),
        "wanted": post.wanted or {},
        "wanted_words": wanted.words(post.wanted, zone),
    }


PICTURE_PLACES = frozenset(
    {"card", "card_alt", "media", *(f"media-{kind}" for kind in registry.CHANNELS)}
)


def told(
    refusal: Refusal | None, found: Iterable[Trouble], media: Mapping[int, Media]
) -> list[Fault]:
    """What is to be mended, each with the id of a field that is on this screen."""
    faults = refusal.faults if isinstance(refusal, Incomplete) else found
    ids = {row.sha256[:12]: number for number, row in media.items()}
    return list(dict.fromkeys(Fault(_on_screen(f.place, ids), f.sentence) for f in faults))


def _on_screen(place: str, ids: Mapping[str, int]) -> str:
    """A revision names pictures by their hash, the screen by their number."""
    part, _, rest = place.partition("-")
    if part in ("alt", "caption", "credit") and rest in ids:
        return f"{part}-{ids[rest]}"
    return "isian" if place == "title" else place


def _slot(
    slot: Slot, working: Working, errors: Mapping[str, str], wrong: Mapping[str, str]
) -> SlotField:
    place = f"slot-{slot.name}"
    typed = working.slots.get(slot.name, "")
    try:
        value = editable(slot, parse(slot, typed))
    except SlotError:
        value = typed
    note = wrong.get(place, "") if typed.strip() else ""
    return SlotField(slot, kind_of(slot), value, errors.get(place, ""), note)


def _channels(
    post: Post, working: Working, composition: Composition, errors: Mapping[str, str]
) -> list[ChannelField]:
    texts = {channel.kind: channel for channel in composition.channels}
    offered = echo.native_kinds(post)
    fields = []
    for kind in registry.CHANNELS:
        adapter, text = registry.load(kind), texts.get(kind)
        fields.append(
            ChannelField(
                kind=kind,
                label=sign(kind).label,
                icon=adapter.icon,
                chosen=kind in working.channels,
                native_offered=kind in offered,
                native=kind in working.native,
                text=text.text if text else "",
                overridden=bool(text and text.overridden),
                error=errors.get(f"text-{kind}", ""),
            )
        )
    return fields


def _photo(
    photo: Photo,
    media: Mapping[int, Media],
    errors: Mapping[str, str],
    composition: Composition,
) -> PhotoField:
    parts = ("alt", "caption", "credit")
    found = {part: errors.get(f"{part}-{photo.id}", "") for part in parts}
    channels = composition.channels
    return PhotoField(
        photo,
        media.get(photo.id),
        found,
        tuple(cuts.trims(channels, photo.id)),
        tuple(cuts.refusing(channels, photo.id)),
        tuple(cuts.choices(channels, photo)),
    )


def returned(post: Post) -> Decision | None:
    """The desk's note, while it is the last word on this post."""
    last = Decision.objects.filter(revision__post=post).select_related("by").first()
    return last if last is not None and last.verdict != Verdict.APPROVE else None


def title_of(post: Post, working: Working) -> str:
    """For lists: what is still missing is an ellipsis there."""
    if working.title.strip():
        return working.title.strip()
    template = library()[post.template_key]
    words = office_words(post.office, post.changed_at)
    title = render(template, working.slots, words, "title")
    said = title.text
    for slot in title.missing:
        said = said.replace(f"[{slot.label}]", "…")
    return said.strip() if said.strip(" …") else ""
