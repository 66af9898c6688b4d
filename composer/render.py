"""From a template, what was typed and whose office it is, to finished words.

Pure substitution. A value that holds ``{{kantor}}`` stays as it was typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from composer.cards.model import CardContent, Fact, Figure, Layout, Quote
from composer.office_words import OFFICE_SLOTS, OfficeWords, words_by_name
from composer.placeholders import fill, find, sole
from composer.slots import Slot, SlotError, items, parse, say
from composer.template.model import Template

__all__ = ["OfficeWords", "Rendered", "card_content", "render"]


@dataclass(frozen=True, slots=True)
class Rendered:
    """``missing`` are the slots this text cannot do without; they stand in it as ``[label]``.

    Never publish a text with missing slots.
    """

    text: str
    missing: tuple[Slot, ...] = ()

    @property
    def complete(self) -> bool:
        return not self.missing


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one post. A value that cannot be read counts as missing."""

    template: Template
    values: Mapping[str, str]
    office: Mapping[str, str]
    missing: frozenset[str]

    def word(self, name: str, form: str = "") -> str:
        if name in self.office:
            return say(OFFICE_SLOTS[name], self.office[name], form)
        slot = self.template.slot(name)
        if slot is None:
            return ""
        if name in self.missing:
            return f"[{slot.label}]"
        return say(slot, self.values.get(name, ""), form, zone=self.office["zona"])

    def fill(self, text: str) -> str:
        return fill(text, self.word)


def words_for(template: Template, values: Mapping[str, str], office: OfficeWords) -> Words:
    read, missing = {}, set()
    for slot in template.slots:
        try:
            read[slot.name] = parse(slot, values.get(slot.name, ""))
        except SlotError:
            missing.add(slot.name)
        else:
            if slot.required and not read[slot.name]:
                missing.add(slot.name)
    about = words_by_name(office, greeting=template.greeting)
    return Words(template, read, about, frozenset(missing))


def render(
    template: Template,
    values: Mapping[str, str],
    office: OfficeWords,
    channel: str,
    *,
    short: bool = False,
) -> Rendered:
    """The text for a channel kind, or for ``title``. ``values`` are canonical, or as typed.

    ``short``: the channel is a network of short messages.
    """
    source = template.text_for(channel, short=short)
    words = words_for(template, values, office)
    used = {found.name for found in find(source)}
    missing = tuple(
        slot for slot in template.slots if slot.name in words.missing and slot.name in used
    )
    return Rendered(words.fill(source), missing)


def card_content(template: Template, values: Mapping[str, str], office: OfficeWords) -> CardContent:
    """What a card says. Parts whose slots are empty are left out."""
    words, card = words_for(template, values, office), template.card
    listed = template.slot(sole(card.items))
    facts = ((label, words.fill(value)) for label, value in card.facts)
    quote = words.fill(card.quote)
    return CardContent(
        layout=Layout(card.layout),
        title=words.fill(card.title),
        kicker=words.fill(card.kicker),
        lead=words.fill(card.lead),
        facts=tuple(Fact(label, value) for label, value in facts if value),
        items=items(listed, words.values.get(listed.name, "")) if listed else (),
        figure=_figure(words),
        quote=Quote(quote, words.fill(card.speaker)) if quote else None,
        footnote=words.fill(card.footnote),
        link=_link(words),
        link_label=words.fill(card.link_label),
    )


def _link(words: Words) -> str:
    """Empty while its slot is: a marker is no address that a QR code could hold."""
    source = words.template.card.link
    unfilled = any(found.name in words.missing for found in find(source))
    return "" if unfilled else words.fill(source)


def _figure(words: Words) -> Figure | None:
    card = words.template.card
    value = words.fill(card.figure)
    if not value:
        return None
    return Figure(
        value=value,
        unit=words.fill(card.figure_unit),
        caption=words.fill(card.figure_caption),
        share=_share(words),
    )


def _share(words: Words) -> float | None:
    card = words.template.card
    number = words.values.get(sole(card.figure), "")
    if not card.figure_of or not number:
        return None
    return min(1.0, max(0.0, float(number.replace(",", ".")) / card.figure_of))
