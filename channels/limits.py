"""What a network takes, and how it shows it. Plain Python: no Django, no network.

Counters, the fitting of pictures and previews are made from these declarations alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Counting(StrEnum):
    """How a network counts the length of a text. ``channels.counting`` does the counting."""

    WEIGHTED = "weighted"  # X: twitter-text v3, a link is 23
    CODE_POINTS = "code-points"
    GRAPHEMES = "graphemes"
    FEDIVERSE = "fediverse"  # Mastodon: graphemes, a link is 23, @name@server is @name
    EMOJI_BYTES = "emoji-bytes"  # Threads: code points, but an emoji as many as it has bytes


class Piece(StrEnum):
    """What stands in a preview, one below the other."""

    HEAD = "head"  # who posts, with a picture
    SENDER = "sender"  # who posts, as a mail says it
    BYLINE = "byline"  # who posts, as an article says it
    TITLE = "title"
    TEXT = "text"
    CAPTION = "caption"  # the text, begun with who posts
    MEDIA = "media"
    NOTE = "note"  # a sentence about what the network adds
    TOOLS = "tools"


class Naming(StrEnum):
    """Who posts, as the head of a preview says it."""

    BOTH = "both"  # name and @handle
    HANDLE = "handle"
    NAME = "name"  # and when


class Shape(StrEnum):
    """The style of a preview; ``channels/static/channels/previews.css`` has one for each."""

    PLAIN = "plain"
    BESIDE = "beside"  # everything beside the sender's picture, pictures rounded
    PHOTO = "photo"  # the picture counts, the words are small
    ARTICLE = "article"  # in a face for reading


@dataclass(frozen=True, slots=True)
class Tool:
    """A sign below a post; most have no word. ``word`` is made with ``tool(...)``."""

    icon: str
    word: str = ""


def tool(word: str, icon: str) -> Tool:
    """One with a word, marked so that it is translated. An adapter knows no gettext."""
    return Tool(icon, word)


def icons(*names: str) -> tuple[Tool, ...]:
    return tuple(Tool(name) for name in names)


@dataclass(frozen=True, slots=True)
class Look:
    """How a post looks there, near enough to judge it.

    ``slides``: several pictures are swiped, one at a time. ``spread``: the tools stand apart over
    the whole width. ``note``: the sentence of ``Piece.NOTE``, made with ``step(...)``.
    """

    parts: tuple[Piece, ...] = (Piece.HEAD, Piece.TEXT, Piece.MEDIA, Piece.TOOLS)
    shape: Shape = Shape.PLAIN
    naming: Naming = Naming.BOTH
    tools: tuple[Tool, ...] = ()
    slides: bool = False
    spread: bool = True
    note: str = ""


ARTICLE = Look((Piece.MEDIA, Piece.TITLE, Piece.BYLINE, Piece.TEXT), Shape.ARTICLE)


@dataclass(frozen=True, slots=True)
class Limits:
    """What the network takes. Composer, previews and media fitting read it from here only.

    ``text``: most units in the way of ``counting``; ``caption``: the same beside an image, where
    that is less; ``text_bytes``: most bytes of UTF-8, where the network counts these as well.
    ``images``: (fewest, most). ``alt``: most characters of alternative text, 0 where there is none.
    ``card``: which card format fits best (``feed``, ``story`` or ``wide``).

    Of one image: ``image_bytes``, ``mime_types``, ``ratio`` (narrowest and widest, width ÷ height),
    ``least_width`` and ``most_width``, ``most_pixels`` (width × height) and ``most_sides`` (width +
    height). ``one_ratio``: the network cuts all to the ratio of the first. ``content.fit`` cuts and
    shrinks photos to these; what cannot be is refused while it is being written.
    """

    text: int
    caption: int | None = None
    counting: Counting = Counting.CODE_POINTS
    images: tuple[int, int] = (0, 4)
    alt: int = 1000
    image_bytes: int = 5_000_000
    mime_types: tuple[str, ...] = ("image/jpeg", "image/png")
    ratio: tuple[float, float] | None = None
    least_width: int = 0
    most_width: int | None = None
    most_pixels: int | None = None
    most_sides: int | None = None
    one_ratio: bool = False
    hashtags: int | None = None
    mentions: int | None = None
    links: int | None = None  # different ones
    card: str = "feed"
    links_clickable: bool = True
    text_bytes: int | None = None
    look: Look = Look()

    @property
    def is_short(self) -> bool:
        """Whether it is a network of short messages."""
        return self.text <= 600

    def room(self, images: int) -> int:
        """The longest text beside so many images."""
        return self.caption if images and self.caption is not None else self.text
