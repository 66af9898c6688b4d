"""The measures of each format, in pixels. One place to tune the family."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from composer.cards.model import SIZES, Format


@dataclass(frozen=True, slots=True)
class Box:
    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height

    def meets(self, other: Box) -> bool:
        return (
            self.x < other.right
            and other.x < self.right
            and self.y < other.bottom
            and other.y < self.bottom
        )

    def holds(self, other: Box) -> bool:
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def inset(self, by: int) -> Box:
        return Box(self.x + by, self.y + by, self.width - 2 * by, self.height - 2 * by)


@dataclass(frozen=True)
class Grid:
    """Pairs are (largest, smallest readable) sizes; ``unit`` scales gaps and small parts."""

    fmt: Format
    margin: int
    top: int
    bottom: int
    unit: int
    title: tuple[int, int]
    headline: tuple[int, int]
    lead: tuple[int, int]
    item: tuple[int, int]
    value: tuple[int, int]
    kicker: int
    label: int
    small: int
    office: int
    emblem: int
    qr: int
    side: int = 0  # width of the sheet where it stands at the right

    @cached_property
    def size(self) -> tuple[int, int]:
        return SIZES[self.fmt]

    @cached_property
    def safe(self) -> Box:
        """Where everything that must be read or scanned stays."""
        width, height = self.size
        return Box(self.margin, self.top, width - 2 * self.margin, height - self.top - self.bottom)


GRIDS = {
    Format.FEED: Grid(
        fmt=Format.FEED,
        margin=80,
        top=76,
        bottom=68,
        unit=8,
        title=(116, 60),
        headline=(84, 54),
        lead=(40, 32),
        item=(36, 30),
        value=(46, 34),
        kicker=28,
        label=27,
        small=26,
        office=30,
        emblem=76,
        qr=208,
    ),
    # Story screens cover 14 % at the top and 20 % at the bottom with their own controls.
    Format.STORY: Grid(
        fmt=Format.STORY,
        margin=84,
        top=272,
        bottom=388,
        unit=9,
        title=(120, 60),
        headline=(90, 56),
        lead=(42, 34),
        item=(38, 32),
        value=(48, 36),
        kicker=30,
        label=29,
        small=27,
        office=32,
        emblem=80,
        qr=212,
    ),
    Format.WIDE: Grid(
        fmt=Format.WIDE,
        margin=56,
        top=52,
        bottom=48,
        unit=6,
        title=(76, 42),
        headline=(56, 38),
        lead=(30, 25),
        item=(27, 23),
        value=(33, 25),
        kicker=21,
        label=20,
        small=20,
        office=23,
        emblem=56,
        qr=162,
        side=420,
    ),
}
