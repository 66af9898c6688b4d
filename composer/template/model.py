"""A post template once it is read: slots, a text per channel, what a card shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

from composer.slots import Slot

TITLE = "title"
DEFAULT = "default"
SHORT = "x"  # what was written for X serves all networks of short messages
# A website, and mail for the press, are read like the newsroom: whole, and at leisure.
LIKE = {"wordpress": "newsroom", "press": "newsroom"}


@dataclass(frozen=True, slots=True)
class Card:
    """Which words go where on a card. Each is a short text with placeholders."""

    layout: str
    title: str
    kicker: str = ""
    lead: str = ""
    facts: tuple[tuple[str, str], ...] = ()  # label, value
    items: str = ""  # one placeholder of a list
    figure: str = ""
    figure_unit: str = ""
    figure_caption: str = ""
    figure_of: int = 0  # the whole of which the figure is a share; 0 draws no ring
    quote: str = ""
    speaker: str = ""
    footnote: str = ""
    link: str = ""
    link_label: str = ""

    def texts(self) -> Iterator[tuple[str, str]]:
        """Everything that may hold a placeholder, with the key it is written under."""
        for part in fields(self):
            value = getattr(self, part.name)
            if isinstance(value, str):
                yield part.name, value
        for label, value in self.facts:
            yield "facts", label
            yield "facts", value


@dataclass(frozen=True, slots=True)
class Template:
    """``texts`` holds one text per file, by its name without ``.txt``."""

    key: str
    version: int
    name: str
    description: str
    icon: str
    topic: str
    language: str
    greeting: bool
    grace_minutes: int
    channels: tuple[str, ...]
    slots: tuple[Slot, ...]
    card: Card
    texts: Mapping[str, str]

    def text_for(self, channel: str, *, short: bool = False) -> str:
        """The text of a channel kind or of ``title``."""
        return self.texts.get(self.file_for(channel, short=short), "")

    def file_for(self, channel: str, *, short: bool = False) -> str:
        """Which text that is: its own, X's or the newsroom's for one like these, or the default."""
        names = (channel, SHORT if short else LIKE.get(channel, channel))
        return next((name for name in names if name in self.texts), DEFAULT)

    def slot(self, name: str) -> Slot | None:
        return next((slot for slot in self.slots if slot.name == name), None)

    @property
    def legal_basis(self) -> Slot | None:
        """The slot that says which rule the message rests on."""
        return next((slot for slot in self.slots if slot.kind == "legal-basis"), None)

    @property
    def examples(self) -> dict[str, str]:
        return {slot.name: slot.example for slot in self.slots}
