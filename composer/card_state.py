"""A draft's card before it is drawn: whether it can be, why not and where, and its fingerprint."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from composer import cards
from composer.cards.model import Brand, CardContent, Format, Slot
from composer.cards.words import SLOT_NAMES
from composer.offices import brand_of
from composer.placeholders import find
from composer.problems import Problem
from composer.template.model import Template
from content.freeze import digest
from content.models import Office
from content.pictures import MissingPicture

CARD = "card"  # the place of what no blank can mend: the office's colours, its logo


@dataclass(frozen=True, slots=True)
class CardState:
    """``stamp`` is the same for equal cards, so that a browser may keep a drawn one."""

    stamp: str
    faults: Mapping[Format, tuple[Problem, ...]]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Each once, whichever formats it troubles."""
        found = (problem for one in self.faults.values() for problem in one)
        return tuple(dict.fromkeys(found))

    def sentence(self, fmt: Format) -> str:
        """Why this format cannot be drawn; empty when it can."""
        return next((problem.sentence for problem in self.faults.get(fmt, ())), "")


NO_CARD = CardState("", {})


def state_of(
    template: Template, card: CardContent | None, brand: Brand, formats: Iterable[Format] = Format
) -> CardState:
    """Measures the card in each format. Takes milliseconds; drawing takes far longer."""
    if card is None:
        return NO_CARD
    faults = {fmt: tuple(_faults(template, card, brand, fmt)) for fmt in formats}
    return CardState(_stamp(card, brand), faults)


def for_office(
    template: Template,
    card: CardContent | None,
    office: Office,
    formats: Iterable[Format] = Format,
) -> CardState:
    if card is None:
        return NO_CARD
    try:
        brand = brand_of(office)
    except MissingPicture:
        gone = Problem(CARD, _("Logo kantor tidak ditemukan. Minta administrator mengunggahnya."))
        return CardState("", dict.fromkeys(formats, (gone,)))
    return state_of(template, card, brand, formats)


def _stamp(card: CardContent, brand: Brand) -> str:
    logo = hashlib.sha256(brand.logo or b"").hexdigest()
    return digest(repr((card, replace(brand, logo=None), logo)))[:16]


def _faults(template: Template, card: CardContent, brand: Brand, fmt: Format) -> Iterator[Problem]:
    for found in cards.problems(card, brand, fmt):
        values = {**found.values, "slot": _(SLOT_NAMES[found.slot])}
        yield Problem(place_of(template, found.slot), _(found.text) % values)


def place_of(template: Template, part: Slot) -> str:
    """The blank that fills this part of the card: the one with the longest room for words."""
    written = (text for key, text in template.card.texts() if key == part)
    names = {found.name for text in written for found in find(text)}
    slots = [slot for slot in template.slots if slot.name in names]
    longest = max(slots, key=lambda slot: slot.max_length, default=None)
    return f"slot-{longest.name}" if longest is not None else CARD
