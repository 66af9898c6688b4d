"""What a drawing is made of, in its own units: about a pixel at the width it was made for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

# Of the page's typeface, in sizes: what a letter takes on the average, and how much more a short
# word of wide ones may take.
LETTER, MORE = 0.59, 0.6
SMALL = 12.0
ASCENT = 0.8


class Anchor(StrEnum):
    START = "start"
    MIDDLE = "middle"
    END = "end"


class Corners(StrEnum):
    """Which corners of a box are round: those at its free end, or all."""

    ALL = "all"
    TOP = "top"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Box:
    """``hint``: what a pointer that rests on it is told."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    corners: Corners = Corners.ALL
    radius: float = 3
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    x: float
    y: float
    text: str
    kind: str = "label"
    anchor: Anchor = Anchor.START
    size: float = SMALL

    @property
    def span(self) -> tuple[float, float]:
        """From where to where it reaches, at most."""
        width = width_of(self.text, self.size)
        start = {
            Anchor.START: self.x,
            Anchor.MIDDLE: self.x - width / 2,
            Anchor.END: self.x - width,
        }
        return start[self.anchor], start[self.anchor] + width


@dataclass(frozen=True, slots=True)
class Line:
    x1: float
    y1: float
    x2: float
    y2: float
    kind: str


@dataclass(frozen=True, slots=True)
class Drawing:
    width: float
    height: float
    lines: tuple[Line, ...] = ()
    boxes: tuple[Box, ...] = ()
    labels: tuple[Label, ...] = ()


def width_of(text: str, size: float = SMALL) -> float:
    return (len(text) * LETTER + MORE) * size if text else 0


def clipped(text: str, room: float, size: float = SMALL) -> str:
    """As much of it as fits, with an ellipsis where something is left out."""
    most = max(int((room / size - MORE) / LETTER), 1)
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
