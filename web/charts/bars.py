"""Bars beside each other's names, longest first; each may have a second part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from web.charts.shapes import Anchor, Box, Corners, Drawing, Label, clipped, width_of

NAME = 13.0
ROW, TALL = 54.0, 16.0
NAMED = 21.0  # the name stands above its bar, so that a long one has the whole width
LEAST = 2.0  # a told zero is seen
GAP = 10.0
SEAM = 2.0  # between the two parts


@dataclass(frozen=True, slots=True)
class Bar:
    """``parts``: None where nothing is told. ``said``: the figure. ``aside``: how sure it is."""

    name: str
    parts: tuple[int | None, ...]
    said: str
    aside: str = ""
    hint: str = ""

    @property
    def total(self) -> int:
        return sum(part or 0 for part in self.parts)

    @property
    def told(self) -> bool:
        return any(part is not None for part in self.parts)


def bars(given: Sequence[Bar], width: float) -> Drawing:
    most = max((bar.total for bar in given), default=0) or 1
    room = width - GAP - max((width_of(bar.said, NAME) for bar in given), default=0)
    boxes = [
        box for n, bar in enumerate(given) for box in _boxes(bar, ROW * n + NAMED, room / most)
    ]
    labels = [label for n, bar in enumerate(given) for label in _labels(bar, n, width, room / most)]
    return Drawing(width, ROW * len(given), boxes=tuple(boxes), labels=tuple(labels))


def _boxes(bar: Bar, y: float, unit: float) -> list[Box]:
    told = [(n, part) for n, part in enumerate(bar.parts) if part is not None]
    made, x = [], 0.0
    for place, (n, part) in enumerate(told):
        long = max(part * unit, LEAST)
        last = place == len(told) - 1
        shape = Corners.RIGHT if last else Corners.ALL
        radius = min(4.0, long / 2) if last else 0
        shown = long if last else max(long - SEAM, LEAST)
        made.append(Box(x, y, shown, TALL, f"bar part-{n + 1}", shape, radius, bar.hint))
        x += long
    return made


def _labels(bar: Bar, n: int, width: float, unit: float) -> list[Label]:
    top = ROW * n
    aside = width_of(bar.aside)
    name = clipped(bar.name, width - aside - GAP, NAME)
    end = sum(max(part * unit, LEAST) for part in bar.parts if part is not None)
    kind = "figure" if bar.told else "untold-word"
    labels = [
        Label(0, top + NAMED - 7, name, "name", size=NAME),
        Label(end + GAP if bar.told else 0, top + NAMED + TALL - 4, bar.said, kind, size=NAME),
    ]
    if bar.aside:
        labels.append(Label(width, top + NAMED - 7, bar.aside, "label", Anchor.END))
    return labels
