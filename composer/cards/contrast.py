"""Colour arithmetic: WCAG 2 contrast, mixing, and the nearest readable colour."""

from __future__ import annotations

import re
from functools import lru_cache

RGB = tuple[int, int, int]

WHITE: RGB = (255, 255, 255)
BLACK: RGB = (0, 0, 0)
BODY = 4.5  # WCAG 2 AA for text
LARGE = 3.0  # and for large text and graphics
LARGE_TEXT = 48  # pixels: WCAG's large bold text on a phone that shows the card at a third
STEPS = 100


def parse(colour: str) -> RGB:
    """``#rrggbb`` as numbers; ValueError for anything else."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise ValueError(f"not a colour: {colour!r}")
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(first: RGB, second: RGB, share: float) -> RGB:
    """``share`` 0 is the first colour, 1 the second."""
    r, g, b = (round(a + (z - a) * share) for a, z in zip(first, second, strict=True))
    return r, g, b


def luminance(colour: RGB) -> float:
    r, g, b = (_linear(channel / 255) for channel in colour)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def ratio(first: RGB, second: RGB) -> float:
    """WCAG contrast, 1 to 21."""
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


@lru_cache(maxsize=1024)
def readable(colour: RGB, least: float, *grounds: RGB) -> RGB:
    """The nearest colour to ``colour`` that keeps ``least`` on all of the grounds.

    ValueError where neither black nor white reaches it.
    """
    for end in _nearest_first(colour, grounds[0]):
        for step in range(STEPS + 1):
            candidate = mix(colour, end, step / STEPS)
            if all(ratio(candidate, ground) >= least for ground in grounds):
                return candidate
    raise ValueError(f"nothing reaches {least} on {grounds}")


def _nearest_first(colour: RGB, ground: RGB) -> tuple[RGB, RGB]:
    """Try first the way the colour already leans: a light accent stays light."""
    lighter = luminance(colour) >= luminance(ground)
    return (WHITE, BLACK) if lighter else (BLACK, WHITE)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
