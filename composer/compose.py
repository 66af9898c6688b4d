"""From a working copy to what every channel would show, and what is still wrong. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from channels import ralat, registry
from channels.base import Limits, Verb
from channels.corrections import Way
from channels.counting import count
from channels.signs import sign
from composer import cuts, problems
from composer.cards.alt import alt_text
from composer.cards.model import CardContent, Format
from composer.office_words import OfficeWords
from composer.problems import Problem
from composer.render import card_content, render
from composer.template.model import Template
from composer.working import Working
from content.fit import CENTRE, Focus
from content.models import Media

NEWSROOM = "newsroom"


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture as one channel would show it. A card has no ``media`` before it is submitted.

    ``fitting``: what becomes of it there; only in the pictures of a ``ChannelText``.
    """

    alt: str
    caption: str = ""
    credit: str = ""
    media: Media | None = None
    card: Format | None = None
    width: int = 0
    height: int = 0
    focus: Focus = CENTRE
    without: tuple[str, ...] = ()
    number: int = 0  # of a photo, as the author counts them
    fitting: cuts.Fitting | None = None


@dataclass(frozen=True, slots=True)
class ChannelText:
    """What one channel would publish. ``used`` and ``room`` are in the network's own units."""

    kind: str
    label: str
    icon: str
    text: str
    used: int
    room: int
    overridden: bool
    native: bool
    pictures: tuple[Picture, ...]
    problems: tuple[Problem, ...]
    # Of a correction: what stands beside the first post, where that cannot be edited.
    beside: str = ""
    left_out: int = 0  # photos that it goes without
    most: int = 0

    @property
    def over(self) -> bool:
        return self.used > self.room

    @property
    def crowded(self) -> bool:
        """Whether it does not take all pictures of this post."""
        return len(self.pictures) + self.left_out > self.most


@dataclass(frozen=True, slots=True)
class Composition:
    title: str
    channels: tuple[ChannelText, ...]
    card: CardContent | None
    card_alt: str
    problems: tuple[Problem, ...]

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        own = (problem for channel in self.channels for problem in channel.problems)
        return tuple(dict.fromkeys((*self.problems, *own)))

    @property
    def ready(self) -> bool:
        return not self.all_problems


def compose(
    template: Template, working: Working, office: OfficeWords, media: Mapping[int, Media]
) -> Composition:
    """``media``: the rows behind ``working.media``, by id; one that is missing is a problem."""
    title = working.title.strip() or render(template, working.slots, office, "title").text.strip()
    card = card_content(template, working.slots, office) if working.card else None
    card_alt = working.card_alt.strip() or (alt_text(card) if card else "")
    photos = _photos(working, media)
    channels = tuple(
        _channel(kind, template, working, office, card_alt, photos) for kind in working.channels
    )
    found = problems.of_draft(template, working, title, media)
    return Composition(title, channels, card, card_alt, tuple(found))


def _photos(working: Working, media: Mapping[int, Media]) -> tuple[Picture, ...]:
    return tuple(
        Picture(
            alt=photo.alt,
            caption=photo.caption,
            credit=photo.credit,
            media=media[photo.id],
            width=media[photo.id].width,
            height=media[photo.id].height,
            focus=photo.focus,
            without=photo.without,
            number=number,
        )
        for number, photo in enumerate(working.media, start=1)
        if photo.id in media
    )


def _channel(
    kind: str,
    template: Template,
    working: Working,
    office: OfficeWords,
    card_alt: str,
    photos: Sequence[Picture],
) -> ChannelText:
    adapter = registry.load(kind)
    native = kind in working.native and Verb.REPOST in adapter.capabilities.verbs
    override = working.overrides.get(kind, "").strip()
    text = "" if native else override or _made(kind, template, working, office)
    wanted = [photo for photo in photos if kind not in photo.without]
    shown = () if native else _pictures(adapter.limits, working.card, card_alt, wanted)
    used = count(text, adapter.limits.counting)
    label = sign(kind).label
    found = problems.of_channel(kind, label, adapter.limits, text, used, shown)
    beside = "" if native else _beside(kind, text, working)
    long = problems.of_beside(kind, label, adapter, beside, len(shown))
    uncredited = problems.of_credit(kind, label, text, working) if kind != NEWSROOM else ()
    return ChannelText(
        kind=kind,
        label=label,
        icon=adapter.icon,
        text=text,
        used=used,
        room=adapter.limits.room(len(shown)),
        overridden=bool(override),
        native=native,
        pictures=shown,
        problems=() if native else (*found, *long, *uncredited),
        beside=beside,
        left_out=len(photos) - len(wanted),
        most=adapter.limits.images[1],
    )


def _beside(kind: str, text: str, working: Working) -> str:
    way = registry.load(kind).capabilities.correction
    if working.correction is None or way not in (Way.REPLY, Way.NEW_POST):
        return ""
    return ralat.words(way, {"texts": {kind: text}, "correction": asdict(working.correction)}, kind)


def _made(kind: str, template: Template, working: Working, office: OfficeWords) -> str:
    short = registry.load(kind).limits.is_short
    return render(template, working.slots, office, kind, short=short).text


def _pictures(
    limits: Limits, card: bool, card_alt: str, photos: Sequence[Picture]
) -> tuple[Picture, ...]:
    """The card in the format that fits the channel best, then the photos. None is left out
    silently: too many is a problem, shown beside the channel."""
    if not card:
        return cuts.fitted(limits, photos)
    fmt = Format(limits.card)
    width, height = fmt.size
    drawn = Picture(alt=card_alt, card=fmt, width=width, height=height)
    return cuts.fitted(limits, [drawn, *photos])
