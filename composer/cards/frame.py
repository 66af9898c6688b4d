"""The job of laying out one card, the styles its parts share, and the office at the top."""

from __future__ import annotations

from dataclasses import dataclass

from composer.cards.contrast import RGB, WHITE
from composer.cards.errors import DoesNotFit
from composer.cards.grid import Box, Grid
from composer.cards.model import Brand, CardContent, Fact, Layout, Slot
from composer.cards.palette import PAPER, Palette, Surface
from composer.cards.pieces import Canvas, Ink, Part, Setter, column, too_long
from composer.cards.shapes import Emblem, Style

OFFICE = Style(700, leading=1.25)
LABEL = Style(500, 0.005, 1.35)
VALUE = Style(700, -0.01, 1.22)
SMALL = Style(400, 0.005, 1.42)
BADGE = Style(700, 0.07)
ROWS = 6  # of fees and requirements under each other on a wide card


@dataclass(frozen=True, slots=True)
class Job:
    """All that laying out one card needs."""

    content: CardContent
    brand: Brand
    grid: Grid
    colours: Palette
    setter: Setter


def sheet_facts(job: Job) -> tuple[Fact, ...]:
    """Fees belong to the message, except where a wide card would be crowded by them."""
    content = job.content
    crowded = bool(job.grid.side and content.items) and len(content.facts + content.items) > ROWS
    if content.layout is Layout.REQUIREMENTS and not crowded:
        return ()
    return content.facts


def ink(surface: Surface, colour: RGB) -> Ink:
    """A colour with the place on the surface where it is hardest to read."""
    return Ink(colour, surface.hardest(colour))


def header(job: Job, canvas: Canvas, width: int) -> Box:
    """The office, large enough to be trusted. Returns the room it took."""
    grid, box = job.grid, job.grid.safe
    emblem = Box(box.x, box.y, grid.emblem, grid.emblem)
    colours = job.colours
    tile = PAPER if colours.main.ink == WHITE else None
    mark = Emblem(emblem, job.brand.logo, colours.badge, colours.on_badge, tile)
    canvas.shapes.append(mark)
    left = emblem.right + grid.unit * 2 + grid.unit // 2
    name = _name(job, min(width - (left - box.x), grid.office * 19))
    canvas.put(name, left, emblem.y + (emblem.height - name.height) // 2)
    return Box(box.x, box.y, left - box.x + name.width, grid.emblem)


def _name(job: Job, width: int) -> Part:
    """The name with the handle under it, the name in two lines, or at worst the short name."""
    grid, surface = job.grid, job.colours.main
    strong, quiet = ink(surface, surface.ink), ink(surface, surface.muted)
    name = _office(job, width, strong)
    if name.height > grid.office or not job.brand.handle:
        return name
    try:
        handle = job.setter.line(Slot.OFFICE, job.brand.handle, width, grid.small, LABEL, quiet)
    except DoesNotFit:
        return name
    return column(Slot.OFFICE, [(0, name), (round(grid.unit * 2.2), handle)])


def _office(job: Job, width: int, colour: Ink) -> Part:
    for text in (job.brand.name, job.brand.short_name):
        try:
            name = job.setter.text(Slot.OFFICE, text, width, job.grid.office, OFFICE, colour)
        except DoesNotFit:
            continue
        if name.height <= job.grid.emblem:
            return name
    raise too_long(Slot.OFFICE)
