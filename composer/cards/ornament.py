"""Generated textile geometry: kawung petals, a tumpal edge, and a flower for offices without logo.

Our own shapes after two old motifs of Indonesian cloth. Everything here is a mask, so that each
brand tints the same picture; masks are made once.
"""

from __future__ import annotations

from functools import lru_cache
from math import cos, hypot, pi, sin

from PIL import Image, ImageChops, ImageDraw

OVERSAMPLE = 4
POINTS = 24
FADE_STEPS = 48
LIT = ((0, 0, 1.0), (1, 0, 0.55), (0, 1, 0.45))  # columns from the right, row, strength
Point = tuple[float, float]


@lru_cache(maxsize=8)
def kawung(size: tuple[int, int], cell: int) -> Image.Image:
    """Petals in fours, meeting at the corners of a square grid."""
    tile = _cell(cell)
    row = Image.new("L", (size[0], cell))
    for x in range(0, size[0], cell):
        row.paste(tile, (x, 0))
    whole = Image.new("L", size)
    for y in range(0, size[1], cell):
        whole.paste(row, (0, y))
    return whole


@lru_cache(maxsize=8)
def corner_field(size: tuple[int, int], cell: int) -> Image.Image:
    """Petals that are clear at the top right and fade towards the text."""
    steps = FADE_STEPS
    small = Image.new("L", (steps, steps))
    small.putdata(
        [
            round(255 * max(0.0, min(1.0, 1.12 - hypot(0.95 * (1 - x / steps), 0.95 * y / steps))))
            for y in range(steps)
            for x in range(steps)
        ]
    )
    return ImageChops.multiply(kawung(size, cell), small.resize(size, Image.Resampling.BICUBIC))


@lru_cache(maxsize=8)
def lit_corner(size: tuple[int, int], cell: int) -> Image.Image:
    """The few flowers of ``corner_field`` that catch the light."""
    whole = Image.new("L", size)
    columns = (size[0] - cell // 3) // cell
    tile = _cell(cell, border=False)
    for back, row, strength in LIT:
        flower = tile.point([round(level * strength) for level in range(256)])
        whole.paste(flower, ((columns - back) * cell, row * cell))
    return whole


@lru_cache(maxsize=8)
def field(size: tuple[int, int], cell: int, *, falling: bool) -> Image.Image:
    """Petals that fade in towards the foot, or where ``falling``, from the head down."""
    fade = Image.linear_gradient("L").resize(size)
    if falling:
        fade = fade.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    return ImageChops.multiply(kawung(size, cell), fade)


@lru_cache(maxsize=16)
def edge(length: int, depth: int, *, inner: bool, upright: bool) -> Image.Image:
    """A row of slim triangles along a line, the head of a sarong; ``inner`` are their cores."""
    count = max(1, round(length / (depth * 1.15)))
    large = Image.new("L", (length * OVERSAMPLE, depth * OVERSAMPLE))
    draw = ImageDraw.Draw(large)
    pitch = large.width / count
    half, low, top = (0.2, 0.86, 0.42) if inner else (0.5, 1.0, 0.0)
    for index in range(count):
        middle = (index + 0.5) * pitch
        draw.polygon(
            [
                (middle - half * pitch, low * large.height),
                (middle, top * large.height),
                (middle + half * pitch, low * large.height),
            ],
            fill=255,
        )
    row = large.reduce(OVERSAMPLE)
    return row.transpose(Image.Transpose.ROTATE_90) if upright else row


@lru_cache(maxsize=16)
def flower(side: int) -> Image.Image:
    """One kawung flower."""
    large = Image.new("L", (side * OVERSAMPLE,) * 2)
    draw = ImageDraw.Draw(large)
    middle = large.width / 2
    for quarter in range(4):
        angle = pi / 4 + quarter * pi / 2
        draw.polygon(_petal(middle, angle, 0.1 * middle, 1.16 * middle, 0.37 * middle), fill=255)
        draw.polygon(_petal(middle, angle, 0.44 * middle, 0.9 * middle, 0.1 * middle), fill=0)
    return large.reduce(OVERSAMPLE)


def _cell(cell: int, *, border: bool = True) -> Image.Image:
    large = Image.new("L", (cell * OVERSAMPLE,) * 2)
    draw = ImageDraw.Draw(large)
    middle = large.width / 2
    for quarter in range(4):
        angle = pi / 4 + quarter * pi / 2
        draw.polygon(_petal(middle, angle, 0.13 * middle, 1.34 * middle, 0.36 * middle), fill=255)
        draw.polygon(_petal(middle, angle, 0.24 * middle, 1.23 * middle, 0.29 * middle), fill=70)
        draw.polygon(_petal(middle, angle, 0.5 * middle, 0.98 * middle, 0.09 * middle), fill=255)
    _dot(draw, middle, middle, 0.07 * middle)
    for x in (0.0, float(large.width)) if border else ():
        _dot(draw, x, middle, 0.1 * middle)
        _dot(draw, middle, x, 0.1 * middle)
    return large.reduce(OVERSAMPLE)


def _petal(middle: float, angle: float, start: float, end: float, half: float) -> list[Point]:
    """A lens from ``start`` to ``end`` along ``angle``."""

    def at(share: float, side: int) -> Point:
        along = start + (end - start) * share
        across = side * half * sin(pi * share) ** 0.85
        return (
            middle + along * cos(angle) - across * sin(angle),
            middle + along * sin(angle) + across * cos(angle),
        )

    there = [at(i / POINTS, 1) for i in range(POINTS + 1)]
    return there + [at(i / POINTS, -1) for i in range(POINTS, -1, -1)]


def _dot(draw: ImageDraw.ImageDraw, x: float, y: float, half: float) -> None:
    draw.polygon([(x - half, y), (x, y - half), (x + half, y), (x, y + half)], fill=255)
