"""From a scene to pixels and to a JPEG file."""

from __future__ import annotations

from functools import lru_cache, singledispatch
from io import BytesIO
from math import cos, pi, sin

from PIL import Image, ImageCms, ImageDraw, ImageOps

from composer.cards import ornament, photo, qr
from composer.cards.fonts import Typeface
from composer.cards.grid import GRIDS, Box
from composer.cards.model import Format, Slot
from composer.cards.palette import Surface
from composer.cards.shapes import Code, Emblem, Fill, Picture, Ring, Run, Scene, Shape, Sheet, Tick

OVERSAMPLE = 4
QUALITY = 88
PHASES = 4
EDGE = 30  # depth of the woven edge
TAB = 40  # corner of the tab
CELL = 160  # of the ornament on a sheet
Card = Image.Image


def draw(scene: Scene, face: Typeface) -> Card:
    card = ground(scene.main, scene.fmt, scene.width).copy()
    for shape in scene.shapes:
        if isinstance(shape, Run):
            write(card, shape, face)
        else:
            _paint(shape, card)
    return card


def jpeg(card: Card) -> bytes:
    """Baseline, full colour resolution: halved colour frays light text on a strong ground."""
    file = BytesIO()
    card.save(file, "JPEG", quality=QUALITY, subsampling=0, icc_profile=_srgb_profile())
    return file.getvalue()


@lru_cache(maxsize=6)
def ground(surface: Surface, fmt: Format, width: int) -> Card:
    """The main surface with its ornament; kept, for it is the slowest part of a card."""
    size = fmt.size
    slope = Image.linear_gradient("L").resize(size)
    card = Image.composite(
        Image.new("RGB", size, surface.far), Image.new("RGB", size, surface.ground), slope
    )
    cell, area = GRIDS[fmt].unit * 20, (width, size[1])
    card.paste(surface.motif, (0, 0), ornament.corner_field(area, cell))
    card.paste(surface.glow, (0, 0), ornament.lit_corner(area, cell))
    return card


@lru_cache(maxsize=1)
def _srgb_profile() -> bytes:
    """Says sRGB. The date of its making is taken out, so that equal cards have equal bytes."""
    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    made[24:36] = bytes(12)
    return bytes(made)


