"""The three questions the rest of Gema asks: draw it, describe it, what is wrong with it?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from composer.cards import words
from composer.cards.clean import clean, spell, unknown
from composer.cards.draw import draw, jpeg
from composer.cards.errors import CardRefused, Missing, Problem, UnknownCharacter
from composer.cards.fonts import FOLDER, Typeface, typeface
from composer.cards.layout import compose
from composer.cards.model import Brand, CardContent, Fact, Figure, Format, Layout, Quote, Slot
from composer.cards.photo import opened

SMALL = (64, 64)  # enough to see that a file can be decoded

NEEDED = {
    Layout.ANNOUNCEMENT: (Slot.TITLE,),
    Layout.REQUIREMENTS: (Slot.TITLE,),
    Layout.EVENT: (Slot.TITLE, Slot.FIGURE),
    Layout.FIGURE: (Slot.TITLE, Slot.FIGURE),
    Layout.RELEASE: (Slot.TITLE,),
}


def render(content: CardContent, brand: Brand, fmt: Format, *, fonts: Path = FOLDER) -> bytes:
    """A JPEG of exactly the format's size; the same input gives the same bytes.

    Raises a ``CardRefused`` that names the slot, or ``FontMissing``.
    """
    face = typeface(fonts)
    content, brand = cleaned(content), cleaned_brand(brand)
    for problem in _missing(content):
        raise Missing(problem)
    for problem in _unknown(content, brand, face):
        raise UnknownCharacter(problem)
    return jpeg(draw(compose(content, brand, fmt, face), face))


def problems(
    content: CardContent, brand: Brand, fmt: Format, *, fonts: Path = FOLDER
) -> list[Problem]:
    """Everything that keeps this card from being drawn; empty when it can be."""
    face = typeface(fonts)
    content, brand = cleaned(content), cleaned_brand(brand)
    found = [*_missing(content), *_unknown(content, brand, face)]
    if found:
        return found
    try:
        compose(content, brand, fmt, face)
        check_pictures(content, brand)
    except CardRefused as e:
        return [e.problem]
    return []


def check_pictures(content: CardContent, brand: Brand) -> None:
    """Raise BadPicture for a file that is no picture."""
    if content.photo:
        opened(content.photo.data, Slot.PHOTO, SMALL)
    if brand.logo is not None:
        opened(brand.logo, Slot.LOGO, SMALL)


def cleaned(content: CardContent) -> CardContent:
    """Every text as it will be drawn; empty facts and items are left out."""
    figure, quote = content.figure, content.quote
    return replace(
        content,
        kicker=clean(content.kicker),
        title=clean(content.title),
        lead=clean(content.lead),
        facts=tuple(
            Fact(clean(fact.label), clean(fact.value))
            for fact in content.facts
            if clean(fact.value)
        ),
        items=tuple(clean(item) for item in content.items if clean(item)),
        figure=figure
        and Figure(clean(figure.value), clean(figure.unit), clean(figure.caption), figure.share),
        quote=quote and Quote(clean(quote.text), clean(quote.speaker)),
        footnote=clean(content.footnote),
        link=content.link.strip(),
        link_label=clean(content.link_label),
    )


def cleaned_brand(brand: Brand) -> Brand:
    return replace(
        brand,
        name=clean(brand.name),
        short_name=clean(brand.short_name),
        handle=clean(brand.handle),
        website=brand.website.strip(),
    )


def _missing(content: CardContent) -> Iterator[Problem]:
    filled = {
        Slot.TITLE: bool(content.title),
        Slot.FIGURE: content.figure is not None and bool(content.figure.value),
    }
    for slot in NEEDED[content.layout]:
        if not filled[slot]:
            yield Problem(slot, words.MISSING, {"slot": words.SLOT_NAMES[slot]})


def _unknown(content: CardContent, brand: Brand, face: Typeface) -> Iterator[Problem]:
    for slot, text in _texts(content, brand):
        character = unknown(text, face.has)
        if character is not None:
            values = {
                "slot": words.SLOT_NAMES[slot],
                "character": character,
                "code": spell(character),
            }
            yield Problem(slot, words.UNKNOWN_CHARACTER, values)


def _texts(content: CardContent, brand: Brand) -> Iterator[tuple[Slot, str]]:
    figure, quote = content.figure, content.quote
    yield Slot.OFFICE, brand.name + brand.short_name + brand.handle + brand.website
    yield Slot.KICKER, content.kicker.upper()
    yield Slot.TITLE, content.title
    yield Slot.LEAD, content.lead
    yield Slot.FACTS, "".join(fact.label + fact.value for fact in content.facts)
    yield Slot.ITEMS, "".join(content.items)
    yield Slot.FIGURE, figure.value + figure.unit + figure.caption if figure else ""
    yield Slot.QUOTE, quote.text + quote.speaker if quote else ""
    yield Slot.FOOTNOTE, content.footnote
    yield Slot.LINK_LABEL, content.link_label
    yield Slot.LINK, content.link
