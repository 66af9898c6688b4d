"""What a card says, whose it is and how large it is. No drawing here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Format(StrEnum):
    FEED = "feed"
    STORY = "story"
    WIDE = "wide"

    @property
    def size(self) -> tuple[int, int]:
        return SIZES[self]


SIZES = {
    Format.FEED: (1080, 1350),
    Format.STORY: (1080, 1920),
    Format.WIDE: (1200, 675),
}


class Layout(StrEnum):
    ANNOUNCEMENT = "announcement"
    REQUIREMENTS = "requirements"
    EVENT = "event"
    FIGURE = "figure"
    RELEASE = "release"


class Tone(StrEnum):
    """``AUTO`` lets the layout choose: loud news on the brand's colour, reading matter on paper."""

    AUTO = "auto"
    BRAND = "brand"
    PAPER = "paper"


class Slot(StrEnum):
    """The parts of a card a person fills in, for naming what is wrong where."""

    KICKER = "kicker"
    TITLE = "title"
    LEAD = "lead"
    FACTS = "facts"
    ITEMS = "items"
    FIGURE = "figure"
    QUOTE = "quote"
    FOOTNOTE = "footnote"
    LINK = "link"
    LINK_LABEL = "link_label"
    PHOTO = "photo"
    LOGO = "logo"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Brand:
    """An office as it shows itself. Colours are ``#rrggbb``; ``logo`` is a PNG or JPEG file."""

    name: str
    short_name: str
    primary: str
    accent: str
    logo: bytes | None = None
    handle: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing to see first: an index ("92,4", "dari 100", share 0.924) or a day ("12").

    ``share`` (0 to 1) fills the ring of the ``figure`` layout.
    """

    value: str
    unit: str = ""
    caption: str = ""
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    text: str
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture file and the point of it that must stay in sight, as shares of width and height."""

    data: bytes
    focus: tuple[float, float] = (0.5, 0.5)


@dataclass(frozen=True, slots=True)
class CardContent:
    layout: Layout
    title: str
    kicker: str = ""
    lead: str = ""
    facts: tuple[Fact, ...] = ()
    items: tuple[str, ...] = ()
    figure: Figure | None = None
    quote: Quote | None = None
    footnote: str = ""
    link: str = ""
    link_label: str = ""
    tone: Tone = Tone.AUTO
    photo: Photo | None = None
