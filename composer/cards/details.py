"""What a sheet is made of: facts, the code with its address, the source."""

from __future__ import annotations

from composer.cards import qr, words
from composer.cards.errors import DoesNotFit
from composer.cards.frame import LABEL, SMALL, VALUE, Job, ink
from composer.cards.grid import Box
from composer.cards.model import Fact, Slot
from composer.cards.palette import PAPER, Surface
from composer.cards.pieces import Ink, Part, between, column, too_long
from composer.cards.shapes import Code, Shape, Style

LINK = Style(700, 0.0, 1.3)
SIZES = 5  # steps from the largest value to the smallest
SMALLER = 3  # beyond this step a saved line is not worth it


def facts(job: Job, given: tuple[Fact, ...], width: int, surface: Surface, room: int) -> Part:
    """Label over value, one under the other: in few lines, then as large as the room allows."""
    fitting: list[tuple[int, int, Part]] = []
    for step in range(SIZES + 1):
        try:
            lines, whole = _facts(job, given, width, surface, step / SIZES)
        except DoesNotFit:
            continue
        if whole.height <= room:
            fitting.append((lines, step, whole))
    if not fitting:
        raise too_long(Slot.FACTS)
    return min(fitting, key=lambda found: (found[0] + (found[1] > SMALLER), found[1]))[2]


def _facts(
    job: Job, given: tuple[Fact, ...], width: int, surface: Surface, tightness: float
) -> tuple[int, Part]:
    size = between(job.grid.value, tightness)
    gap = round(job.grid.unit * (5 - 1.5 * tightness))
    parts = [_fact(job, fact, width, size, surface) for fact in given]
    lines = sum(round(part.height / size) for part in parts)
    return lines, column(Slot.FACTS, [(gap, part) for part in parts])


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
    """What the code leads to, in words and as an address one can type; else the office's site."""
    target = job.content.link or job.brand.website
    if not target:
        return None
    grid = job.grid
    address = _address(job, target, width, ink(surface, surface.ink))
    if not job.content.link:
        return address
    label = job.content.link_label or words.SCAN
    quiet = ink(surface, surface.muted)
    first = job.setter.text(Slot.LINK_LABEL, label, width, grid.small, SMALL, quiet)
    if first.height > grid.small * SMALL.leading * 2:
        raise too_long(Slot.LINK_LABEL)
    if address is None:
        return first
    gap = grid.unit * 2
    if first.height < grid.small and first.width + gap + address.width <= width:
        return _side_by_side(first, address, gap)
    return column(Slot.LINK_LABEL, [(0, first), (round(grid.unit * 1.8), address)])


def _side_by_side(first: Part, second: Part, gap: int) -> Part:
    """Two lines of one size on one baseline."""

    def put(x: int, y: int) -> list[Shape]:
        return [*first.put(x, y), *second.put(x + first.width + gap, y)]

    return Part(first.slot, first.width + gap + second.width, first.height, first.hang, put)


def _address(job: Job, target: str, width: int, colour: Ink) -> Part | None:
    """The address without its scheme; only the host where the whole is too wide."""
    bare = target.split("://", 1)[-1].rstrip("/")
    for text in (bare, bare.split("/", 1)[0]):
        try:
            return job.setter.line(Slot.LINK, text, width, job.grid.small, LINK, colour)
        except DoesNotFit:
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
