"""Columns over time: one for each day, week or month."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from web.charts.scale import ticks, with_room
from web.charts.shapes import Anchor, Box, Corners, Drawing, Label, Line, width_of

TOP, FOOT = 12.0, 26.0
ZERO = 2.0  # a told zero is seen
DOT = 7.0  # what was sent and is not told
WIDEST = 44.0
Say = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Column:
    """``value``: None where nothing is told. ``sent``: whether there was anything to tell of.

    ``partial``: a stretch of time that is not over, or not whole.
    """

    label: str
    value: int | None
    sent: bool
    hint: str
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the columns stand: from ``left`` to ``right``, on ``floor``, ``high`` for ``most``."""

    left: float
    right: float
    floor: float
    high: float
    most: int

    def height(self, value: int) -> float:
        return self.high * value / self.most


def columns(given: Sequence[Column], width: float, height: float, say: Say) -> Drawing:
    marks = ticks(max((each.value or 0 for each in given), default=0))
    left = max(width_of(say(mark)) for mark in marks) + 10
    frame = Frame(left, width, height - FOOT, height - FOOT - TOP, marks[-1])
    slot = (frame.right - frame.left) / max(len(given), 1)
    lines, labels = _axis(marks, frame, say)
    return Drawing(
        width,
        height,
        lines=lines,
        boxes=tuple(
            box for n, each in enumerate(given) for box in _box(each, left + slot * n, slot, frame)
        ),
        labels=(*labels, *_below(given, slot, frame, height)),
    )


def _axis(
    marks: Sequence[int], frame: Frame, say: Say
) -> tuple[tuple[Line, ...], tuple[Label, ...]]:
    heights = [(mark, frame.floor - frame.height(mark)) for mark in marks]
    lines = tuple(
        Line(frame.left, y, frame.right, y, "grid" if mark else "floor") for mark, y in heights
    )
    labels = tuple(
        Label(frame.left - 8, y + 4, say(mark), "tick", Anchor.END) for mark, y in heights
    )
    return lines, labels


def _box(each: Column, x: float, slot: float, frame: Frame) -> list[Box]:
    if not each.sent:
        return []
    if each.value is None:
        middle = x + slot / 2 - DOT / 2
        return [
            Box(middle, frame.floor - DOT - 3, DOT, DOT, "untold", radius=DOT / 2, hint=each.hint)
        ]
    wide = min(slot * 0.72, WIDEST)
    high = max(frame.height(each.value), ZERO)
    kind = "column partial" if each.partial else "column"
    place = x + (slot - wide) / 2
    corners = Corners.TOP if high > ZERO else Corners.ALL
    radius = min(4.0, wide / 2, high / 2)
    return [Box(place, frame.floor - high, wide, high, kind, corners, radius, each.hint)]


def _below(given: Sequence[Column], slot: float, frame: Frame, height: float) -> tuple[Label, ...]:
    every = [
        Label(frame.left + slot * (n + 0.5), height - 6, each.label, "label", Anchor.MIDDLE)
        for n, each in enumerate(given)
    ]
    return with_room(every, frame.right)
