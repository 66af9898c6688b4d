"""What every card has: the office at the top, and the sheet with facts, code and sources."""

from __future__ import annotations

from dataclasses import dataclass

from composer.cards import qr
from composer.cards.contrast import RGB, ratio
from composer.cards.errors import DoesNotFit
from composer.cards.grid import Box, Grid
from composer.cards.model import Brand, CardContent, Fact, Format, Slot
from composer.cards.palette import PAPER, Palette, Surface
from composer.cards.pieces import Canvas, Ink, Part, Setter, between, column, too_long
from composer.cards.shapes import Code, Emblem, Fill, Shape, Sheet, Style
from composer.cards.text import TooWide

OFFICE = Style(700, leading=1.25)
LABEL = Style(500, 0.005, 1.35)
VALUE = Style(700, -0.01, 1.22)
SMALL = Style(400, 0.005, 1.42)
LINK = Style(700, 0.0, 1.3)
BADGE = Style(700, 0.07)
SIZES = 5  # steps from the largest value to the smallest


@dataclass(frozen=True, slots=True)
class Job:
    """All that laying out one card needs."""

    content: CardContent
    brand: Brand
    grid: Grid
    colours: Palette
    setter: Setter


def ink(surface: Surface, colour: RGB) -> Ink:
    """A colour with the place on the surface where it is hardest to read."""
    places = (surface.ground, surface.far, surface.motif)
    return Ink(colour, min(places, key=lambda place: ratio(colour, place)))


