"""Round numbers for an axis, and which of many labels there is room for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import count, pairwise

from web.charts.shapes import Anchor, Label, width_of

STEPS = (1, 2, 5)
APART = 10.0


def ticks(most: int, about: int = 4) -> tuple[int, ...]:
    """From 0 to at least ``most`` in steps of 1, 2 or 5 times a power of ten: ``about`` of them."""
    steps = (n * 10**power for power in count() for n in STEPS)
    step = next(step for step in steps if step * about >= most)
    last = max(1, -(-most // step))
    return tuple(step * n for n in range(last + 1))


def with_room(labels: Sequence[Label], width: float) -> tuple[Label, ...]:
    """Every one, every second, every third… until none touches the next.

    Counted from the last, which is the newest; pushed inside where one would leave the drawing.
    """
    for step in range(1, len(labels) + 1):
        kept = [_inside(label, width) for label in reversed(labels[::-1][::step])]
        if all(one.span[1] + APART <= other.span[0] for one, other in pairwise(kept)):
            return tuple(kept)
    return ()


def _inside(label: Label, width: float) -> Label:
    """Only of labels that are anchored in the middle."""
    if label.anchor is not Anchor.MIDDLE:
        return label
    half = width_of(label.text, label.size) / 2
    return replace(label, x=max(half, min(label.x, width - half)))