def write(card: Card, run: Run, face: Typeface) -> None:
    """One line of text, glyph by glyph, each on its quarter pixel."""
    style, size = run.style, run.size
    pens = face.pens(run.text, style.weight, style.tracking)
    for character, pen in zip(run.text, pens, strict=False):
        at = round((run.x + pen * size) * PHASES)
        glyph = face.glyph(character, style.weight, size, at % PHASES)
        if glyph:
            place = (at // PHASES + glyph.left, run.baseline + glyph.top)
            card.paste(run.colour, place, glyph.mask)


@singledispatch
def _paint(shape: Shape, card: Card) -> None:
    raise TypeError(type(shape).__name__)


@_paint.register
def _(shape: Fill, card: Card) -> None:
    box = shape.box
    where = (box.x, box.y, box.right, box.bottom)
    if shape.radius:
        card.paste(shape.colour, where, _rounded(box.width, box.height, shape.radius))
    else:
        card.paste(shape.colour, where)


@_paint.register
def _(shape: Ring, card: Card) -> None:
    place = (shape.box.x, shape.box.y)
    side, thickness = shape.box.width, shape.thickness
    card.paste(shape.track, place, _arc(side, thickness, 1.0))
    card.paste(shape.colour, place, _arc(side, thickness, shape.share))


@_paint.register
def _(shape: Tick, card: Card) -> None:
    place = (shape.box.x, shape.box.y)
    side = shape.box.width
    card.paste(shape.colour, place, _rounded(side, side, side // 2))
    card.paste(shape.mark, place, _check(side))


@_paint.register
def _(shape: Code, card: Card) -> None:
    code = qr.picture(shape.target, shape.box, shape.dark, shape.light, quiet=shape.quiet)
    radius = shape.box.width // 12
    mask = _rounded(code.width, code.height, radius) if shape.quiet else None
    card.paste(code, (shape.box.x, shape.box.y), mask)


@_paint.register
def _(shape: Emblem, card: Card) -> None:
    box = shape.box
    corners = _rounded(box.width, box.height, box.width // 4)
    if shape.logo is not None:
        if shape.tile:
            card.paste(shape.tile, (box.x, box.y), corners)
            box = box.inset(round(box.width * 0.12))
        size = (box.width, box.height)
        logo = photo.opened(shape.logo, Slot.LOGO, size).convert("RGBA")
        logo = ImageOps.pad(logo, size, Image.Resampling.LANCZOS, color=(0, 0, 0, 0))
        card.paste(logo, (box.x, box.y), logo)
        return
    card.paste(shape.colour, (box.x, box.y), corners)
    inner = box.inset(round(box.width * 0.17))
    card.paste(shape.mark, (inner.x, inner.y), ornament.flower(inner.width))


@_paint.register
def _(shape: Picture, card: Card) -> None:
    box, tab = shape.box, shape.tab
    card.paste(photo.cover(shape.photo, (box.width, box.height)), (box.x, box.y))
    woven = ornament.edge(box.width, EDGE, inner=False, upright=False)
    card.paste(shape.ground, (box.x, box.bottom - EDGE), woven)
    # Rounded only where it ends: the other corners lie outside the card.
    beyond = Box(tab.x - TAB, tab.y, tab.width + TAB, tab.height)
    card.paste(shape.ground, (beyond.x, beyond.y), _rounded(beyond.width, beyond.height, TAB))


@_paint.register
def _(shape: Sheet, card: Card) -> None:
    box, surface = shape.box, shape.surface
    card.paste(surface.ground, (box.x, box.y, box.right, box.bottom))
    along = box.height if shape.at_left else box.width
    at = (box.x - EDGE, box.y) if shape.at_left else (box.x, box.y - EDGE)
    for colour, inner in ((surface.ground, False), (shape.edge, True)):
        card.paste(colour, at, ornament.edge(along, EDGE, inner=inner, upright=shape.at_left))
    if shape.field:
        size = (shape.field.width, shape.field.height)
        field = ornament.field(size, CELL, falling=shape.at_left)
        card.paste(surface.motif, (shape.field.x, shape.field.y), field)


@lru_cache(maxsize=128)
def _rounded(width: int, height: int, radius: int) -> Image.Image:
    large = Image.new("L", (width * OVERSAMPLE, height * OVERSAMPLE))
    ImageDraw.Draw(large).rounded_rectangle(
        (0, 0, large.width - 1, large.height - 1), radius * OVERSAMPLE, fill=255
    )
    return large.reduce(OVERSAMPLE)


@lru_cache(maxsize=32)
def _check(side: int) -> Image.Image:
    large = Image.new("L", (side * OVERSAMPLE,) * 2)
    unit = large.width / 24
    points = [(7 * unit, 12.4 * unit), (10.6 * unit, 16 * unit), (17.2 * unit, 8.6 * unit)]
    draw = ImageDraw.Draw(large)
    draw.line(points, fill=255, width=round(2.6 * unit), joint="curve")
    for x, y in (points[0], points[-1]):
        half = 1.3 * unit
        draw.ellipse((x - half, y - half, x + half, y + half), fill=255)
    return large.reduce(OVERSAMPLE)


@lru_cache(maxsize=32)
def _arc(side: int, thickness: int, share: float) -> Image.Image:
    """A stroke along a circle, clockwise from the top, with round ends."""
    large = Image.new("L", (side * 2, side * 2))
    draw = ImageDraw.Draw(large)
    box = (0, 0, side * 2 - 1, side * 2 - 1)
    draw.arc(box, -90, -90 + 360 * min(1.0, max(0.0, share)), fill=255, width=thickness * 2)
    if 0 < share < 1:
        _round_ends(draw, side, thickness, share)
    return large.reduce(2)


def _round_ends(draw: ImageDraw.ImageDraw, side: int, thickness: int, share: float) -> None:
    path = side - thickness
    for turn in (0.0, share):
        angle = 2 * pi * turn - pi / 2
        x, y = side + path * cos(angle), side + path * sin(angle)
        draw.ellipse((x - thickness, y - thickness, x + thickness, y + thickness), fill=255)