def header(job: Job, canvas: Canvas, width: int) -> Box:
    """The office, large enough to be trusted. Returns the room it took."""
    grid, surface, box = job.grid, job.colours.main, job.grid.safe
    emblem = Box(box.x, box.y, grid.emblem, grid.emblem)
    canvas.shapes.append(Emblem(emblem, job.brand.logo, job.colours.badge, job.colours.on_badge))
    left = emblem.right + grid.unit * 2 + grid.unit // 2
    name = job.setter.text(
        Slot.OFFICE,
        job.brand.name,
        min(width - (left - box.x), grid.office * 19),
        grid.office,
        OFFICE,
        ink(surface, surface.ink),
    )
    if name.height > grid.emblem:
        raise too_long(Slot.OFFICE)
    canvas.put(name, left, emblem.y + (emblem.height - name.height) // 2)
    return Box(box.x, box.y, left - box.x + name.width, grid.emblem)


def facts(job: Job, given: tuple[Fact, ...], width: int, surface: Surface, room: int) -> Part:
    """Label over value, one under the other, as large as the room allows."""
    for step in range(SIZES + 1):
        size = between(job.grid.value, step / SIZES)
        gap = round(job.grid.unit * (5 - 1.5 * step / SIZES))
        try:
            parts = [(gap, _fact(job, fact, width, size, surface)) for fact in given]
        except TooWide:
            continue
        whole = column(Slot.FACTS, parts)
        if whole.height <= room:
            return whole
    raise too_long(Slot.FACTS)


def _fact(job: Job, fact: Fact, width: int, size: int, surface: Surface) -> Part:
    setter, grid = job.setter, job.grid
    label = setter.text(
        Slot.FACTS, fact.label, width, grid.label, LABEL, ink(surface, surface.muted)
    )
    value = setter.text(Slot.FACTS, fact.value, width, size, VALUE, ink(surface, surface.ink))
    return column(Slot.FACTS, [(0, label), (round(grid.unit * 2.4), value)])


def code(job: Job, surface: Surface, *, room: int) -> Part:
    """The QR code; on a dark surface it brings a light tile."""
    own_ground = surface.ink == (255, 255, 255)
    side = qr.side(job.content.link, room, quiet=own_ground)
    dark = job.colours.sheet.ground if own_ground else surface.ink
    light = PAPER if own_ground else surface.ground

    def put(x: int, y: int) -> list[Shape]:
        return [Code(Box(x, y, side, side), job.content.link, dark, light, own_ground)]

    return Part(Slot.LINK, side, side, 0, put)


def link_text(job: Job, width: int, surface: Surface) -> Part | None:
    """What the code leads to, in words and as an address one can type."""
    if not job.content.link:
        return None
    setter, grid = job.setter, job.grid
    label = job.content.link_label or "Pindai untuk selengkapnya"
    first = setter.text(
        Slot.LINK_LABEL, label, width, grid.small, SMALL, ink(surface, surface.muted)
    )
    address = _address(job, width, ink(surface, surface.ink))
    parts = [(0, first)] + ([(round(grid.unit * 1.8), address)] if address else [])
    return column(Slot.LINK_LABEL, parts)


def _address(job: Job, width: int, colour: Ink) -> Part | None:
    """The address without its scheme; only the host where the whole is too wide."""
    bare = job.content.link.split("://", 1)[-1].rstrip("/")
    for text in (bare, bare.split("/", 1)[0]):
        try:
            return job.setter.line(Slot.LINK, text, width, job.grid.small, LINK, colour)
        except (TooWide, DoesNotFit):
            continue
    return None


def footnote(job: Job, width: int, surface: Surface) -> Part | None:
    if not job.content.footnote:
        return None
    part = job.setter.text(
        Slot.FOOTNOTE,
        job.content.footnote,
        width,
        job.grid.small,
        SMALL,
        ink(surface, surface.muted),
    )
    if part.height > job.grid.small * SMALL.leading * 3.2:
        raise too_long(Slot.FOOTNOTE)
    return part


def sheet(job: Job, canvas: Canvas, given: tuple[Fact, ...]) -> Box:
    """Draw the sheet and return the room left for the message, header not counted."""
    content, safe = job.content, job.grid.safe
    if not (given or content.link or content.footnote):
        return safe
    if job.grid.fmt is Format.WIDE:
        return _side_sheet(job, canvas, given)
    return _bottom_sheet(job, canvas, given)


def _bottom_sheet(job: Job, canvas: Canvas, given: tuple[Fact, ...]) -> Box:
    grid, safe, surface = job.grid, job.grid.safe, job.colours.sheet
    rows = _rows(job, given, safe.width)
    gap = grid.unit * 5
    height = sum(row.height for row, _ in rows) + gap * (len(rows) - 1)
    top = safe.bottom - height - grid.unit * 7
    canvas.shapes.append(
        Sheet(Box(0, top, grid.size[0], grid.size[1] - top), surface, job.colours.badge, False)
    )
    y = safe.bottom - height
    for row, pieces in rows:
        for part, x, down in pieces:
            canvas.put(part, safe.x + x, y + down)
        y += row.height + gap
    return Box(safe.x, safe.y, safe.width, top - grid.unit * 8 - safe.y)


Placed = tuple[Part, int, int]


def _rows(job: Job, given: tuple[Fact, ...], width: int) -> list[tuple[Part, list[Placed]]]:
    """Facts with the code beside them, then address and source under both."""
    grid, surface = job.grid, job.colours.sheet
    square = code(job, surface, room=grid.qr) if job.content.link else None
    beside = width - (square.width + grid.unit * 6 if square else 0)
    rows: list[tuple[Part, list[Placed]]] = []
    if given:
        left = facts(job, given, beside, surface, job.grid.safe.height * 2 // 5)
        tail = [link_text(job, width, surface), footnote(job, width, surface)]
    else:
        texts = [link_text(job, beside, surface), footnote(job, beside, surface)]
        left = column(Slot.LINK_LABEL, [(grid.unit * 3, part) for part in texts if part])
        tail = []
    pieces = [(left, 0, 0)]
    tallest = left
    if square:
        down = 0 if given else max(0, (square.height - left.height) // 2)
        pieces = [(left, 0, down), (square, width - square.width, 0)]
        tallest = max(left, square, key=lambda part: part.height)
    rows.append((tallest, pieces))
    foot = [part for part in tail if part]
    if foot:
        under = _ruled(
            column(Slot.LINK_LABEL, [(grid.unit * 3, part) for part in foot]), width, job
        )
        rows.append((under, [(under, 0, 0)]))
    return rows


def _ruled(part: Part, width: int, job: Job) -> Part:
    """With a hairline above."""
    drop, colour = job.grid.unit * 4, job.colours.sheet.line

    def put(x: int, y: int) -> list[Shape]:
        return [Fill(Box(x, y, width, 2), colour), *part.put(x, y + drop)]

    return Part(part.slot, part.width, drop + part.height, part.hang, put)


def _side_sheet(job: Job, canvas: Canvas, given: tuple[Fact, ...]) -> Box:
    grid, safe, surface = job.grid, job.grid.safe, job.colours.sheet
    left = grid.size[0] - grid.side
    x, width = left + grid.unit * 8, grid.side - grid.unit * 8 - grid.margin
    canvas.shapes.append(
        Sheet(Box(left, 0, grid.side, grid.size[1]), surface, job.colours.badge, True)
    )
    below = [link_text(job, width, surface), footnote(job, width, surface)]
    tail = [part for part in below if part]
    if job.content.link:
        tail.insert(0, code(job, surface, room=grid.qr))
    low = column(Slot.LINK, [(grid.unit * 4, part) for part in tail])
    y = safe.bottom - low.height
    room = y - safe.y
    if given:
        high = facts(job, given, width, surface, room - grid.unit * 6)
        canvas.put(high, x, safe.y + grid.unit)
    for part in tail:
        canvas.put(part, x, y)
        y += part.height + grid.unit * 4
    return Box(safe.x, safe.y, left - safe.x - grid.unit * 9, safe.height)
