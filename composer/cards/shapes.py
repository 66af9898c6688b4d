"""What a laid-out card is made of: placed shapes, in drawing order."""

from __future__ import annotations

from dataclasses import dataclass

from composer.cards.contrast import RGB
from composer.cards.grid import Box
from composer.cards.model import Format, Photo, Slot
from composer.cards.palette import Surface


@dataclass(frozen=True, slots=True)
class Style:
    """``leading`` is a multiple of the size, ``tracking`` in em."""

    weight: int
    tracking: float = 0.0
    leading: float = 1.4
    balance: bool = True


@dataclass(frozen=True, slots=True)
class Run:
    """One line of text. ``on`` is the hardest ground it stands on; ``box`` its ink."""

    slot: Slot
    text: str
    x: float
    baseline: int
    size: int
    style: Style
    colour: RGB
    on: RGB
    box: Box


@dataclass(frozen=True, slots=True)
class Fill:
    box: Box
    colour: RGB
    radius: int = 0


@dataclass(frozen=True, slots=True)
class Ring:
    """A gauge: ``share`` of the circle in ``colour``, the rest in ``track``."""

    box: Box
    thickness: int
    share: float
    colour: RGB
    track: RGB


@dataclass(frozen=True, slots=True)
class Tick:
    box: Box
    colour: RGB
    mark: RGB


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code. ``quiet``: it brings its own light ground, because the surface is dark."""

    box: Box
    target: str
    dark: RGB
    light: RGB
    quiet: bool


@dataclass(frozen=True, slots=True)
class Emblem:
    """The office's logo, or a four-petalled flower where it has none.

    ``tile`` is a light ground for a logo on a dark surface: most are drawn for paper.
    """

    box: Box
    logo: bytes | None
    colour: RGB
    mark: RGB
    tile: RGB | None


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo with a woven edge in ``ground`` along its foot; ``tab`` keeps the header off it."""

    box: Box
    photo: Photo
    ground: RGB
    tab: Box


@dataclass(frozen=True, slots=True)
class Sheet:
    """The second surface, with a woven edge along its top or its left side."""

    box: Box
    surface: Surface
    edge: RGB
    at_left: bool
    field: Box | None  # where its ornament shows, away from text


Shape = Run | Fill | Ring | Tick | Code | Emblem | Picture | Sheet


@dataclass(frozen=True, slots=True)
class Block:
    """The room one part takes; blocks never overlap and stay inside the safe area."""

    slot: Slot
    box: Box


@dataclass(frozen=True, slots=True)
class Scene:
    fmt: Format
    main: Surface
    width: int  # of the main surface
    shapes: tuple[Shape, ...]
    blocks: tuple[Block, ...]

    @property
    def runs(self) -> tuple[Run, ...]:
        return tuple(shape for shape in self.shapes if isinstance(shape, Run))
