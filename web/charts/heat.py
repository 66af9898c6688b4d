"""A grid of cells that grow darker: days against hours, lying on a desk, standing on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from web.charts.scale import with_room
from web.charts.shapes import Anchor, Box, Drawing, Label, width_of

SEAM = 2.0
HEAD = 22.0
LYING, STANDING = 34.0, 28.0
SMALLEST_TEXT = 11.0


@dataclass(frozen=True, slots=True)
class Cell:
    """``level``: 1 to 5; None where too little is known for one. ``said``: what stands in it."""

    level: int | None
    said: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """``cells``: for each of ``across`` one column, for each of ``down`` one row; None is empty."""

    across: tuple[str, ...]
    down: tuple[str, ...]
    cells: tuple[tuple[Cell | None, ...], ...]

    def turned(self) -> Grid:
        return Grid(self.down, self.across, tuple(zip(*self.cells, strict=True)))


def heat(grid: Grid, width: float) -> Drawing:
    tall = LYING if len(grid.across) > len(grid.down) else STANDING
    left = max((width_of(name) for name in grid.down), default=0) + 10
    wide = (width - left) / max(len(grid.across), 1)
    heads = [
        Label(left + wide * (n + 0.5), HEAD - 9, name, "label", Anchor.MIDDLE)
        for n, name in enumerate(grid.across)
    ]
    sides = [
        Label(left - 8, HEAD + tall * (n + 0.5) + 4, name, "label", Anchor.END)
        for n, name in enumerate(grid.down)
    ]
    boxes: list[Box] = []
    said: list[Label] = []
    for down, row in enumerate(grid.cells):
        for across, cell in enumerate(row):
            x, y = left + wide * across, HEAD + tall * down
            boxes.append(_box(cell, x, y, wide - SEAM, tall - SEAM))
            said += _said(cell, x + (wide - SEAM) / 2, y + (tall - SEAM) / 2, wide - SEAM)
    labels = (*with_room(heads, width), *sides, *said)
    return Drawing(width, HEAD + tall * len(grid.down), boxes=tuple(boxes), labels=labels)


def _box(cell: Cell | None, x: float, y: float, wide: float, tall: float) -> Box:
    if cell is None:
        return Box(x, y, wide, tall, "cell empty")
    kind = "cell few" if cell.level is None else f"cell level-{cell.level}"
    return Box(x, y, wide, tall, kind, hint=cell.hint)


def _said(cell: Cell | None, x: float, y: float, room: float) -> Sequence[Label]:
    """Nothing where it would not fit: the table has it."""
    if cell is None or width_of(cell.said, SMALLEST_TEXT) > room:
        return ()
    kind = "count few" if cell.level is None else f"count level-{cell.level}"
    return (Label(x, y + 4, cell.said, kind, Anchor.MIDDLE, SMALLEST_TEXT),)
