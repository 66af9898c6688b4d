"""The working copy as typed values, from and to the JSON of a ``Draft``. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from content.fit import MIDDLE, Focus


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture somebody added: the Media row's id and what is said about it here.

    ``focus_x``, ``focus_y``: the point that stays in sight wherever it is cut. ``without``: the
    channels that go without it.
    """

    id: int
    alt: str = ""
    caption: str = ""
    credit: str = ""
    focus_x: int = MIDDLE
    focus_y: int = MIDDLE
    without: tuple[str, ...] = ()

    @property
    def focus(self) -> Focus:
        return Focus(self.focus_x, self.focus_y)


@dataclass(frozen=True, slots=True)
class Credit:
    """Whose post this echoes."""

    office: str
    handle: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """What was wrong in what is live, and what is right."""

    wrong: str
    right: str


@dataclass(frozen=True, slots=True)
class Working:
    """``overrides``: the whole text of a channel, typed by hand. ``native``: channels that use the
    network's own repost verb instead of a text. ``card``: whether a card is drawn."""

    slots: Mapping[str, str] = field(default_factory=dict)
    overrides: Mapping[str, str] = field(default_factory=dict)
    channels: tuple[str, ...] = ()
    media: tuple[Photo, ...] = ()
    title: str = ""
    card: bool = True
    card_alt: str = ""
    native: tuple[str, ...] = ()
    credit: Credit | None = None
    correction: Correction | None = None

    @classmethod
    def read(cls, content: Mapping[str, Any]) -> Working:
        credit, correction = content.get("credit"), content.get("correction")
        return cls(
            slots=dict(content.get("slots", {})),
            overrides=dict(content.get("overrides", {})),
            channels=tuple(content.get("channels", ())),
            media=tuple(_photo(said) for said in content.get("media", ())),
            title=content.get("title", ""),
            card=content.get("card", True),
            card_alt=content.get("card_alt", ""),
            native=tuple(content.get("native", ())),
            credit=Credit(**credit) if credit else None,
            correction=Correction(**correction) if correction else None,
        )

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def _photo(said: Mapping[str, Any]) -> Photo:
    return Photo(**{**said, "without": tuple(said.get("without", ()))})


def focus_said(picture: Mapping[str, Any]) -> tuple[int, int]:
    """Of a photo in a revision; those from before there was a point to keep show the middle."""
    x, y = picture.get("focus", (MIDDLE, MIDDLE))
    return int(x), int(y)
